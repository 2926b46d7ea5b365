import { like } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { enqueueJob } from '../../src/server/platform/jobs/index.ts'
import { attachments, jobs } from '../../src/server/schema/index.ts'
import { own } from '../../src/server/platform/db/workspace-db.ts'
import { newId, type AttachmentId, type MessageId } from '../../src/shared/ids.ts'
import { eventually } from '../harness/eventually.ts'
import { postWebhook, sign } from '../harness/webhooks.ts'
import { LiveClient } from '../integration/live-client.ts'
import { answerOf, gist, type Answer } from './call.ts'
import { digits, metaBody } from './number.ts'
import { atRest } from './stock.ts'
import { OUR_APP_SECRET, givenTwoWorkspaces, type Everything, type TwoWorkspaces } from './two-workspaces.ts'

let both: TwoWorkspaces
beforeAll(async () => {
  both = await givenTwoWorkspaces()
})
afterAll(() => both.close())

/** Whatever was tried, nothing of theirs is another than before. */
async function expectUntouched(before: Everything): Promise<void> {
  const after = await both.everything()
  expect([after.theirs, after.files[1]]).toEqual([before.theirs, before.files[1]])
}

describe('a file of another workspace', () => {
  const get = async (path: string): Promise<Answer> =>
    answerOf(await fetch(`${both.app.url}${path}`, { headers: both.ours.owner.browser.headers() }))

  it('opens under neither workspace’s address', async () => {
    const { ours, theirs } = both
    for (const id of [theirs.fileId, theirs.ids.attachment]) {
      const answers = [
        await get(`/media/${ours.workspaceId}/${id}`),
        await get(`/media/${theirs.workspaceId}/${id}`),
      ]
      for (const answer of answers) {
        expect(answer.code).toBe('NOT_FOUND')
        expect(both.leaksIn(answer.text, id)).toEqual([])
      }
      const unknown = newId('attachment')
      expect(gist(answers[0] as Answer, id)).toBe(
        gist(await get(`/media/${ours.workspaceId}/${unknown}`), unknown),
      )
    }
    expect((await get(`/media/${ours.workspaceId}/${ours.fileId}`)).status).toBe(200)
  })

  it('opens with no signature but its own', async () => {
    const { ours, theirs } = both
    const token = await signedTokenOf(ours.apiKey, ours.ids.conversation)
    const [workspaceId, attachmentId, expiresAt, signature] = token.split('.')
    expect((await get(`/media/signed/${token}`)).status).toBe(200)
    const forged = [
      [theirs.workspaceId, theirs.fileId, expiresAt, signature],
      [workspaceId, theirs.fileId, expiresAt, signature],
      [theirs.workspaceId, attachmentId, expiresAt, signature],
      [workspaceId, attachmentId, Number(expiresAt) + 1, signature],
      [theirs.workspaceId, theirs.fileId, expiresAt, ''],
      [`${theirs.workspaceId}.${theirs.fileId}.${expiresAt}`, workspaceId, attachmentId, signature],
    ]
    for (const parts of forged) expect((await get(`/media/signed/${parts.join('.')}`)).code).toBe('NOT_FOUND')
  })

  /** The token of the first file in a conversation, as the REST API hands it out. */
  async function signedTokenOf(apiKey: string, conversationId: string): Promise<string> {
    const headers = { authorization: `Bearer ${apiKey}` }
    const response = await fetch(
      `${both.app.url}/api/v1/conversations/${conversationId}/messages?limit=100`,
      { headers },
    )
    const { data } = (await response.json()) as { data: { attachments: { url: string | null }[] }[] }
    const url = data.flatMap((message) => message.attachments).find((file) => file.url)?.url
    if (!url) throw new Error('no message has a file')
    return url.slice(url.lastIndexOf('/') + 1)
  }

  it('cannot be put there either', async () => {
    const before = await both.everything()
    const headers = {
      ...both.ours.owner.browser.headers(),
      'x-crm-workspace': both.theirs.workspaceId,
      'x-file-name': 'x.pdf',
    }
    const response = await fetch(`${both.app.url}/media/uploads`, {
      method: 'POST',
      headers,
      body: '%PDF-1.4 x',
    })
    expect((await answerOf(response)).code).toBe('NOT_FOUND')
    await expectUntouched(before)
  })
})

