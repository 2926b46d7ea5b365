import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Me } from '../../../shared/contracts/accounts.ts'
import { startTestApp, type TestApp } from '../../../../test/harness/http-app.ts'
import {
  authenticateApiKey,
  createApiKey,
  createMember,
  createWorkspace,
  listApiKeys,
  revokeApiKey,
} from './index.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const unique = (stem: string) => `${stem}-${crypto.randomUUID()}`

describe('the operator', () => {
  it('makes a workspace whose owner signs in with the password shown once', async () => {
    const browser = app.browser()
    const slug = unique('acme')
    const made = await createWorkspace(app.services, {
      name: 'Acme',
      slug,
      country: 'BR',
      owner: { email: browser.email, name: 'Bia' },
    })
    expect(made).toMatchObject({ slug, generatedPassword: expect.stringMatching(/^[\w-]{20}$/) })
    const { data } = await browser.signIn({ password: made.generatedPassword })
    expect(data.workspaces).toEqual([{ id: made.workspaceId, slug, name: 'Acme', role: 'owner' }])
  })

  it('adds people, and those who exist keep their password', async () => {
    const owner = await app.signedUp()
    const { data } = await owner.query<Me>('me.get')
    const workspaceSlug = data.workspaces[0]!.slug
    const newcomer = app.browser()
    const made = await createMember(app.services, {
      workspaceSlug,
      role: 'agent',
      person: { email: newcomer.email, name: 'Luis', password: newcomer.password },
    })
    expect(made.generatedPassword).toBeNull()
    expect((await newcomer.signIn()).data.workspaces).toMatchObject([
      { id: owner.workspaceId, role: 'agent' },
    ])
    const other = await app.signedUp()
    const joined = await createMember(app.services, {
      workspaceSlug,
      role: 'viewer',
      person: { email: other.email, name: 'Somebody', password: 'another long password' },
    })
    expect(joined.generatedPassword).toBeNull()
    expect((await other.signIn()).data.workspaces).toHaveLength(2)
  })

  it('is told what is taken, absent or not valid', async () => {
    const owner = await app.signedUp()
    const slug = (await owner.query<Me>('me.get')).data.workspaces[0]!.slug
    const person = { email: owner.email, name: 'Ana' }
    const workspace = { name: 'X', country: 'MX', owner: person }
    await expect(createWorkspace(app.services, { ...workspace, slug })).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
      details: { fields: { slug: 'taken' } },
    })
    await expect(createWorkspace(app.services, { ...workspace, slug: 'Not A Slug' })).rejects.toThrow(
      /hyphens/,
    )
    await expect(
      createMember(app.services, { workspaceSlug: slug, role: 'agent', person }),
    ).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    })
    await expect(
      createMember(app.services, { workspaceSlug: unique('no'), role: 'agent', person }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('an API key', () => {
  it('opens its workspace until it is revoked', async () => {
    const owner = await app.signedUp()
    const db = app.services.workspaceDb(owner.workspaceId!)
    const { id, key } = await createApiKey(db, { name: 'Tienda' })
    expect(key).toMatch(/^crm_[0-9a-z]{26}_[\w-]{43}$/)
    expect(await authenticateApiKey(app.services, key)).toEqual({
      workspaceId: owner.workspaceId,
      apiKeyId: id,
      name: 'Tienda',
    })
    const [listed] = await listApiKeys(db)
    expect(listed).toMatchObject({ id, name: 'Tienda', createdBy: null, lastUsedAt: expect.any(String) })
    expect(JSON.stringify(listed)).not.toContain(key.slice(-43))
    await revokeApiKey(app.services, db, id)
    expect(await authenticateApiKey(app.services, key)).toBeNull()
    expect(await listApiKeys(db)).toEqual([])
    await expect(revokeApiKey(app.services, db, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('opens no other workspace, whatever it names', async () => {
    const [mine, foreign] = [await app.signedUp(), await app.signedUp()]
    const { key } = await createApiKey(app.services.workspaceDb(mine.workspaceId!), { name: 'Tienda' })
    const moved = key.replace(mine.workspaceId!.slice(3), foreign.workspaceId!.slice(3))
    expect(moved).not.toBe(key)
    expect(await authenticateApiKey(app.services, moved)).toBeNull()
    expect(
      await authenticateApiKey(app.services, `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`),
    ).toBeNull()
  })

  it('of another workspace cannot be revoked', async () => {
    const [mine, foreign] = [await app.signedUp(), await app.signedUp()]
    const { id, key } = await createApiKey(app.services.workspaceDb(mine.workspaceId!), { name: 'Tienda' })
    const theirs = app.services.workspaceDb(foreign.workspaceId!)
    await expect(revokeApiKey(app.services, theirs, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await authenticateApiKey(app.services, key)).not.toBeNull()
  })
})
