const NUMBERS = /^(\d{1,4})[./\- ](\d{1,2})(?:[./\- ](\d{1,4}))?$/

/** Which of day and month comes first where this language is read. */
export function isDayFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit' }).formatToParts()
  return parts.findIndex(({ type }) => type === 'day') < parts.findIndex(({ type }) => type === 'month')
}

/** `22/11/2026`, as a person of this language writes a day. */
export function dayInWords(day: string, locale: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  return isDayFirst(locale) ? `${date}/${month}/${year}` : `${month}/${date}/${year}`
}

/**
 * A day as people write it: in the order of their language, with any sign between, the year with two or
 * four digits or left out; or as programs write it, `2026-11-22`.
 * @returns `YYYY-MM-DD`; null for what is no day that exists.
 */
export function parseDay(text: string, locale: string, today: string): string | null {
  const match = NUMBERS.exec(text.trim())
  if (!match) return null
  const [first = '', second = '', third] = match.slice(1)
  if (first.length === 4) return third === undefined ? null : dayOf(first, second, third)
  const [date, month] = isDayFirst(locale) ? [first, second] : [second, first]
  return dayOf(fullYear(third, today), month, date)
}

function fullYear(year: string | undefined, today: string): string {
  if (year === undefined) return today.slice(0, 4)
  return year.length <= 2 ? `20${year.padStart(2, '0')}` : year
}

function dayOf(year: string, month: string, date: string): string | null {
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === day ? day : null
}
