import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConversationListItem } from '../../src/shared/contracts/conversations.ts'
import type { AttachmentDto } from '../../src/shared/contracts/messages.ts'
import type { StoredEvent } from '../../src/shared/events.ts'
import type { WorkspaceId } from '../../src/shared/ids.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { eventually } from '../harness/eventually.ts'
import { connectNumber, digits, type ConnectedNumber } from '../isolation/number.ts'
import { givenMember, givenOwner, type Person } from '../isolation/people.ts'
import { rowsOf, workIsDone } from '../isolation/stock.ts'
import { LiveClient } from './live-client.ts'
import { Screen } from './screen.ts'

let app: TestApp
let owner: Person & { workspaceId: WorkspaceId }
let agent: Person
let number: ConnectedNumber

beforeAll(async () => {
  app = await startTestApp()
  owner = await givenOwner(app)
  agent = await givenMember(app, { workspaceId: owner.workspaceId, role: 'agent' })
  number = await connectNumber(app, owner.browser)
})
afterAll(() => app.close())

interface Customer {
  waId: string
  name: string
}

const newCustomer = (): Customer => ({ waId: `5233${digits(8)}`, name: 'Regina Solórzano' })
const head = async () => (await owner.browser.api.workspace.get.query()).eventSeq
const provider = () => app.fake.control

function says(
  from: Customer,
  content: Omit<Parameters<TestApp['fake']['control']['customerWrites']>[0], 'phoneNumberId' | 'from'>,
) {
  return provider().customerWrites({ phoneNumberId: number.phoneNumberId, from, ...content })
}

interface Scene {
  /** Whose screen is watched: somebody new each time, since a person may call only so often. */
  watcher: Person
  conversation: ConversationListItem
  customer: Customer
  /** What the customer said first. */
  wamid: string
}

async function givenScene(): Promise<Scene> {
  const customer = newCustomer()
  const { wamid } = says(customer, { text: 'Hola' })
  await provider().settled()
  const { items } = await owner.browser.api.conversations.list.query({ query: `+${customer.waId}` })
  const [conversation] = items
  if (!conversation) throw new Error('the message did not arrive')
  return {
    watcher: await givenMember(app, { workspaceId: owner.workspaceId, role: 'agent' }),
    conversation,
    customer,
    wamid,
  }
}

const send = ({ conversation }: Scene, text: string) =>
  agent.browser.api.messages.send.mutate({ conversationId: conversation.id, clientToken: randomUUID(), text })

interface Following {
  scene: Scene
  act: (scene: Scene) => Promise<unknown>
  /** An event of this type is lost on its way: the last one. */
  lost?: StoredEvent['type']
}

/** What a screen shows that followed an action live, beside what a reload would show. */
async function follow({
  scene,
  act,
  lost,
}: Following): Promise<{ live: unknown; fresh: unknown; heard: StoredEvent[] }> {
  const { browser, userId } = scene.watcher
  const watching = { browser, me: userId, conversation: scene.conversation }
  const auth = { workspaceId: owner.workspaceId, after: await head() }
  const screen = await Screen.open(watching)
  const client = await LiveClient.open(app.url, { headers: browser.headers(), auth })
  const heard: StoredEvent[] = []
  client.onEvents((events) => {
    const arrived = events.filter(({ type }) => type !== lost)
    heard.push(...events)
    screen.hear(arrived)
  })
  await act(scene)
  await workIsDone(app, owner.workspaceId)
  await client.upTo(await head())
  client.close()
  await screen.atRest()
  return { live: screen.shown(), fresh: (await Screen.open(watching)).shown(), heard }
}

async function expectConverges(act: Following['act']): Promise<void> {
  const { live, fresh, heard } = await follow({ scene: await givenScene(), act })
  expect(heard).not.toEqual([])
  expect(live).toEqual(fresh)
}

const until = (scene: Scene, status: string) =>
  eventually(async () => {
    const [row] = await rowsOf<{ text: string }>(
      app,
      `SELECT m.text FROM messages m JOIN conversations c ON c.workspace_id = m.workspace_id AND c.id = m.conversation_id
        WHERE m.workspace_id = ? AND c.number = ${scene.conversation.number} AND m.status = '${status}'`,
      owner.workspaceId,
    )
    return row
  })

async function upload(): Promise<AttachmentDto> {
  const response = await fetch(`${app.url}/media/uploads`, {
    method: 'POST',
    headers: { ...agent.browser.headers(), 'content-type': 'application/pdf', 'x-file-name': 'lista.pdf' },
    body: '%PDF-1.4 lista',
  })
  return (await response.json()) as AttachmentDto
}

const api = () => owner.browser.api
const PDF = { bytes: Buffer.from('%PDF-1.4 plano'), mimeType: 'application/pdf', fileName: 'plano.pdf' }

