import { addDays, hasHour, wallOf } from '@shared/local-time.ts'
import type { Translate } from '../../i18n/catalogue.ts'
import type { Locale } from '../../i18n/locale.ts'

/** "hoy 10:00", "mañana", "vie 27 nov 17:00": as short as it stays clear. */
export function dueText(
  dueLocal: string | null,
  today: string,
  { t, locale }: { t: Translate; locale: Locale },
): string {
  if (dueLocal === null) return t('tasks.noDate')
  const time = hasHour(dueLocal) ? dueLocal.slice(11) : ''
  const day = dayText(dueLocal.slice(0, 10), today, { t, locale })
  return time ? `${day} ${time}` : day
}

function dayText(day: string, today: string, { t, locale }: { t: Translate; locale: Locale }): string {
  if (day === today) return t('tasks.today')
  if (day === addDays(today, 1)) return t('tasks.tomorrow')
  const withYear = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const)
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...withYear,
    timeZone: 'UTC',
  }).format(wallOf(day))
}
