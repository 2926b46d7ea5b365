/** Dates, sizes and lists as the locale writes them, in the zone of the person who reads. */
export interface Formatter {
  /** 17:52 */
  time(at: Date): string
  /** "Hoy", "Ayer", "lunes", "3 de dic", with the year where it is another one. */
  day(at: Date, now: Date): string
  /** What a list row shows: minutes and hours today, then day words. */
  ago(at: Date, now: Date): string
  /** How long somebody has waited: "2 min", "3 h", "4 d". */
  span(ms: number): string
  dateTime(at: Date): string
  bytes(size: number): string
  count(value: number): string
  list(items: readonly string[]): string
  region(code: string): string
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export function formatter(locale: string): Formatter {
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' })
  const dayMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
  const dayMonthYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const number = new Intl.NumberFormat(locale)
  const regions = new Intl.DisplayNames(locale, { type: 'region' })
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' })

  const day = (at: Date, now: Date): string => {
    const days = calendarDaysBetween(at, now)
    if (days === 0 || days === 1) return capital(relative.format(-days, 'day'))
    if (days > 1 && days < 7) return capital(weekday.format(at))
    return at.getFullYear() === now.getFullYear() ? dayMonth.format(at) : dayMonthYear.format(at)
  }
  const span = (ms: number): string => {
    if (ms < HOUR) return `${number.format(Math.max(1, Math.floor(ms / MINUTE)))} min`
    if (ms < DAY) return `${number.format(Math.floor(ms / HOUR))} h`
    return `${number.format(Math.floor(ms / DAY))} d`
  }
  return {
    time: (at) => time.format(at),
    dateTime: (at) => dateTime.format(at),
    count: (value) => number.format(value),
    list: (items) => lists.format(items),
    region: (code) => regions.of(code) ?? code,
    bytes: (size) => formatBytes(size, number),
    day,
    span,
    ago: (at, now) => (calendarDaysBetween(at, now) > 0 ? day(at, now) : span(now.getTime() - at.getTime())),
  }
}

/** Midnights between two moments, in the reader's zone; never negative. */
export function calendarDaysBetween(from: Date, to: Date): number {
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
  return Math.max(0, Math.round((midnight(to) - midnight(from)) / DAY))
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}

function formatBytes(size: number, number: Intl.NumberFormat): string {
  if (size < 1024) return `${number.format(size)} B`
  if (size < 1024 * 1024) return `${number.format(Math.round(size / 1024))} kB`
  return `${number.format(Math.round((size / 1024 / 1024) * 10) / 10)} MB`
}
