import { randomUUID } from 'node:crypto'
import type { RowDataPacket } from 'mysql2/promise'
import { createApiKey } from '../../src/server/modules/accounts/index.ts'
import type { AttachmentDto, MessageDto } from '../../src/shared/contracts/messages.ts'
import {
  idFromBytes,
  idToBytes,
  type AttachmentId,
  type IdKind,
  type WorkspaceId,
} from '../../src/shared/ids.ts'
import type { TestApp } from '../harness/app.ts'
import { eventually } from '../harness/eventually.ts'
import { PNG } from '../harness/png.ts'
import { postWebhook, sign } from '../harness/webhooks.ts'
import { connectNumber, digits, metaBody, unstorable, type ConnectedNumber } from './number.ts'
import { givenOwner, type Person } from './people.ts'
import { stockPeople } from './stock-people.ts'
import { stockTasks } from './stock-tasks.ts'
import { stockDeals } from './stock-deals.ts'
import { stockImports } from './stock-imports.ts'
import { stockFields } from './stock-fields.ts'

/** A workspace with something of every kind in it, all of it marked with one word that nothing else holds. */
export interface Stock extends ConnectedNumber {
  workspaceId: WorkspaceId
  owner: Person
  apiKey: string
  /** One id of each kind that its owner may use, and that fit together. */
  ids: Record<IdKind, string>
  /** What goes by a number: the newest failed receipt, the last conversation. */
  numbers: { receipt: number; conversation: number; deal: number }
  /** The phone of the customer in the conversation of `ids`. */
  customerPhone: string
  /** An inbound file that has been fetched. */
  fileId: AttachmentId
  /** Whatever of this workspace must never show up elsewhere. */
  canaries: string[]
}

interface StockInit {
  /** Secret of an app of its own; without one the platform's signs. */
  appSecret?: string
  conversations: number
}

export async function givenStock(app: TestApp, init: StockInit): Promise<Stock> {
  const mark = `zq${randomUUID().replaceAll('-', '').slice(0, 16)}`
  const owner = await givenOwner(app, { workspace: `Canario ${mark}`, name: `Dueña ${mark}` })
  const number = await connectNumber(app, owner.browser, { name: `Ventas ${mark}`, mark, ...init })
  const base = { app, owner, mark, ...number }
  const waIds = await customersWrite(base, init.conversations)
  const sent = await memberAnswers(base)
  await stockFields(owner, mark)
  await stockTasks(app, owner, mark)
  await stockPeople(owner, { mark, conversationId: sent.conversationId })
  await stockDeals(owner, { mark, conversationId: sent.conversationId, count: init.conversations })
  await stockImports(app, owner, mark)
  await keepFailedReceipt(base, init.appSecret ?? app.fake.appSecret)
  const upload = await uploadFile(base)
  const { workspaceId } = owner
  const { key: apiKey } = await createApiKey(app.process.composed.services.workspaceDb(workspaceId), {
    name: mark,
  })
  await atRest(app, workspaceId)
  const found = await idsOf(app, workspaceId)
  return {
    ...base,
    workspaceId,
    apiKey,
    ids: {
      ...firstOf(found),
      conversation: sent.conversationId,
      thread: sent.threadId,
      message: sent.id,
      attachment: upload.id,
      user: owner.userId,
    },
    numbers: {
      receipt: await failedReceiptOf(app, workspaceId),
      conversation: init.conversations,
      deal: init.conversations,
    },
    customerPhone: `+${waIds[0] ?? ''}`,
    fileId: found.attachment.find((id) => id !== upload.id) as AttachmentId,
    canaries: [
      mark,
      number.phoneNumberId,
      number.wabaId,
      number.accessToken,
      apiKey,
      ...waIds,
      owner.email,
      ...Object.values(found).flat(),
    ],
  }
}

interface Base extends ConnectedNumber {
  app: TestApp
  owner: Person & { workspaceId: WorkspaceId }
  mark: string
}