/** By what happens; each in a conversation of its own, which the screen has open. */
const ACTIONS: Record<string, (scene: Scene) => Promise<unknown>> = {
  'the customer writes again': async ({ customer }) => says(customer, { text: '¿Siguen ahí?' }),
  'somebody new writes': async () => says(newCustomer(), { text: 'Buenas' }),
  'the customer sends a file': async ({ customer }) => says(customer, { document: PDF }),
  'the customer answers a message': async ({ customer, wamid }) =>
    says(customer, { text: 'Sobre esto', replyTo: wamid }),
  'the customer reacts, and takes it back': async (scene) => {
    const sent = await send(scene, 'Va')
    await until(scene, 'delivered')
    const { items } = await api().messages.byIds.query({
      conversationId: scene.conversation.id,
      ids: [sent.id],
    })
    const messageId = items[0]?.externalId ?? ''
    for (const emoji of ['👍', '', '🎉']) {
      says(scene.customer, { reaction: { messageId, emoji } })
      await provider().settled()
    }
  },
  'we answer, and it is read': async (scene) => {
    await send(scene, 'Claro que sí')
    await until(scene, 'delivered')
    provider().customerReads({ phoneNumberId: number.phoneNumberId, from: scene.customer })
    await until(scene, 'read')
  },
  'we send a file': async ({ conversation }) => {
    const attachmentId = (await upload()).id
    const message = {
      conversationId: conversation.id,
      clientToken: randomUUID(),
      text: 'La lista',
      attachmentId,
    }
    await agent.browser.api.messages.send.mutate(message)
  },
  'a send is refused later': async (scene) => {
    provider().addFault({
      fault: { kind: 'fail-later', code: 131026 },
      match: { endpoint: 'messages' },
      count: 1,
    })
    await send(scene, 'No llega')
    await until(scene, 'failed')
  },
  'a send fails because the reply window is closed': async (scene) => {
    provider().addFault({
      fault: { kind: 'fail-later', code: 131047 },
      match: { endpoint: 'messages' },
      count: 1,
    })
    await send(scene, 'Muy tarde')
    await until(scene, 'failed')
  },
  'a failed send is sent again': async (scene) => {
    provider().addFault({
      fault: { kind: 'fail-later', code: 131026 },
      match: { endpoint: 'messages' },
      count: 1,
    })
    const { id } = await send(scene, 'Otra vez')
    await until(scene, 'failed')
    await agent.browser.api.messages.settle.mutate({ id, decision: 'resend' })
    await until(scene, 'delivered')
  },
  'a note is left': ({ conversation }) =>
    api().messages.addNote.mutate({
      conversationId: conversation.id,
      clientToken: randomUUID(),
      text: 'Ojo',
    }),
  'it is assigned, to another, to nobody': async ({ conversation: { id } }) => {
    for (const assigneeId of [owner.userId, agent.userId, null])
      await api().conversations.assign.mutate({ id, assigneeId })
  },
  'it is assigned to me': ({ conversation: { id }, watcher }) =>
    api().conversations.assign.mutate({ id, assigneeId: watcher.userId }),
  'it is resolved': ({ conversation: { id } }) => api().conversations.resolve.mutate({ id }),
  'it is resolved and reopened': async ({ conversation: { id } }) => {
    await api().conversations.resolve.mutate({ id })
    await api().conversations.reopen.mutate({ id })
  },
  'it is resolved, and the customer writes again': async ({ conversation: { id }, customer }) => {
    await api().conversations.resolve.mutate({ id })
    says(customer, { text: 'Otra cosa' })
  },
  'it is resolved, and we write again': async (scene) => {
    await api().conversations.resolve.mutate({ id: scene.conversation.id })
    await send(scene, 'Por cierto')
  },
  'it is read': ({ conversation: { id } }) => api().conversations.markRead.mutate({ id }),
  'it is read and marked unread': async ({ conversation: { id } }) => {
    await api().conversations.markRead.mutate({ id })
    await api().conversations.markUnread.mutate({ id })
  },
  'the contact gets a name': async ({ conversation: { contactId: id } }) => {
    const { version } = await api().contacts.get.query({ id })
    await api().contacts.update.mutate({ id, name: 'Regina S. de Nogal', version })
  },
  'the channel gets a name': () =>
    api().channels.rename.mutate({ id: number.channel.id, name: `Ventas ${randomUUID()}` }),
}

describe('a screen that was open shows what a reload would show, when', () => {
  it.each(Object.entries(ACTIONS))('%s', (_what, act) => expectConverges(act))
})

/** Each event alone changes something that nothing else tells of. */
const TELLING: [StoredEvent['type'], (scene: Scene) => Promise<(scene: Scene) => Promise<unknown>>][] = [
  [
    'message.received',
    async () =>
      async ({ customer }) =>
        says(customer, { text: 'Sola' }),
  ],
  ['note.added', async () => ACTIONS['a note is left'] ?? never],
  ['conversation.assigned', async () => ACTIONS['it is assigned to me'] ?? never],
  ['conversation.resolved', async () => ACTIONS['it is resolved'] ?? never],
  ['conversation.read', async () => ACTIONS['it is read'] ?? never],
  [
    'message.status_changed',
    async (scene) => {
      await send(scene, 'Antes')
      await until(scene, 'delivered')
      return async ({ customer }) => {
        provider().customerReads({ phoneNumberId: number.phoneNumberId, from: customer })
        await until(scene, 'read')
      }
    },
  ],
  [
    'message.reacted',
    async () =>
      async ({ customer, wamid }) =>
        says(customer, { reaction: { messageId: wamid, emoji: '👍' } }),
  ],
]

const never = () => Promise.reject(new Error('there is no such action'))

describe('and it does not, when one event is lost:', () => {
  it.each(TELLING)('%s', async (lost, prepare) => {
    const scene = await givenScene()
    const act = await prepare(scene)
    await workIsDone(app, owner.workspaceId)
    const { live, fresh, heard } = await follow({ scene, act, lost })
    expect(heard.map(({ type }) => type)).toContain(lost)
    expect(live).not.toEqual(fresh)
  })
})
