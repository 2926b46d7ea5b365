import type { Account, ReceiptStatus, ThreadMessage } from '../types.ts'
import { deliver } from '../world/device-queue.ts'
import { jidOf, parseJid, seconds } from '../world/jids.ts'
import { node } from '../world/nodes.ts'
import { raiseStatus } from '../world/threads.ts'
import type { World } from '../world/world.ts'

export interface PhoneReading {
  /** Whose phone it is. */
  customer: string
  /** Only the chat with this account; default all chats. */
  account?: string
  /** Id of the last message that is read; default the newest. */
  upTo?: string
}

/** Marks what the other side wrote as read (or played) and tells the linked devices concerned. */
export function readOnPhone(world: World, status: 'read' | 'played', reading: PhoneReading): void {
  const reader = world.accounts.get(reading.customer)
  const peers = reading.account === undefined ? world.threads.peersOf(reader.phone) : [reading.account]
  const counts = peers.map((phone) =>
    readChat(world, { reader, author: world.accounts.get(phone) }, { ...reading, status }),
  )
  // Open screens read at every change, so reading nothing must not be one.
  if (counts.some((count) => count > 0)) world.changed()
}

interface Chat {
  reader: Account
  author: Account
}

/** @returns how many messages it changed. */
function readChat(
  world: World,
  { reader, author }: Chat,
  { status, upTo }: { status: ReceiptStatus; upTo?: string },
): number {
  const thread = world.threads.between(reader.phone, author.phone)
  const end = upTo === undefined ? thread.length : thread.findIndex(({ id }) => id === upTo) + 1
  const risen = thread
    .slice(0, end)
    .filter(
      (message) => message.from === author.phone && canBe(status, message) && raiseStatus(message, status),
    )
  for (const messages of byChatJid(risen)) {
    tellAuthor(world, { reader, author }, { status, messages })
    tellOwnDevices(world, { reader, author }, { status, messages })
  }
  return risen.length
}

function canBe(status: ReceiptStatus, { kind, media, device, status: current }: ThreadMessage): boolean {
  if (status === 'played' && kind !== 'audio' && media?.kind !== 'voice') return false
  // What the phone has not got yet it cannot show; what a phone wrote arrived at once.
  return device === undefined || current !== 'sent'
}

/** One receipt names one chat of one device. */
function byChatJid(messages: ThreadMessage[]): ThreadMessage[][] {
  const groups = new Map<string, ThreadMessage[]>()
  for (const message of messages) {
    const key = `${message.chatJid} ${message.device}`
    groups.set(key, [...(groups.get(key) ?? []), message])
  }
  return [...groups.values()]
}

interface Risen {
  status: ReceiptStatus
  messages: ThreadMessage[]
}

function tellAuthor(world: World, { reader, author }: Chat, { status, messages }: Risen): void {
  const [first] = messages
  const device = author.devices.find(({ id }) => id === first?.device)
  if (!first || !device) return
  const from = jidOf(reader, parseJid(first.chatJid).addressing)
  deliver(world, device, { stanza: receipt(world, { from, type: status }, messages) })
}

/** The reader's own linked devices learn that the chat was read on the phone. */
function tellOwnDevices(world: World, { reader, author }: Chat, { status, messages }: Risen): void {
  const [first] = messages
  if (!first) return
  const { addressing } = parseJid(first.chatJid)
  const attrs = { from: jidOf(reader, addressing), recipient: jidOf(author, addressing), type: status }
  for (const device of reader.devices) deliver(world, device, { stanza: receipt(world, attrs, messages) })
}

function receipt(world: World, attrs: Record<string, string>, [first, ...others]: ThreadMessage[]) {
  const items = others.map(({ id }) => node('item', { id }))
  const list = items.length > 0 ? [node('list', {}, items)] : undefined
  return node('receipt', { ...attrs, id: first?.id, t: seconds(world.now()) }, list)
}
