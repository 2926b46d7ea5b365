import { useLanguage } from '../../i18n/provider.tsx'

/** `2026-12` as people say it, with the year where it is another one. */
export function useMonthName(): (month: string | null) => string {
  const { t, locale } = useLanguage()
  return (month) => {
    if (month === null) return t('forecast.undated')
    if (month === 'overdue') return t('forecast.overdue')
    const at = new Date(`${month}-01T00:00:00Z`)
    const isThisYear = at.getUTCFullYear() === new Date().getFullYear()
    const parts: Intl.DateTimeFormatOptions = { month: 'long', timeZone: 'UTC' }
    return at.toLocaleDateString(locale, isThisYear ? parts : { ...parts, year: 'numeric' })
  }
}
