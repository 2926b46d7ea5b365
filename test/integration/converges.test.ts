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
import { atRest } from '../isolation/stock.ts'
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

function says(from: Customer, content: Omit<Parameters<TestApp['fake']['control']['customerWrites']>[0], 'phoneNumberId' | 'from'>) {
  return provider().customerWrites({ phoneNumberId: number.phoneNumberId, from, ...content })
}

interface Scene {
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
  return { conversation, customer, wamid }
}

const send = ({ conversation }: Scene, text: string) =>
  agent.browser.api.messages.send.mutate({ conversationId: conversation.id, clientToken: randomUUID(), text })

/** What the owner's screen shows once it has followed an action live, beside what a reload would show. */
async function follow(scene: Scene, act: () => Promise<unknown>, heard: (events: StoredEvent[]) => StoredEvent[] = (all) => all) {
  const after = await head()
  const watching = { browser: owner.browser, me: owner.userId, conversation: scene.conversation }
  const screen = await Screen.open(watching)
  const auth = { workspaceId: owner.workspaceId, after }
  const client = await LiveClient.open(app.url, { headers: owner.browser.headers(), auth })
  await act()
  await atRest(app, owner.workspaceId)
  await client.upTo(await head())
  client.close()
  expect(client.events).not.toEqual([])
  await screen.hear(heard(client.events))
  return { live: screen.shown(), fresh: (await Screen.open(watching)).shown() }
}

async function expectConverges(scene: Scene, act: () => Promise<unknown>): Promise<void> {
  const { live, fresh } = await follow(scene, act)
  expect(live).toEqual(fresh)
}

const until = async (scene: Scene, status: string) => {
  await eventually(async () => {
    const { items } = await owner.browser.api.messages.page.query({ conversationId: scene.conversation.id })
    return items.some((item) => item.status === status) ? true : undefined
  })
}

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
  'the customer answers a message': async ({ customer, wamid }) => says(customer, { text: 'Sobre esto', replyTo: wamid }),
  'the customer reacts, and takes it back': async (scene) => {
    const sent = await send(scene, 'Va')
    await until(scene, 'delivered')
    const { items } = await api().messages.byIds.query({ conversationId: scene.conversation.id, ids: [sent.id] })
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
    const message = { conversationId: conversation.id, clientToken: randomUUID(), text: 'La lista', attachmentId }
    await agent.browser.api.messages.send.mutate(message)
  },
  'a send is refused later': async (scene) => {
    provider().addFault({ fault: { kind: 'fail-later', code: 131026 }, match: { endpoint: 'messages' }, count: 1 })
    await send(scene, 'No llega')
    await until(scene, 'failed')
  },
  'a send fails because the reply window is closed': async (scene) => {
    provider().addFault({ fault: { kind: 'fail-later', code: 131047 }, match: { endpoint: 'messages' }, count: 1 })
    await send(scene, 'Muy tarde')
    await until(scene, 'failed')
  },
  'a failed send is sent again': async (scene) => {
    provider().addFault({ fault: { kind: 'fail-later', code: 131026 }, match: { endpoint: 'messages' }, count: 1 })
    const { id } = await send(scene, 'Otra vez')
    await until(scene, 'failed')
    await agent.browser.api.messages.settle.mutate({ id, decision: 'resend' })
    await until(scene, 'delivered')
  },
  'a note is left': ({ conversation }) =>
    api().messages.addNote.mutate({ conversationId: conversation.id, clientToken: randomUUID(), text: 'Ojo' }),
  'it is assigned, to another, to nobody': async ({ conversation: { id } }) => {
    for (const assigneeId of [owner.userId, agent.userId, null]) await api().conversations.assign.mutate({ id, assigneeId })
  },
  'it is assigned to me': ({ conversation: { id } }) => api().conversations.assign.mutate({ id, assigneeId: owner.userId }),
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
  'the channel gets a name': () => api().channels.rename.mutate({ id: number.channel.id, name: `Ventas ${randomUUID()}` }),
}

describe('a screen that was open shows what a reload would show, when', () => {
  it.each(Object.entries(ACTIONS))('%s', async (_what, act) => {
    const scene = await givenScene()
    await expectConverges(scene, () => act(scene))
  })
})

describe('and it does not, when one event is lost:', () => {
  it.each<[StoredEvent['type'], string]>([
    ['message.received', 'the customer writes again'],
    ['message.status_changed', 'a send is refused later'],
    ['message.reacted', 'the customer reacts, and takes it back'],
    ['conversation.assigned', 'it is assigned to me'],
    ['conversation.resolved', 'it is resolved'],
    ['note.added', 'a note is left'],
    ['attachment.changed', 'the customer sends a file'],
  ])('%s', async (lost, what) => {
    const scene = await givenScene()
    const { live, fresh } = await follow(scene, async () => ACTIONS[what]?.(scene), (all) => {
      const at = all.findLastIndex(({ type }) => type === lost)
      expect(at).not.toBe(-1)
      return all.toSpliced(at, 1)
    })
    expect(live).not.toEqual(fresh)
  })
})
