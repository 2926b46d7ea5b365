import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removeUnsentUploads } from '../../src/server/modules/attachments/index.ts'
import { own, type WorkspaceDb } from '../../src/server/platform/db/workspace-db.ts'
import { attachments, auditLog } from '../../src/server/schema/index.ts'
import type { ContactDto } from '../../src/shared/contracts/contacts.ts'
import type { AttachmentDto } from '../../src/shared/contracts/messages.ts'
import {
  newId,
  recordKeyOf,
  type AttachmentId,
  type ContactId,
  type MessageId,
} from '../../src/shared/ids.ts'
import { LIMITS } from '../../src/shared/limits.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { errorOf } from '../harness/client.ts'
import { givenWorkspace, type GivenMember, type GivenWorkspace } from '../harness/given.ts'
import { PNG } from '../harness/png.ts'

const OLD = new Date(Date.now() - 31 * 86_400_000)

let app: TestApp
let workspace: GivenWorkspace
let api: GivenWorkspace['owner']['browser']['api']
let db: WorkspaceDb
beforeAll(async () => {
  app = await startTestApp()
  workspace = await givenWorkspace(app)
  api = workspace.owner.browser.api
  db = app.process.composed.services.workspaceDb(workspace.id)
})
afterAll(() => app.close())

async function upload(
  by: GivenMember = workspace.owner,
  body: Uint8Array<ArrayBuffer> = PNG,
): Promise<AttachmentId> {
  const response = await fetch(`${app.url}/media/uploads`, {
    method: 'POST',
    headers: { ...by.browser.headers(), 'content-type': 'application/octet-stream' },
    body,
  })
  return ((await response.json()) as AttachmentDto).id
}

const contact = (): Promise<ContactDto> => api.contacts.create.mutate({ name: 'Regina' })
const setPhoto = (id: ContactId, avatarId: AttachmentId | null) =>
  api.contacts.update.mutate({ id, avatarId })
const urlOf = (id: AttachmentId) => `/media/${workspace.id}/${id}`
const statusOf = async (id: AttachmentId) =>
  (await fetch(`${app.url}${urlOf(id)}`, { headers: workspace.owner.browser.headers() })).status

async function withPhoto(): Promise<{ id: ContactId; photo: AttachmentId }> {
  const [{ id }, photo] = [await contact(), await upload()]
  await setPhoto(id, photo)
  return { id, photo }
}

const change = (id: AttachmentId, set: Partial<typeof attachments.$inferInsert>) =>
  db.orm
    .update(attachments)
    .set(set)
    .where(own(db, attachments, eq(attachments.id, id)))

