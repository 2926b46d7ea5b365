import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Me } from '../../../shared/contracts/accounts.ts'
import { startTestApp, type TestApp } from '../../../../test/harness/http-app.ts'
import { hashPassword, hashToken } from '../../platform/crypto/index.ts'
import { sessions, users, workspaceCounters, workspaces } from '../../schema/index.ts'
import { disableUser } from './index.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const sessionsOf = (token: string) =>
  app.services
    .systemDb('session')
    .select()
    .from(sessions)
    .where(eq(sessions.tokenHash, hashToken(token)))

const isSignedIn = async (browser: ReturnType<TestApp['browser']>) =>
  (await browser.query<Me | null>('me.get')).data !== null

describe('signing up', () => {
  it('makes a user who owns a workspace with the settings of its country', async () => {
    const browser = app.browser()
    const { status, data } = await browser.signUp({ workspaceName: 'Clínica Ñandú & Cía.' })
    expect(status).toBe(200)
    expect(data.user).toMatchObject({ name: 'Ana Pérez', email: browser.email, locale: 'es' })
    expect(data.workspaces).toEqual([
      {
        id: browser.workspaceId,
        slug: expect.stringMatching(/^clinica-nandu-cia/),
        name: 'Clínica Ñandú & Cía.',
        role: 'owner',
      },
    ])
    const orm = app.services.systemDb('sign-up')
    const [row] = await orm.select().from(workspaces).where(eq(workspaces.id, browser.workspaceId!))
    expect(row).toMatchObject({
      country: 'MX',
      currency: 'MXN',
      timeZone: 'America/Mexico_City',
      phoneCode: '52',
    })
    const [counters] = await orm
      .select()
      .from(workspaceCounters)
      .where(eq(workspaceCounters.workspaceId, browser.workspaceId!))
    expect(counters).toMatchObject({ eventSeq: 0, conversationSeq: 0 })
  })

  it('gives workspaces of one name, made at once, slugs of their own', async () => {
    const workspaceName = `Gemelos ${crypto.randomUUID()}`
    const answers = await Promise.all(
      Array.from({ length: 3 }, () => app.browser().signUp({ workspaceName })),
    )
    expect(new Set(answers.map((answer) => answer.data.workspaces[0]?.slug)).size).toBe(3)
  })

  it('refuses a taken e-mail, whatever its case, and leaves no workspace behind', async () => {
    const first = await app.signedUp()
    const workspaceName = `Nadie ${crypto.randomUUID()}`
    const { status, error } = await app
      .browser()
      .signUp({ email: ` ${first.email.toUpperCase()}`, workspaceName })
    expect(status).toBe(409)
    expect(error).toMatchObject({ code: 'ALREADY_EXISTS', details: { fields: { email: 'taken' } } })
    const rows = await app.services
      .systemDb('sign-up')
      .select()
      .from(workspaces)
      .where(eq(workspaces.name, workspaceName))
    expect(rows).toEqual([])
  })

  it('names each field that is not valid, and takes none that it does not know', async () => {
    const { status, error } = await app.browser().signUp({ password: 'short', country: 'XX', role: 'owner' })
    expect(status).toBe(400)
    expect(error?.code).toBe('VALIDATION_FAILED')
    expect(Object.keys(error?.details.fields ?? {}).sort()).toEqual(['country', 'password', 'role'])
  })
})

