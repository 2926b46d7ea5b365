/**
 * What people mean by a time, `2026-11-23T10:00` or `2026-11-23` in a zone, and the instant that
 * follows from it. The meaning is what is kept: when the rules of a zone change, or the person moves,
 * ten o'clock stays ten o'clock.
 */
const LOCAL = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?$/
const MINUTE = 60_000
const DAY = 86_400_000

/** True for `YYYY-MM-DD` or `YYYY-MM-DDTHH:mm` between 1970 and 2200, on a day that exists. */
export function isLocalTime(text: string): boolean {
  const match = LOCAL.exec(text)
  if (!match) return false
  const year = Number(match[1])
  const [hour, minute] = [Number(match[4] ?? 0), Number(match[5] ?? 0)]
  if (year < 1970 || year > 2200 || hour > 23 || minute > 59) return false
  const time = Date.UTC(year, Number(match[2]) - 1, Number(match[3]))
  return new Date(time).toISOString().slice(0, 10) === text.slice(0, 10)
}

export function isTimeZone(name: string): boolean {
  // Plain offsets are zones to some engines and not to others.
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return clockOf(name) !== undefined
  } catch {
    return false
  }
}

export const hasHour = (local: string): boolean => local.length > 10

/**
 * The instant of a local time. One that the clocks skip counts as the first moment that exists after
 * it; one that they show twice is the first of the two. A day without an hour is due at its end.
 */
export function instantOf(local: string, timeZone: string): Date {
  if (hasHour(local)) return new Date(resolve(wallOf(local), timeZone))
  return new Date(resolve(wallOf(local) + DAY, timeZone) - 1)
}

/** The first instant of a day. */
export function startOfDay(day: string, timeZone: string): Date {
  return new Date(resolve(wallOf(day), timeZone))
}

/** What the clocks of a zone show: `YYYY-MM-DDTHH:mm`. */
export function localTimeOf(at: Date, timeZone: string): string {
  return textOfWall(wallAt(at.getTime(), timeZone))
}

/** `2026-11-23` and 7 make `2026-11-30`. */
export function addDays(day: string, days: number): string {
  return textOfWall(wallOf(day.slice(0, 10)) + days * DAY).slice(0, 10)
}

/** 0 for Sunday. */
export function weekdayOf(day: string): number {
  return new Date(wallOf(day.slice(0, 10))).getUTCDay()
}

/** A local time as if its zone were UTC, for arithmetic by the calendar alone. */
export function wallOf(local: string): number {
  return Date.parse(hasHour(local) ? `${local}:00Z` : `${local}T00:00:00Z`)
}

export function textOfWall(wall: number): string {
  return new Date(wall).toISOString().slice(0, 16)
}

function resolve(wall: number, timeZone: string): number {
  // Offsets a day before and after are those on both sides of any change of the clocks between.
  const early = wall - offsetAt(wall - DAY, timeZone)
  const late = wall - offsetAt(wall + DAY, timeZone)
  const fitting = [early, late].filter((instant) => wallAt(instant, timeZone) === wall)
  if (fitting.length > 0) return Math.min(...fitting)
  return endOfGap({ from: Math.min(early, late), to: Math.max(early, late), wall, timeZone })
}

/** The first minute at which the clocks show more than a time that they skip. */
function endOfGap(gap: { from: number; to: number; wall: number; timeZone: string }): number {
  let [before, after] = [gap.from, gap.to]
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / MINUTE / 2) * MINUTE
    if (wallAt(middle, gap.timeZone) > gap.wall) after = middle
    else before = middle
  }
  return after
}

function wallAt(instant: number, timeZone: string): number {
  return instant + offsetAt(instant, timeZone)
}

function offsetAt(instant: number, timeZone: string): number {
  const parts: Record<string, number> = {}
  for (const { type, value } of clockOf(timeZone).formatToParts(instant)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000
}

/** Making a formatter costs far more than using one. */
const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    clocks.set(timeZone, clock)
  }
  return clock
}
