import { and, eq, ne } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mergeContacts, undoMerge } from '../../src/server/modules/contacts/index.ts'
import { own, type WorkspaceDb } from '../../src/server/platform/db/workspace-db.ts'
import { contactMerges, conversations, mergeMoves, messages, threads } from '../../src/server/schema/index.ts'
import type { MergedDto } from '../../src/shared/contracts/contacts.ts'
import type { ConversationListItem } from '../../src/shared/contracts/conversations.ts'
import { newId, type ContactId } from '../../src/shared/ids.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { errorOf } from '../harness/client.ts'
import { givenWorkspace, type GivenWorkspace } from '../harness/given.ts'
import { givenTwoContacts, rowsAbout, somethingAbout } from './merge-stock.ts'

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

async function textsOf(...ids: ConversationListItem['id'][]): Promise<(string | null)[]> {
  const pages = await Promise.all(ids.map((conversationId) => api.messages.page.query({ conversationId })))
  return pages.flatMap(({ items }) => items.map(({ text }) => text)).toSorted()
}

/** Chats and conversations that are not of the contact that they should be of. */
async function strayRows(): Promise<number> {
  const rows = await db.orm
    .select({ id: conversations.id })
    .from(conversations)
    .innerJoin(threads, and(eq(threads.workspaceId, db.workspaceId), eq(threads.id, conversations.threadId)))
    .where(own(db, conversations, ne(threads.contactId, conversations.contactId)))
  return rows.length
}

const ownerOf = async (id: ConversationListItem['id']) =>
  (await api.conversations.get.query({ id })).contact.id

