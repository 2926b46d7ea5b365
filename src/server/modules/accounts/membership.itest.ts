import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Me, Member, WorkspaceDetail } from '../../../shared/contracts/accounts.ts'
import { newId, type UserId } from '../../../shared/ids.ts'
import { ROLE_PERMISSIONS } from '../../../shared/permissions.ts'
import { ACCOUNT_ROUTERS, startTestApp, type TestApp } from '../../../../test/harness/http-app.ts'
import type { Browser } from '../../../../test/harness/http-browser.ts'
import { router, workspace } from '../../api/trpc/base.ts'
import { memberships, sessions } from '../../schema/index.ts'
import { createMember, disableUser, membershipOf, revokedAmong } from './index.ts'

/** What a viewer's call must not bring about. */
let notesWritten = 0

const probe = router({
  writeNote: workspace('notes.create').mutation(({ ctx }) => {
    notesWritten++
    return { by: ctx.actor, in: ctx.workspaceId }
  }),
})

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ router: router({ ...ACCOUNT_ROUTERS, probe }) })
})
afterAll(() => app.close())

const slugOf = async (browser: Browser) => (await browser.query<WorkspaceDetail>('workspace.get')).data.slug

describe('a workspace', () => {
  it('is shown to its members with what their role may do', async () => {
    const owner = await app.signedUp()
    const { data } = await owner.query<WorkspaceDetail>('workspace.get')
    expect(data).toMatchObject({
      id: owner.workspaceId,
      role: 'owner',
      currency: 'MXN',
      locale: 'es',
      eventSeq: 0,
    })
    expect(data.permissions).toEqual(ROLE_PERMISSIONS.owner)
    const viewer = await app.memberOf(owner, 'viewer')
    const seen = (await viewer.query<WorkspaceDetail>('workspace.get')).data
    expect(seen).toMatchObject({ id: owner.workspaceId, role: 'viewer' })
    expect(seen.permissions).toEqual(ROLE_PERMISSIONS.viewer)
  })

  it.each(['foreign', 'unknown', 'malformed', 'absent'])('%s is not found, all alike', async (kind) => {
    const [mine, foreign] = [await app.signedUp(), await app.signedUp()]
    const ids: Record<string, string | undefined> = {
      foreign: foreign.workspaceId,
      unknown: newId('workspace'),
      malformed: "ws_' OR 1=1 --",
    }
    mine.workspaceId = ids[kind] as Browser['workspaceId']
    const answers = [
      await mine.query('workspace.get'),
      await mine.query('members.list'),
      await mine.mutate('probe.writeNote'),
    ]
    for (const answer of answers) {
      expect(answer.status).toBe(404)
      expect(answer.error).toMatchObject({ code: 'NOT_FOUND', message: 'workspace not found', details: {} })
      expect(answer.text).not.toContain('Ñandú')
    }
  })

  it('asks who is there before it says anything', async () => {
    const owner = await app.signedUp()
    const stranger = app.browser()
    stranger.workspaceId = owner.workspaceId
    const { status, error } = await stranger.query('workspace.get')
    expect([status, error?.code]).toEqual([401, 'UNAUTHENTICATED'])
  })

  it('lists its own people and nobody else', async () => {
    const owner = await app.signedUp()
    await app.signedUp()
    const agent = await app.memberOf(owner, 'agent')
    const { data } = await agent.query<{ items: Member[] }>('members.list')
    expect(data.items.map(({ email, role, name }) => ({ email, role, name }))).toEqual([
      { email: owner.email, role: 'owner', name: 'Ana Pérez' },
      { email: agent.email, role: 'agent', name: 'Luis Gómez' },
    ])
  })
})

