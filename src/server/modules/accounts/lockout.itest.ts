import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/harness/http-app.ts'
import { attempts, sessions } from '../../schema/index.ts'
import { countAttempt, type AttemptSubject } from './attempts.ts'

const MINUTE = 60_000

let app: TestApp

// Each test has a server of its own: its secret keys the counters, which so start at zero.
beforeEach(async () => {
  app = await startTestApp({ limits: { signInsPerMinute: 1_000 } })
})
afterEach(() => app.close())

const guess = (email: string) => app.browser().signIn({ email, password: 'not the password' })

/** Attempts as sign-in counts them, without the third of a second that checking a password takes. */
async function fail(subject: AttemptSubject, times: number): Promise<void> {
  for (let n = 0; n < times; n++) await countAttempt(app.services, [subject])
}

const HERE: AttemptSubject = { kind: 'address', name: '127.0.0.1' }

describe('guessing a password', () => {
  it('is shut off after ten wrong ones, also when they come at once, and even for the right one', async () => {
    const person = await app.signedUp()
    await fail({ kind: 'account', name: person.email }, 7)
    const answers = await Promise.all(Array.from({ length: 6 }, () => guess(person.email)))
    const codes = answers.map((answer) => answer.error?.code).sort()
    expect(codes).toEqual([...Array(3).fill('INVALID_CREDENTIALS'), ...Array(3).fill('RATE_LIMITED')])
    const refused = await person.signIn()
    expect(refused.status).toBe(429)
    expect(refused.error?.details.retryAfterSeconds).toBeGreaterThan(14 * 60)
    expect(refused.error?.details.retryAfterSeconds).toBeLessThanOrEqual(15 * 60)
  })

  it('is shut off for twice as long the second time, and never for good', async () => {
    const person = await app.signedUp()
    const account: AttemptSubject = { kind: 'account', name: person.email }
    await fail(account, 10)
    app.passTime(15 * MINUTE)
    await fail(account, 10)
    expect((await person.signIn()).error?.details.retryAfterSeconds).toBeGreaterThan(29 * 60)
    app.passTime(30 * MINUTE)
    expect((await person.signIn()).status).toBe(200)
  })

  it('starts afresh after the right one', async () => {
    const person = await app.signedUp()
    const account: AttemptSubject = { kind: 'account', name: person.email }
    await fail(account, 9)
    expect((await person.signIn()).status).toBe(200)
    await fail(account, 9)
    expect((await person.signIn()).status).toBe(200)
  })

  it('counts unknown e-mails like known ones', async () => {
    await fail({ kind: 'account', name: 'nobody@crm.test' }, 9)
    expect((await guess('nobody@crm.test')).status).toBe(401)
    expect((await guess('nobody@crm.test')).status).toBe(429)
  })

  it('over many accounts is shut off by address after fifty, and a good sign-in does not buy more', async () => {
    const person = await app.signedUp()
    await fail(HERE, 48)
    expect((await guess('one@crm.test')).status).toBe(401)
    expect((await person.signIn()).status).toBe(200)
    expect((await guess('two@crm.test')).status).toBe(401)
    expect((await guess('three@crm.test')).status).toBe(429)
    expect((await person.signIn()).status).toBe(429)
    app.passTime(15 * MINUTE)
    expect((await person.signIn()).status).toBe(200)
  })

  it('does not help to find out who has an account: asking to sign up counts as well', async () => {
    const person = await app.signedUp()
    await fail(HERE, 49)
    expect((await app.browser().signUp({ email: person.email })).status).toBe(409)
    expect((await app.browser().signUp({ email: person.email })).status).toBe(429)
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
