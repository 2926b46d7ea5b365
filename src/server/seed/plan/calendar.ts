const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * Moments of a demo, counted back from now, with the times of day on the wall of the shop. Whole
 * seconds, because that is what WhatsApp tells.
 */
export class Calendar {
  readonly now: Date
  private readonly offsetMs: number

  /** @param utcOffsetHours of the shop's zone; the demo's zones have no summer time. */
  constructor(now: Date, utcOffsetHours: number) {
    this.now = wholeSeconds(now.getTime())
    this.offsetMs = utcOffsetHours * HOUR
  }

  minutesAgo(minutes: number): Date {
    return wholeSeconds(this.now.getTime() - minutes * MINUTE)
  }

  /** `at(1, '17:52')`: yesterday at 17:52 in the shop. */
  at(daysAgo: number, time: string): Date {
    const [hours = 0, minutes = 0] = time.split(':').map(Number)
    return new Date(this.midnight() - daysAgo * DAY + hours * HOUR + minutes * MINUTE)
  }

  /** 0 is Sunday. */
  weekday(daysAgo: number): number {
    return new Date(this.midnight() - daysAgo * DAY + this.offsetMs).getUTCDay()
  }

  private midnight(): number {
    const local = this.now.getTime() + this.offsetMs
    return local - (local % DAY) - this.offsetMs
  }
}

export function after(moment: Date, minutes: number): Date {
  return wholeSeconds(moment.getTime() + minutes * MINUTE)
}

function wholeSeconds(ms: number): Date {
  return new Date(ms - (ms % 1000))
}
