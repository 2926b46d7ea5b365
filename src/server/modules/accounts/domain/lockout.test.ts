import { describe, expect, it } from 'vitest'
import { decide, type AttemptCounter } from './lockout.ts'

const MINUTE = 60_000
const LIMIT = 3
const start = new Date('2026-03-01T12:00:00Z')
const after = (ms: number) => new Date(start.getTime() + ms)

/** Attempts at these moments; tells which were let through, and the wait of those refused. */
function play(moments: number[]): (true | number)[] {
  let counter: AttemptCounter | undefined
  return moments.map((ms) => {
    const decision = decide(counter, LIMIT, after(ms))
    if (!decision.ok) return decision.retryAfterMs / MINUTE
    counter = decision.next
    return true
  })
}

describe('counting attempts', () => {
  it('lets the limit through and then none for a quarter of an hour', () => {
    expect(play([0, 1, 2, 3, 2 + 15 * MINUTE - 1].map((ms) => ms))).toEqual([
      true,
      true,
      true,
      15 - 1 / MINUTE,
      1 / MINUTE,
    ])
  })

  it('forgets a few failures once their window is over', () => {
    expect(play([0, 1, 15 * MINUTE, 15 * MINUTE + 1, 15 * MINUTE + 2, 15 * MINUTE + 3])).toEqual([
      true,
      true,
      true,
      true,
      true,
      15 - 1 / MINUTE,
    ])
  })

  it('does not let attempts push their window along', () => {
    expect(play([0, 14 * MINUTE, 16 * MINUTE, 17 * MINUTE])).toEqual([true, true, true, true])
  })

  it('doubles each lock up to a day', () => {
    const waits: number[] = []
    let counter: AttemptCounter | undefined
    let now = 0
    for (let lock = 0; lock < 9; lock++) {
      for (let n = 0; n < LIMIT; n++) {
        const decision = decide(counter, LIMIT, after(now))
        if (decision.ok) counter = decision.next
      }
      const wait = (counter?.resetAt.getTime() ?? 0) - after(now).getTime()
      waits.push(wait / MINUTE)
      now += wait
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440])
  })

  it('starts over after a quiet day', () => {
    const day = 24 * 60 * MINUTE
    expect(
      play([0, 0, 0, 15 * MINUTE + day, 15 * MINUTE + day, 15 * MINUTE + day, 15 * MINUTE + day]),
    ).toEqual([true, true, true, true, true, true, 15])
  })
})