describe('a webhook that is signed by our own app', () => {
  const said = (text: string) => ({
    id: `wamid.${digits(20)}`,
    from: `5233${digits(8)}`,
    timestamp: '1760000000',
    type: 'text',
    text: { body: text },
  })
  const signed = (body: string, path: string) =>
    postWebhook(both.app, body, { path, headers: { 'x-hub-signature-256': sign(body, OUR_APP_SECRET) } })
  const ownPath = () => `/webhooks/meta/${both.ours.channel.id}`
  const countOurs = async () => (await both.ours.owner.browser.api.conversations.list.query({})).items.length

  it('reaches our number and not theirs, though it names both', async () => {
    const before = await both.everything()
    const count = await countOurs()
    const body = metaBody([
      { ...both.theirs, message: said('para ellos') },
      { ...both.ours, message: said('para nosotros') },
    ])
    expect(await signed(body, ownPath())).toMatchObject({ status: 200 })
    expect(await countOurs()).toBe(count + 1)
    await expectUntouched(before)
  })

  it('does not reach theirs alone either, not even with a delivery report', async () => {
    const before = await both.everything()
    expect(
      await signed(metaBody([{ ...both.theirs, message: said('solo ellos') }]), ownPath()),
    ).toMatchObject({ status: 200 })
    const { conversation: conversationId, message } = both.theirs.ids
    const { items } = await both.theirs.owner.browser.api.messages.byIds.query({
      conversationId,
      ids: [message],
    })
    const externalId = items[0]?.externalId
    const report = {
      id: externalId,
      status: 'failed',
      timestamp: '1760000000',
      recipient_id: both.theirs.customerPhone.slice(1),
    }
    const opaque = { ...report, biz_opaque_callback_data: message }
    for (const status of [report, opaque]) {
      for (const target of [both.theirs, both.ours]) {
        const body = metaBody([{ ...target, message: said('x') }]).replace(
          /"messages":\[.*?\}\]/,
          `"statuses":[${JSON.stringify(status)}]`,
        )
        expect(body).toContain('"statuses"')
        expect(await signed(body, ownPath())).toMatchObject({ status: 200 })
      }
    }
    await expectUntouched(before)
  })

  it('is no key to their address', async () => {
    const before = await both.everything()
    const body = metaBody([{ ...both.ours, message: said('por la puerta de ellos') }])
    const count = await countOurs()
    await signed(body, `/webhooks/meta/${both.theirs.channel.id}`)
    expect(await countOurs()).toBe(count + 1)
    await expectUntouched(before)
  })
})

describe('a number that another workspace has connected', () => {
  it('is refused without a word about who has it, and only to whoever has its token', async () => {
    const before = await both.everything()
    const { phoneNumberId, wabaId, accessToken } = both.theirs
    const connect = (token: string) =>
      fetch(`${both.app.url}/trpc/channels.connect`, {
        method: 'POST',
        headers: { ...both.ours.owner.browser.headers(), 'content-type': 'application/json' },
        body: JSON.stringify({
          kind: 'whatsapp_cloud',
          name: 'Suyo',
          credentials: { phoneNumberId, wabaId, accessToken: token },
        }),
      }).then(answerOf)
    const withoutToken = await connect(both.ours.accessToken)
    expect(withoutToken.code).toBe('CHANNEL_CHECK_FAILED')
    const withToken = await connect(accessToken)
    expect(withToken.code).toBe('CHANNEL_ALREADY_CONNECTED')
    for (const answer of [withoutToken, withToken])
      expect(both.leaksIn(answer.text, phoneNumberId)).toEqual([])
    await expectUntouched(before)
  })
})