describe('two contacts that are one person', () => {
  it('[CON-4] merge keeps every message, and the one who writes on is the one who stays', async () => {
    const channel = await workspace.channel()
    const [regina, gina] = [channel.customer('Regina Solórzano'), channel.customer('Gina')]
    await regina.writes('Hola')
    const first = await regina.writes('¿Hacen mesas?')
    await gina.writes('Soy yo, Regina')
    const second = await gina.writes('Cambié de número')
    const winnerId = await ownerOf(first.id)
    const loserId = await ownerOf(second.id)
    const before = await textsOf(first.id, second.id)

    const preview = await api.contacts.previewMerge.query({ winnerId, loserId })
    expect(preview.moves).toMatchObject({ threads: 1, conversations: 1, notes: 0 })
    expect(preview.conflicts).toContainEqual({ field: 'name', winner: 'Regina Solórzano', loser: 'Gina' })
    const merged = await api.contacts.merge.mutate({ winnerId, loserId })

    expect(await textsOf(first.id, second.id)).toEqual(before)
    expect(await ownerOf(second.id)).toBe(winnerId)
    expect(await api.contacts.get.query({ id: loserId })).toMatchObject({ id: winnerId })
    await gina.writes('¿Siguen ahí?')
    expect(await ownerOf(second.id)).toBe(winnerId)
    expect(await strayRows()).toBe(0)
    expect(merged.contact.identities.filter(({ kind }) => kind === 'phone')).toHaveLength(2)

    await api.contacts.undoMerge.mutate({ mergeId: merged.mergeId })
    expect(await ownerOf(second.id)).toBe(loserId)
    expect(await textsOf(first.id, second.id)).toEqual([...before, '¿Siguen ahí?'].toSorted())
    await gina.writes('Otra vez yo')
    expect(await ownerOf(second.id)).toBe(loserId)
    expect(await strayRows()).toBe(0)
  })

  it('leave nothing with the one that goes, though it writes on two numbers meanwhile', async () => {
    const [known, fresh] = [await workspace.channel(), await workspace.channel()]
    const [regina, gina] = [known.customer('Regina'), known.customer('Gina')]
    const winnerId = await ownerOf((await regina.writes('Hola')).id)
    const loserId = await ownerOf((await gina.writes('Hola')).id)
    let merging: Promise<unknown> | undefined
    for (let index = 0; index < 12; index++) {
      const { phoneNumberId } = index % 2 ? known : fresh
      const from = { waId: gina.waId, name: gina.name }
      app.fake.control.customerWrites({ phoneNumberId, from, text: `n.º ${index}` })
      if (index === 5) merging = api.contacts.merge.mutate({ winnerId, loserId })
    }
    await merging
    await app.fake.control.settled()
    const left = await db.orm
      .select({ id: threads.id })
      .from(threads)
      .where(own(db, threads, eq(threads.contactId, loserId)))
    expect(left).toEqual([])
    expect(await strayRows()).toBe(0)
  })

  it('are merged in two seconds though one has 10,000 messages', async () => {
    const { winnerId, loserId } = await givenTwoContacts(db)
    await somethingAbout(db, loserId, { threads: 1 })
    const [thread] = await db.orm
      .select()
      .from(threads)
      .where(own(db, threads, eq(threads.contactId, loserId)))
    if (!thread?.lastConversationId) throw new Error('no chat')
    const message = {
      workspaceId: db.workspaceId,
      channelId: thread.channelId,
      threadId: thread.id,
      conversationId: thread.lastConversationId,
      direction: 'inbound' as const,
      origin: 'contact' as const,
      type: 'text',
      text: 'Hola',
      sentAt: new Date(),
    }
    for (let chunk = 0; chunk < 10; chunk++)
      await db.orm
        .insert(messages)
        .values(Array.from({ length: 1_000 }, () => ({ ...message, id: newId('message') })))
    const start = performance.now()
    await api.contacts.merge.mutate({ winnerId, loserId })
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})

describe('a merge', () => {
  it('takes for each field what was chosen, and fills what the winner lacks', async () => {
    const winner = await api.contacts.create.mutate({ name: 'Regina', lifecycle: 'lead' })
    const loser = await api.contacts.create.mutate({
      name: 'Regina Solórzano',
      lifecycle: 'customer',
      language: 'es',
    })
    const pair = { winnerId: winner.id, loserId: loser.id }
    const choices = [{ field: 'name', from: 'loser' as const }]
    const { contact } = await api.contacts.merge.mutate({ ...pair, choices })
    expect(contact).toMatchObject({ name: 'Regina Solórzano', lifecycle: 'lead', language: 'es' })
    const { items } = await api.contacts.list.query({ query: 'regina solor' })
    expect(items.map(({ id }) => id)).toContain(winner.id)
    expect(items.map(({ id }) => id)).not.toContain(loser.id)
  })

  it('is refused with oneself, crosswise, twice, and for a field that neither has', async () => {
    const { winnerId, loserId } = await givenTwoContacts(db)
    const merge = (one: ContactId, other: ContactId) =>
      api.contacts.merge.mutate({ winnerId: one, loserId: other })
    expect(await errorOf(merge(winnerId, winnerId))).toMatchObject({ code: 'CONFLICT' })
    const choices = [{ field: 'custom.nada', from: 'loser' as const }]
    const unknown = api.contacts.merge.mutate({ winnerId, loserId, choices })
    expect(await errorOf(unknown)).toMatchObject({ code: 'VALIDATION_FAILED' })
    const crosswise = await Promise.allSettled([merge(winnerId, loserId), merge(loserId, winnerId)])
    expect(crosswise.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await errorOf(merge(winnerId, loserId))).toMatchObject({
      code: 'CONFLICT',
      details: { reason: 'merged' },
    })
  })

  it('leads through a chain of merges to the one who stayed, and is undone from its end', async () => {
    const [{ winnerId: a, loserId: b }, { winnerId: c }] = [
      await givenTwoContacts(db),
      await givenTwoContacts(db),
    ]
    const first = await api.contacts.merge.mutate({ winnerId: b, loserId: a })
    const second = await api.contacts.merge.mutate({ winnerId: c, loserId: b })
    expect((await api.contacts.get.query({ id: a })).id).toBe(c)
    const undo = ({ mergeId }: MergedDto) => api.contacts.undoMerge.mutate({ mergeId })
    expect(await errorOf(undo(first))).toMatchObject({ code: 'CONFLICT' })
    await undo(second)
    await undo(first)
    expect((await api.contacts.get.query({ id: a })).id).toBe(a)
    expect(await errorOf(undo(first))).toMatchObject({ code: 'TOO_LATE' })
  })

  it('can be undone for a day and no longer, and keeps what somebody changed since', async () => {
    const { winnerId, loserId } = await givenTwoContacts(db)
    const actor = { kind: 'user' as const, userId: workspace.owner.userId }
    const choices = [
      { field: 'name', from: 'loser' as const },
      { field: 'lifecycle', from: 'loser' as const },
    ]
    await api.contacts.update.mutate({ id: loserId, lifecycle: 'customer' })
    const now = new Date()
    const { mergeId } = await mergeContacts(db, { winnerId, loserId, choices, now }, actor)
    await api.contacts.update.mutate({ id: winnerId, name: 'Nombre de después' })
    const later = new Date(now.getTime() + 24 * 3_600_000 + 1)
    await expect(undoMerge(db, { mergeId, now: later }, actor)).rejects.toMatchObject({ code: 'TOO_LATE' })
    await undoMerge(db, { mergeId, now: new Date(later.getTime() - 1) }, actor)
    expect(await api.contacts.get.query({ id: winnerId })).toMatchObject({
      name: 'Nombre de después',
      lifecycle: 'lead',
    })
  })

  it('and its undo together change nothing, whatever the two have', async () => {
    const actor = { kind: 'user' as const, userId: workspace.owner.userId }
    const amount = fc.integer({ min: 0, max: 3 })
    const belongings = fc.record({
      threads: amount,
      addresses: amount,
      labels: amount,
      companies: amount,
      deals: amount,
      notes: amount,
      tasks: amount,
      consents: amount,
      custom: amount,
    })
    const chosen = fc.subarray(['name', 'lifecycle', 'language', 'ownerId'])
    const scenario = fc.record({ ours: belongings, theirs: belongings, chosen })
    await fc.assert(
      fc.asyncProperty(scenario, async ({ ours, theirs, chosen: fields }) => {
        const { winnerId, loserId } = await givenTwoContacts(db)
        await somethingAbout(db, winnerId, ours)
        await somethingAbout(db, loserId, theirs)
        const before = await rowsAbout(db, [winnerId, loserId])
        const choices = fields.map((field) => ({ field, from: 'loser' as const }))
        const { mergeId } = await mergeContacts(db, { winnerId, loserId, choices, now: new Date() }, actor)
        const after = await rowsAbout(db, [winnerId, loserId])
        expect(Object.values(after.ofContact(loserId)).flat()).toEqual([])
        await undoMerge(db, { mergeId, now: new Date() }, actor)
        expect((await rowsAbout(db, [winnerId, loserId])).all).toEqual(before.all)
      }),
      { numRuns: 40 },
    )
    const noted = await db.orm
      .select({ id: contactMerges.id })
      .from(contactMerges)
      .where(own(db, contactMerges))
    const moved = await db.orm.select({ kind: mergeMoves.kind }).from(mergeMoves).where(own(db, mergeMoves))
    expect(noted.length).toBeGreaterThan(40)
    expect(new Set(moved.map(({ kind }) => kind)).size).toBe(8)
  }, 120_000)
})
