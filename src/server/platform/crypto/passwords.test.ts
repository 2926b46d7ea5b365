import { describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import { dummyVerify, hashPassword, needsRehash, verifyPassword } from './index.ts'
import { Turnstile } from './turnstile.ts'

const CHEAP = 4

describe('a password', () => {
  it('verifies against its own hash and no other does', async () => {
    const hash = await hashPassword('Contraseña 😀', CHEAP)
    expect(hash).toMatch(/^\$2b\$04\$.{53}$/)
    expect(await verifyPassword('Contraseña 😀', hash)).toBe(true)
    expect(await verifyPassword('contraseña 😀', hash)).toBe(false)
    expect(await verifyPassword('', hash)).toBe(false)
  })

  it('counts beyond the 72 bytes that bcrypt reads', async () => {
    const start = 'p'.repeat(72)
    const hash = await hashPassword(`${start}one`, CHEAP)
    expect(await verifyPassword(`${start}two`, hash)).toBe(false)
    expect(await verifyPassword(start, hash)).toBe(false)
    expect(await verifyPassword(`${start}one`, hash)).toBe(true)
  })

  it('counts beyond a zero byte', async () => {
    const hash = await hashPassword('a\u0000b', CHEAP)
    expect(await verifyPassword('a\u0000c', hash)).toBe(false)
  })

  it('has a new salt each time', async () => {
    expect(await hashPassword('same', CHEAP)).not.toBe(await hashPassword('same', CHEAP))
  })

  it.each(['', 'not a hash', '$2b$12$short'])('does not verify against %j', async (stored) => {
    expect(await verifyPassword('x', stored)).toBe(false)
  })

  it('is hashed anew when the cost has risen', async () => {
    const hash = await hashPassword('x', CHEAP)
    expect(needsRehash(hash)).toBe(true)
    expect(needsRehash(hash, CHEAP)).toBe(false)
  })

  it('of nobody is refused after as much work as a real one', async () => {
    const cpuOf = async (work: () => Promise<boolean>): Promise<number> => {
      const start = process.cpuUsage()
      expect(await work()).toBe(false)
      const { user, system } = process.cpuUsage(start)
      return user + system
    }
    const hash = await hashPassword('real')
    const [nobody, somebody] = [
      await cpuOf(() => dummyVerify('wrong')),
      await cpuOf(() => verifyPassword('wrong', hash)),
    ]
    // A malformed dummy hash would be refused at once, and one of a lower cost in half the time.
    expect(nobody).toBeGreaterThan(somebody * 0.6)
  })
})

describe('the turnstile', () => {
  const makeWork = () => {
    const finish: (() => void)[] = []
    let running = 0
    let mostAtOnce = 0
    const work = async (): Promise<void> => {
      running += 1
      mostAtOnce = Math.max(mostAtOnce, running)
      await new Promise<void>((resolve) => finish.push(resolve))
      running -= 1
    }
    return { work, finish, mostAtOnce: () => mostAtOnce }
  }

  it('lets no more through than it has places, in order', async () => {
    const turnstile = new Turnstile({ places: 2, maxWaiting: 10 })
    const { work, finish, mostAtOnce } = makeWork()
    const order: number[] = []
    const enter = (index: number) => turnstile.through(work).then(() => order.push(index))
    const all = [0, 1, 2, 3].map(enter)
    for (let done = 0; done < 6; done += 1) {
      await expect.poll(() => finish.length).toBeGreaterThan(done)
      finish[done]?.()
      // Who comes while others wait goes to the end of the line.
      if (done < 2) all.push(enter(done + 4))
    }
    await Promise.all(all)
    expect(order).toEqual([0, 1, 2, 3, 4, 5])
    expect(mostAtOnce()).toBe(2)
  })

  it('turns away who would wait behind too many', async () => {
    const turnstile = new Turnstile({ places: 1, maxWaiting: 1 })
    const { work, finish } = makeWork()
    const first = turnstile.through(work)
    const second = turnstile.through(work)
    await expect(turnstile.through(work)).rejects.toBeInstanceOf(AppError)
    await expect.poll(() => finish.length).toBe(1)
    finish[0]?.()
    await first
    await expect.poll(() => finish.length).toBe(2)
    finish[1]?.()
    await second
  })

  it('gives the place back when the work fails', async () => {
    const turnstile = new Turnstile({ places: 1, maxWaiting: 0 })
    await expect(turnstile.through(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await turnstile.through(() => Promise.resolve('next'))).toBe('next')
  })
})