describe('the cookie', () => {
  it('is hidden from scripts and sent to this site only', async () => {
    const { headers } = await app.browser().signUp()
    expect(headers['set-cookie']).toMatch(/^sid=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  it('is bound to the host and to https where the product is served over it', async () => {
    const secure = await startTestApp({ env: { PUBLIC_URL: 'https://crm.test' } })
    const browser = secure.browser()
    const { headers } = await browser.signUp()
    expect(headers['set-cookie']).toMatch(
      /^__Host-sid=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect((await browser.query<Me>('me.get')).data.user.email).toBe(browser.email)
    await secure.close()
  })

  it('holds a token that the database does not', async () => {
    const browser = await app.signedUp()
    const token = browser.cookies.get('sid')!
    const [row] = await sessionsOf(token)
    expect(row?.tokenHash).toEqual(hashToken(token))
    expect(JSON.stringify(row)).not.toContain(token)
  })
})

describe('signing in', () => {
  it('says the same of a wrong password, an unknown e-mail and a disabled user', async () => {
    const person = await app.signedUp()
    const gone = await app.signedUp()
    const [row] = await app.services
      .systemDb('sign-in')
      .select()
      .from(users)
      .where(eq(users.email, gone.email))
    await disableUser(app.services, row!.id)
    const answers = [
      await app.browser().signIn({ email: person.email, password: 'wrong horse battery' }),
      await app.browser().signIn({ email: 'nobody@crm.test' }),
      await app.browser().signIn({ email: gone.email, password: gone.password }),
    ]
    for (const answer of answers) {
      expect(answer.status).toBe(401)
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect({ ...answer.error, requestId: '' }).toEqual({ ...answers[0]?.error, requestId: '' })
      expect(answer.error?.code).toBe('INVALID_CREDENTIALS')
    }
  })

  it('begins a new session and ends the one this browser held', async () => {
    const browser = await app.signedUp()
    const before = browser.cookies.get('sid')!
    await browser.signIn()
    const after = browser.cookies.get('sid')!
    expect(after).not.toBe(before)
    expect(await sessionsOf(before)).toEqual([])
    const thief = app.browser()
    thief.cookies.set('sid', before)
    expect(await isSignedIn(thief)).toBe(false)
  })

  it('never takes a token that somebody planted', async () => {
    const victim = await app.signedUp()
    victim.cookies.set('sid', 'A'.repeat(43))
    await victim.signIn()
    expect(victim.cookies.get('sid')).not.toBe('A'.repeat(43))
    expect(await sessionsOf('A'.repeat(43))).toEqual([])
  })

  it('leaves the other browsers of the same person alone', async () => {
    const desktop = await app.signedUp()
    const phone = app.browser()
    await phone.signIn({ email: desktop.email })
    expect(await isSignedIn(desktop)).toBe(true)
  })

  it('hashes the password anew where it was hashed at a lower cost', async () => {
    const person = await app.signedUp()
    const orm = app.services.systemDb('sign-in')
    const mine = eq(users.email, person.email)
    const [before] = await orm.select().from(users).where(mine)
    await orm
      .update(users)
      .set({ passwordHash: await hashPassword(person.password, 4) })
      .where(mine)
    expect((await person.signIn()).status).toBe(200)
    const [after] = await orm.select().from(users).where(mine)
    expect(after?.passwordHash.slice(0, 7)).toBe(before?.passwordHash.slice(0, 7))
    expect((await person.signIn()).status).toBe(200)
  })
})

describe('a session', () => {
  it('is over after sign-out, also for whoever copied the token', async () => {
    const browser = await app.signedUp()
    const copy = app.browser()
    copy.cookies.set('sid', browser.cookies.get('sid')!)
    expect(await isSignedIn(copy)).toBe(true)
    const { data, headers } = await browser.mutate('auth.signOut')
    expect(data).toEqual({ ok: true })
    expect(headers['set-cookie']).toMatch(/^sid=; Max-Age=0; Path=\//)
    expect(await isSignedIn(copy)).toBe(false)
    expect((await copy.query('workspace.get', undefined, browser.pageHeaders())).error?.code).toBe(
      'UNAUTHENTICATED',
    )
  })

  it('is over after twelve hours without use', async () => {
    const browser = await app.signedUp()
    app.passTime(11 * HOUR)
    expect(await isSignedIn(browser)).toBe(true)
    app.passTime(11 * HOUR)
    expect(await isSignedIn(browser)).toBe(true)
    app.passTime(12 * HOUR)
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('is over after fourteen days, however much it is used', async () => {
    const browser = await app.signedUp()
    for (let half = 0; half < 27; half++) {
      app.passTime(DAY / 2 - 60_000)
      expect(await isSignedIn(browser)).toBe(true)
    }
    app.passTime(DAY / 2)
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('survives a restart of the server', async () => {
    const browser = await app.signedUp()
    const restarted = await startTestApp()
    const again = restarted.browser()
    again.cookies.set('sid', browser.cookies.get('sid')!)
    expect(await isSignedIn(again)).toBe(true)
    await restarted.close()
  })

  it('writes its use down at most once a minute', async () => {
    const browser = await app.signedUp()
    const token = browser.cookies.get('sid')!
    const usedAt = async () => (await sessionsOf(token))[0]!.lastUsedAt.getTime()
    const signedUpAt = await usedAt()
    app.passTime(30_000)
    await isSignedIn(browser)
    expect(await usedAt()).toBe(signedUpAt)
    app.passTime(31_000)
    await isSignedIn(browser)
    expect(await usedAt()).toBeGreaterThan(signedUpAt)
  })

  it('is over at once when its user is disabled', async () => {
    const browser = await app.signedUp()
    const { data } = await browser.query<Me>('me.get')
    await disableUser(app.services, data.user.id)
    expect(await isSignedIn(browser)).toBe(false)
  })
})