async function customersWrite({ app, mark, phoneNumberId }: Base, count: number): Promise<string[]> {
  const waIds = Array.from({ length: count }, () => `5233${digits(8)}`)
  for (const [index, waId] of waIds.entries()) {
    const from = { waId, name: `Clienta ${index} ${mark}` }
    app.fake.control.customerWrites({ phoneNumberId, from, text: `Hola ${index} ${mark}` })
    await app.fake.control.settled()
  }
  const from = { waId: waIds[0] ?? '', name: `Clienta 0 ${mark}` }
  const bytes = Buffer.from(`%PDF-1.4 ${mark}`)
  app.fake.control.customerWrites({
    phoneNumberId,
    from,
    document: { bytes, mimeType: 'application/pdf', fileName: `plano-${mark}.pdf` },
  })
  await app.fake.control.settled()
  return waIds
}

/** An answer that arrived, a note, a draft, a reaction of the customer's to the answer. */
async function memberAnswers({ app, owner, mark, phoneNumberId }: Base): Promise<MessageDto> {
  const { api } = owner.browser
  const conversation = await api.conversations.byNumber.query({ number: 1 })
  const conversationId = conversation.id
  const token = () => randomUUID()
  const sent = await api.messages.send.mutate({ conversationId, clientToken: token(), text: `Claro ${mark}` })
  await api.messages.addNote.mutate({ conversationId, clientToken: token(), text: `Ojo ${mark}` })
  await api.conversations.saveDraft.mutate({ conversationId, mode: 'reply', text: `Quizá ${mark}` })
  const delivered = await eventually(async () => {
    const { items } = await api.messages.byIds.query({ conversationId, ids: [sent.id] })
    return items[0]?.status === 'delivered' ? items[0] : undefined
  })
  const waId =
    conversation.contact.identities.find((identity) => identity.kind === 'phone')?.value.replace(/\D/g, '') ??
    ''
  const reaction = { messageId: delivered.externalId ?? '', emoji: '👍' }
  app.fake.control.customerWrites({ phoneNumberId, from: { waId, name: conversation.contactName }, reaction })
  await app.fake.control.settled()
  return delivered
}

async function keepFailedReceipt({ app, mark, phoneNumberId, wabaId }: Base, secret: string): Promise<void> {
  const body = metaBody([{ phoneNumberId, wabaId, message: unstorable(mark) }])
  await postWebhook(app, body, { headers: { 'x-hub-signature-256': sign(body, secret) } })
}

/** A picture: every place that takes a file takes one. */
async function uploadFile({ app, owner, mark }: Base): Promise<AttachmentDto> {
  const response = await fetch(`${app.url}/media/uploads`, {
    method: 'POST',
    headers: {
      ...owner.browser.headers(),
      'content-type': 'image/png',
      'x-file-name': `muestra-${mark}.png`,
    },
    body: Buffer.concat([PNG, Buffer.from(`upload ${mark}`)]),
  })
  return (await response.json()) as AttachmentDto
}

/** Waits until all that was said has been sent, fetched and reported. */
export async function workIsDone(app: TestApp, workspaceId: WorkspaceId): Promise<void> {
  await app.fake.control.settled()
  await none(
    app,
    `SELECT (SELECT COUNT(*) FROM jobs WHERE workspace_id = ? AND state <> 'dead' AND run_at < now(3) + interval 1 hour)
      + (SELECT COUNT(*) FROM outbox WHERE workspace_id = ?) AS n`,
    workspaceId,
  )
  await app.fake.control.settled()
}

/** Waits for the last write about the workspace too: what changes afterwards was changed by somebody. */
export async function atRest(app: TestApp, workspaceId: WorkspaceId): Promise<void> {
  await workIsDone(app, workspaceId)
  // Signs of life of the channels are written once a second.
  await none(
    app,
    `SELECT COUNT(*) AS n FROM channels c WHERE c.workspace_id = ? AND COALESCE(c.last_inbound_at, '1970-01-01') <
      (SELECT MAX(r.received_at) FROM receipts r WHERE r.workspace_id = ? AND r.channel_id = c.id AND r.state IN ('done', 'failed'))`,
    workspaceId,
  )
}

function none(app: TestApp, count: string, workspaceId: WorkspaceId): Promise<true> {
  return eventually(async () => {
    const [row] = await rowsOf<{ n: number }>(app, count, workspaceId)
    return Number(row?.n) === 0 ? true : undefined
  })
}

