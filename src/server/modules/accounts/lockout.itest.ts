import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../api/http/test-app.ts'
import { attempts, sessions } from '../../schema/index.ts'

const MINUTE = 60_000

let app: TestApp

// Each test has a server of its own: its secret keys the counters, which so start at zero.
beforeEach(async () => {
  app = await startTestApp({ limits: { signInsPerMinute: 1_000 } })
})
afterEach(() => app.close())

const guess = (email: string) => app.browser().signIn({ email, password: 'not the password' })

describe('guessing a password', () => {
  it('is shut off after ten wrong ones, even for the right one, and for twice as long each time', async () => {
    const person = await app.signedUp()
    const answers = await Promise.all(Array.from({ length: 14 }, () => guess(person.email)))
    const codes = answers.map((answer) => answer.error?.code)
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(10)
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(4)

    const refused = await person.signIn()
    expect(refused.status).toBe(429)
    const waitSeconds = refused.error?.details.retryAfterSeconds ?? 0
    expect(waitSeconds).toBeGreaterThan(14 * 60)
    expect(waitSeconds).toBeLessThanOrEqual(15 * 60)

    app.passTime(waitSeconds * 1000)
    for (let n = 0; n < 10; n++) expect((await guess(person.email)).error?.code).toBe('INVALID_CREDENTIALS')
    const longer = (await person.signIn()).error?.details.retryAfterSeconds ?? 0
    expect(longer).toBeGreaterThan(29 * 60)
    app.passTime(longer * 1000)
    expect((await person.signIn()).status).toBe(200)
  })

  it('starts afresh after the right one', async () => {
    const person = await app.signedUp()
    for (let n = 0; n < 9; n++) await guess(person.email)
    expect((await person.signIn()).status).toBe(200)
    for (let n = 0; n < 9; n++) expect((await guess(person.email)).error?.code).toBe('INVALID_CREDENTIALS')
    expect((await person.signIn()).status).toBe(200)
  })

  it('counts unknown e-mails like known ones', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => guess('nobody@crm.test')))
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(2)
  })

  it('over many accounts is shut off by address after fifty, and good sign-ins do not buy more', async () => {
    const person = await app.signedUp()
    const results: (string | undefined)[] = []
    for (let round = 0; round < 6; round++) {
      const answers = await Promise.all(Array.from({ length: 9 }, (_, n) => guess(`${round}-${n}@crm.test`)))
      results.push(...answers.map((answer) => answer.error?.code))
      if (round < 5) expect((await person.signIn()).status).toBe(200)
    }
    expect(results.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(50)
    expect(results.filter((code) => code === 'RATE_LIMITED')).toHaveLength(4)
    app.passTime(16 * MINUTE)
    expect((await person.signIn()).status).toBe(200)
  })

  it('gains nothing from batches: a hundred in ten requests are all refused unseen', async () => {
    const person = await app.signedUp()
    const orm = app.services.systemDb('attempts')
    const before = [await orm.$count(sessions), await orm.$count(attempts)]
    const right = { email: person.email, password: person.password }
    for (let n = 0; n < 10; n++) {
      const answer = await app.browser().send(`/trpc/${Array(10).fill('auth.signIn').join(',')}?batch=1`, {
        method: 'POST',
        headers: { ...person.pageHeaders(), 'content-type': 'application/json' },
        body: JSON.stringify(Object.fromEntries(Array.from({ length: 10 }, (_, index) => [index, right]))),
      })
      expect(answer.status).toBe(400)
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(answer.text).not.toContain('"result"')
    }
    expect([await orm.$count(sessions), await orm.$count(attempts)]).toEqual(before)
  })
})