describe('a role', () => {
  it('without the permission is told so, before anything happens', async () => {
    const owner = await app.signedUp()
    const viewer = await app.memberOf(owner, 'viewer')
    notesWritten = 0
    const { status, error } = await viewer.mutate('probe.writeNote')
    expect([status, error?.code]).toEqual([403, 'FORBIDDEN'])
    expect(notesWritten).toBe(0)
  })

  it('with the permission acts under its own name, in its own workspace', async () => {
    const owner = await app.signedUp()
    const agent = await app.memberOf(owner, 'agent')
    const { data } = await agent.mutate<{ by: { userId: UserId }; in: string }>('probe.writeNote')
    const me = (await agent.query<Me>('me.get')).data
    expect(data).toEqual({ by: { kind: 'user', userId: me.user.id, role: 'agent' }, in: owner.workspaceId })
  })
})

describe('me', () => {
  it('is nobody when signed out', async () => {
    const { status, data } = await app.browser().query('me.get')
    expect([status, data]).toEqual([200, null])
  })

  it('lists all workspaces one belongs to, with the role in each', async () => {
    const [first, second] = [await app.signedUp(), await app.signedUp()]
    await createMember(app.services, {
      workspaceSlug: await slugOf(second),
      role: 'agent',
      person: { email: first.email, name: 'Ignored: Ana keeps her name' },
    })
    const { data } = await first.query<Me>('me.get')
    expect(data.user.name).toBe('Ana Pérez')
    expect(data.workspaces.map(({ id, role }) => [id, role]).sort()).toEqual(
      [
        [first.workspaceId, 'owner'],
        [second.workspaceId, 'agent'],
      ].sort(),
    )
  })

  it('changes language, for the next request already', async () => {
    const browser = await app.signedUp()
    await browser.query('me.get')
    const { data } = await browser.mutate<Me>('me.update', { locale: 'pt-BR' })
    expect(data.user.locale).toBe('pt-BR')
    expect((await browser.query<Me>('me.get')).data.user.locale).toBe('pt-BR')
    expect((await app.browser().mutate('me.update', { locale: 'en' })).error?.code).toBe('UNAUTHENTICATED')
  })
})

describe('live connections', () => {
  it('learn which of their sessions no longer hold', async () => {
    const orm = app.services.systemDb('session')
    const held = async (browser: Browser) => {
      const userId = (await browser.query<Me>('me.get')).data.user.id
      const [session] = await orm.select().from(sessions).where(eq(sessions.userId, userId))
      return { sessionId: session!.id, userId, workspaceId: browser.workspaceId! }
    }
    const owner = await app.signedUp()
    const people = {
      stays: owner,
      signedOut: await app.memberOf(owner, 'agent'),
      disabled: await app.memberOf(owner, 'agent'),
      removed: await app.memberOf(owner, 'agent'),
    }
    const stays = await held(people.stays)
    const signedOut = await held(people.signedOut)
    const disabled = await held(people.disabled)
    const removed = await held(people.removed)
    const elsewhere = { ...stays, workspaceId: newId('workspace') }
    const all = [stays, signedOut, disabled, removed, elsewhere]
    expect(await revokedAmong(app.services, all)).toEqual([elsewhere])

    await people.signedOut.mutate('auth.signOut')
    await disableUser(app.services, disabled.userId)
    await orm
      .update(memberships)
      .set({ disabledAt: new Date() })
      .where(and(eq(memberships.userId, removed.userId), eq(memberships.workspaceId, removed.workspaceId)))
    expect(await revokedAmong(app.services, all)).toEqual([signedOut, disabled, removed, elsewhere])

    app.passTime(12 * 3_600_000)
    expect(await revokedAmong(app.services, [stays])).toEqual([stays])
    expect(await revokedAmong(app.services, [])).toEqual([])
  })

  it('see a membership end within five seconds in a process that knew it', async () => {
    const owner = await app.signedUp()
    const { data } = await owner.query<Me>('me.get')
    const mine = () => membershipOf(app.services, data.user.id, owner.workspaceId!)
    expect(await mine()).toMatchObject({ role: 'owner' })
    await app.services
      .systemDb('operator-cli')
      .update(memberships)
      .set({ disabledAt: new Date() })
      .where(eq(memberships.userId, data.user.id))
    app.passTime(5_000)
    expect(await mine()).toBeNull()
  })
})