/** Reads of one workspace; every `?` is the workspace. */
export async function rowsOf<Row>(app: TestApp, statement: string, workspaceId: WorkspaceId): Promise<Row[]> {
  const bytes = Buffer.from(idToBytes(workspaceId))
  const values = Array(statement.split('?').length - 1).fill(bytes)
  const [rows] = await app.process.composed.pools.web.query<RowDataPacket[]>(statement, values)
  return rows as Row[]
}

const ID_COLUMNS: Record<IdKind, string> = {
  workspace: 'SELECT id FROM workspaces WHERE id = ?',
  user: 'SELECT user_id AS id FROM memberships WHERE workspace_id = ?',
  session: 'SELECT s.id FROM sessions s JOIN memberships m ON m.user_id = s.user_id WHERE m.workspace_id = ?',
  apiKey: 'SELECT id FROM api_keys WHERE workspace_id = ?',
  channel: 'SELECT id FROM channels WHERE workspace_id = ?',
  // In one order, so that the address is one of the contact's.
  contact: 'SELECT contact_id AS id FROM identities WHERE workspace_id = ? ORDER BY identities.id',
  identity: 'SELECT id FROM identities WHERE workspace_id = ? ORDER BY id',
  thread: 'SELECT id FROM threads WHERE workspace_id = ?',
  conversation: 'SELECT id FROM conversations WHERE workspace_id = ?',
  message: 'SELECT id FROM messages WHERE workspace_id = ?',
  attachment: 'SELECT id FROM attachments WHERE workspace_id = ?',
  company: 'SELECT id FROM companies WHERE workspace_id = ?',
  field: 'SELECT id FROM fields WHERE workspace_id = ?',
  label: 'SELECT id FROM labels WHERE workspace_id = ?',
  note: 'SELECT id FROM notes WHERE workspace_id = ?',
  view: 'SELECT id FROM saved_views WHERE workspace_id = ?',
  consent: 'SELECT id FROM consents WHERE workspace_id = ?',
  merge: 'SELECT id FROM contact_merges WHERE workspace_id = ?',
  pipeline: 'SELECT id FROM pipelines WHERE workspace_id = ?',
  stage: 'SELECT id FROM stages WHERE workspace_id = ?',
  lostReason: 'SELECT id FROM lost_reasons WHERE workspace_id = ?',
  deal: 'SELECT id FROM deals WHERE workspace_id = ?',
  task: 'SELECT id FROM tasks WHERE workspace_id = ?',
  notification: 'SELECT id FROM notifications WHERE workspace_id = ?',
  import: 'SELECT id FROM imports WHERE workspace_id = ?',
  export: 'SELECT id FROM exports WHERE workspace_id = ?',
}

/** Kinds that no call makes yet: no slot asks for one. */
const NOT_MADE_YET = new Set<IdKind>(['import', 'export'])

async function idsOf(app: TestApp, workspaceId: WorkspaceId): Promise<Record<IdKind, string[]>> {
  const kinds = Object.keys(ID_COLUMNS) as IdKind[]
  const found = await Promise.all(
    kinds.map(async (kind) => {
      const rows = await rowsOf<{ id: Buffer }>(app, ID_COLUMNS[kind], workspaceId)
      if (rows.length === 0 && !NOT_MADE_YET.has(kind)) throw new Error(`the workspace holds no ${kind}`)
      return [kind, rows.map((row) => idFromBytes(kind, row.id))] as const
    }),
  )
  return Object.fromEntries(found) as unknown as Record<IdKind, string[]>
}

function firstOf(found: Record<IdKind, string[]>): Record<IdKind, string> {
  return Object.fromEntries(Object.entries(found).map(([kind, [first]]) => [kind, first])) as Record<
    IdKind,
    string
  >
}

async function failedReceiptOf(app: TestApp, workspaceId: WorkspaceId): Promise<number> {
  const [row] = await rowsOf<{ id: number }>(
    app,
    "SELECT id FROM receipts WHERE workspace_id = ? AND state = 'failed'",
    workspaceId,
  )
  if (!row) throw new Error('no receipt failed')
  return row.id
}