describe('the photo of a contact', () => {
  it('is shown wherever the contact is, opens for members, and is taken off again', async () => {
    const customer = (await workspace.channel()).customer('Regina Solórzano')
    const conversation = await customer.writes('Hola')
    const { contactId: id } = conversation
    const photo = await upload()
    const changed = await setPhoto(id, photo)
    const avatarUrl = urlOf(photo)
    expect(changed).toMatchObject({ avatarId: photo, avatarUrl, version: 2 })
    expect(await statusOf(photo)).toBe(200)
    const [listed, detail, rows] = await Promise.all([
      api.contacts.list.query({ query: `+${customer.waId}` }),
      api.conversations.get.query({ id: conversation.id }),
      api.tables.contactsByIds.query({ ids: [id] }),
    ])
    expect(listed.items).toMatchObject([{ id, avatarUrl }])
    expect(detail.contact).toMatchObject({ avatarUrl })
    expect(rows).toMatchObject([{ id, avatarUrl }])
    expect(await setPhoto(id, null)).toMatchObject({ avatarId: null, avatarUrl: null, version: 3 })
    const history = await db.orm
      .select()
      .from(auditLog)
      .where(own(db, auditLog, eq(auditLog.recordId, recordKeyOf(id))))
      .orderBy(auditLog.seq)
    expect(history.map(({ action, before, after }) => ({ action, before, after }))).toEqual([
      { action: 'contact.updated', before: { avatarId: null }, after: { avatarId: photo } },
      { action: 'contact.updated', before: { avatarId: photo }, after: { avatarId: null } },
    ])
  })

  it('is put back by who took it off, though somebody else had uploaded it', async () => {
    const ana = await workspace.member('agent')
    const { id, photo } = await withPhoto()
    await ana.browser.api.contacts.update.mutate({ id, avatarId: null })
    const restored = await ana.browser.api.contacts.update.mutate({ id, avatarId: photo })
    expect(restored.avatarId).toBe(photo)
  })

  it('is kept by housekeeping, which takes uploads that nobody used', async () => {
    const { photo } = await withPhoto()
    const unused = await upload()
    for (const id of [photo, unused]) await change(id, { createdAt: OLD })
    await removeUnsentUploads(app.process.composed.services)
    expect([await statusOf(photo), await statusOf(unused)]).toEqual([200, 404])
  })

  it('comes with a merge where the winner has none, or was chosen, and goes back with its undo', async () => {
    const [plain, ours, theirs] = [await contact(), await withPhoto(), await withPhoto()]
    const filled = await api.contacts.merge.mutate({ winnerId: plain.id, loserId: theirs.id })
    expect(filled.contact.avatarId).toBe(theirs.photo)
    expect(await api.contacts.undoMerge.mutate({ mergeId: filled.mergeId })).toMatchObject({
      id: theirs.id,
      avatarId: theirs.photo,
    })
    expect((await api.contacts.get.query({ id: plain.id })).avatarId).toBeNull()

    const pair = { winnerId: ours.id, loserId: theirs.id }
    const { conflicts } = await api.contacts.previewMerge.query(pair)
    expect(conflicts).toContainEqual({ field: 'avatarId', winner: ours.photo, loser: theirs.photo })
    const choices = [{ field: 'avatarId', from: 'loser' as const }]
    const chosen = await api.contacts.merge.mutate({ ...pair, choices })
    expect(chosen.contact.avatarId).toBe(theirs.photo)
    for (const id of [ours.photo, theirs.photo]) await change(id, { createdAt: OLD })
    await removeUnsentUploads(app.process.composed.services)
    await api.contacts.undoMerge.mutate({ mergeId: chosen.mergeId })
    expect((await api.contacts.get.query({ id: ours.id })).avatarId).toBe(ours.photo)
    expect(await Promise.all([ours.photo, theirs.photo].map(statusOf))).toEqual([200, 200])
  })
})

describe('no photo is', () => {
  async function refusalOf(avatarId: AttachmentId) {
    const { id } = await contact()
    const refusal = await errorOf(setPhoto(id, avatarId))
    expect((await api.contacts.get.query({ id })).avatarUrl).toBeNull()
    return refusal
  }
  const isInvalid = { code: 'VALIDATION_FAILED', details: { fields: { avatarId: expect.any(String) } } }
  const isUnknown = { code: 'NOT_FOUND', details: { fields: { avatarId: expect.any(String) } } }

  it('a PDF, a GIF, or a picture that is too large', async () => {
    const gif = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64')
    expect(await refusalOf(await upload(workspace.owner, Buffer.from('%PDF-1.4 plano')))).toMatchObject(
      isInvalid,
    )
    expect(await refusalOf(await upload(workspace.owner, gif))).toMatchObject(isInvalid)
    const large = await upload()
    await change(large, { size: LIMITS.imageBytes + 1 })
    expect(await refusalOf(large)).toMatchObject(isInvalid)
  })

  it('a picture of a message, or one whose bytes we do not have', async () => {
    const [sent, pending] = [await upload(), await upload()]
    await change(sent, { messageId: newId('message') as MessageId, state: 'ready' })
    await change(pending, { state: 'pending' })
    expect(await refusalOf(sent)).toMatchObject(isInvalid)
    expect(await refusalOf(pending)).toMatchObject(isInvalid)
  })

  it('a file of another workspace, of nobody, or one that a colleague has not used yet', async () => {
    const others = await givenWorkspace(app)
    const ana = await workspace.member('agent')
    expect(await refusalOf(await upload(others.owner))).toMatchObject(isUnknown)
    expect(await refusalOf(newId('attachment'))).toMatchObject(isUnknown)
    expect(await refusalOf(await upload(ana))).toMatchObject(isUnknown)
  })
})
