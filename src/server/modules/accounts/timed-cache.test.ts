import { describe, expect, it } from 'vitest'
import { TimedCache } from './timed-cache.ts'

const at = (ms: number) => new Date(ms)
const cache = () => new TimedCache<string>({ ttlMs: 10, capacity: 2 })

describe('TimedCache', () => {
  it('loads once and again only when its time is over', async () => {
    const answers = cache()
    let loads = 0
    const load = async () => `answer ${++loads}`
    expect(await answers.remember('a', at(0), load)).toBe('answer 1')
    expect(await answers.remember('a', at(9), load)).toBe('answer 1')
    expect(await answers.remember('a', at(10), load)).toBe('answer 2')
  })

  it('remembers no absence', async () => {
    const answers = cache()
    expect(await answers.remember('a', at(0), async () => null)).toBeNull()
    expect(await answers.remember('a', at(0), async () => 'there')).toBe('there')
  })

  it('does not remember what was forgotten while it was loaded', async () => {
    const answers = cache()
    const loading = answers.remember('a', at(0), async () => {
      answers.forget((_value, key) => key === 'a')
      return 'stale'
    })
    expect(await loading).toBe('stale')
    expect(await answers.remember('a', at(1), async () => 'fresh')).toBe('fresh')
  })

  it('keeps no more than it may, the newest', async () => {
    const answers = cache()
    for (const key of ['a', 'b', 'c']) await answers.remember(key, at(0), async () => key)
    expect(await answers.remember('c', at(1), async () => 'loaded')).toBe('c')
    expect(await answers.remember('a', at(1), async () => 'loaded')).toBe('loaded')
  })
})