describe('a live connection of ours', () => {
  const clients: LiveClient[] = []
  afterEach(() => {
    for (const client of clients.splice(0)) client.close()
  })

  it('is refused in their workspace', async () => {
    const headers = both.ours.owner.browser.headers()
    const auth = { workspaceId: both.theirs.workspaceId, after: 0 }
    await expect(LiveClient.open(both.app.url, { headers, auth })).rejects.toThrow('UNAUTHENTICATED')
  })

  it('hears nothing of theirs, whatever room it asks for', async () => {
    const { app, ours, theirs } = both
    const client = await LiveClient.open(app.url, {
      headers: ours.owner.browser.headers(),
      auth: { workspaceId: ours.workspaceId, after: 0 },
    })
    clients.push(client)
    const packets: unknown[] = []
    client.socket.onAny((...packet: unknown[]) => packets.push(packet))
    const rooms = [
      theirs.workspaceId,
      `${theirs.workspaceId}:owner`,
      `${theirs.workspaceId}:viewer`,
      { workspaceId: theirs.workspaceId },
    ]
    for (const event of [
      'join',
      'subscribe',
      'room',
      'auth',
      'workspace',
      'envelope',
      'head',
      'connection',
      '__proto__',
    ])
      for (const room of rooms) client.socket.emit(event, room)
    const happen = (stock: typeof ours) =>
      app.process.composed.services.workspaceDb(stock.workspaceId).tx(async (tx) => {
        tx.emit({
          type: 'contact.updated',
          data: { contactId: stock.ids.contact as never, name: theirs.canaries[0] ?? '' },
        })
      })
    await happen(theirs)
    await happen(ours)
    const { eventSeq } = await ours.owner.browser.api.workspace.get.query()
    await client.upTo(eventSeq)
    const told = JSON.stringify([client.envelopes, packets])
    expect(both.leaksIn(told, theirs.canaries[0])).toEqual([])
  })
})

describe('a job of ours that names something of theirs', () => {
  /** What each kind of job is told, with the id under test in it; a kind that is not here fails the test. */
  const payloads = (): Record<string, unknown> => ({
    'attachments.fetch': { attachmentId: pendingFile },
    'conversations.mark_read': { conversationId: both.theirs.ids.conversation },
    'exports.remove': { exportId: both.theirs.ids.export },
    'exports.write': { exportId: both.theirs.ids.export },
    'fields.rebuild_lookups': { fieldId: both.theirs.ids.field, after: null },
    'imports.remove': { importId: both.theirs.ids.import },
    'imports.work': { importId: both.theirs.ids.import },
    'tasks.remind': { taskId: both.theirs.ids.task, at: '2026-11-23T16:00:00.000Z' },
  })
  let pendingFile: AttachmentId

  beforeAll(async () => {
    // Theirs waits to be fetched: a job that looked across workspaces would have something to do.
    const db = both.app.process.composed.services.workspaceDb(both.theirs.workspaceId)
    pendingFile = newId('attachment')
    await db.orm.insert(attachments).values({
      workspaceId: db.workspaceId,
      id: pendingFile,
      messageId: both.theirs.ids.message as MessageId,
      kind: 'document',
      state: 'pending',
      mime: 'application/pdf',
      externalMediaId: '1',
    })
  })

  it('does nothing to theirs, tells nothing of it, and asks their provider nothing', async () => {
    const { app, ours, theirs } = both
    const { jobs: runner, services } = app.process.composed
    const kinds = Object.values(runner['handlers']).flatMap((handlers) => Object.keys(handlers))
    expect(kinds.sort()).toEqual(Object.keys(payloads()).sort())
    await atRest(app, ours.workspaceId)
    const before = await both.everything()
    app.fake.control.clearRecords()
    const db = services.workspaceDb(ours.workspaceId)
    for (const [name, payload] of Object.entries(payloads())) {
      await db.tx((tx) => enqueueJob(tx, { name, payload, dedupeKey: `foreign ${name}` }))
    }
    const foreign = own(db, jobs, like(jobs.dedupeKey, 'foreign %'))
    runner.wake()
    const left = await eventually(async () => {
      const rows = await db.orm.select().from(jobs).where(foreign)
      return rows.every(({ state, attempts }) => state === 'dead' || (state === 'ready' && attempts > 0))
        ? rows
        : undefined
    })
    const given = Object.values(payloads()).flatMap((payload) => Object.values(payload as object))
    const told = left.map(({ lastError }) => lastError).join('\n')
    expect(theirs.canaries.filter((canary) => !given.includes(canary) && told.includes(canary))).toEqual([])
    const asked = JSON.stringify(app.fake.control.calls())
    expect(both.leaksIn(asked)).toEqual([])
    await db.orm.delete(jobs).where(foreign)
    // Not even an event of ours that names theirs.
    expect(await both.everything()).toEqual(before)
  })
})
