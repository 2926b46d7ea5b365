import { CalendarClock } from 'lucide-react'
import type { ReactElement } from 'react'
import { addDays, hasHour, weekdayOf } from '@shared/local-time.ts'
import type { PlainKey } from '../../i18n/catalogue.ts'
import { useT } from '../../i18n/provider.tsx'
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '../../ui/menu.tsx'
import { nowHere } from './clock.ts'

interface Props {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Keeps its hour of the day where it has one. */
  dueLocal: string | null
  onPick: (dueLocal: string | null) => void
  /** Opens the form, for any other date. */
  onOther?: () => void
  children: ReactElement
}

/** When else: the usual answers, and the form for any other. */
export function RescheduleMenu({ open, onOpenChange, dueLocal, onPick, onOther, children }: Props) {
  const t = useT()
  return (
    <Menu open={open} onOpenChange={onOpenChange}>
      <MenuTrigger asChild>{children}</MenuTrigger>
      <MenuContent align="end">
        <MenuLabel>{t('tasks.reschedule')}</MenuLabel>
        {choices(dueLocal, nowHere()).map(({ label, due }) => (
          <MenuItem key={label} onSelect={() => onPick(due)} data-testid="tasks.rescheduleTo">
            <CalendarClock aria-hidden /> {t(label)}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem onSelect={() => onPick(null)}>{t('tasks.noDate')}</MenuItem>
        {onOther && <MenuItem onSelect={onOther}>{t('tasks.otherDate')}</MenuItem>}
      </MenuContent>
    </Menu>
  )
}

function choices(dueLocal: string | null, now: string): { label: PlainKey; due: string }[] {
  const today = now.slice(0, 10)
  const hour = dueLocal !== null && hasHour(dueLocal) ? dueLocal.slice(10) : ''
  const toMonday = (8 - weekdayOf(today)) % 7 || 7
  const later = now.slice(11) < '17:00' ? [{ label: 'tasks.laterToday' as const, due: `${today}T18:00` }] : []
  return [
    ...later,
    { label: 'tasks.tomorrow', due: `${addDays(today, 1)}${hour}` },
    { label: 'tasks.nextMonday', due: `${addDays(today, toMonday)}${hour}` },
    { label: 'tasks.inOneWeek', due: `${addDays(today, 7)}${hour}` },
  ]
}
