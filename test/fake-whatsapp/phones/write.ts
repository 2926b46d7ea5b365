import { proto } from 'baileys'
import type { Account, Addressing, LinkedDevice } from '../types.ts'
import { jidOf, otherWay, seconds } from '../world/jids.ts'
import type { World } from '../world/world.ts'
import { buildMessage, type ContentContext, type PhoneContent } from './content.ts'
import { newMessageId } from './message-id.ts'
import { noteInThread } from './note.ts'
import { readMessage } from './read-message.ts'
import { sendToDevice } from './to-device.ts'

export interface PhoneMessage extends PhoneContent {
  /** Default: a new one. */
  id?: string
  /** Default: the account's way. */
  addressing?: Addressing
  /** Milliseconds since the epoch; default now. */
  at?: number
}

/**
 * A person writes on a phone. The other phone has it at once; every linked device of both gets its own
 * encrypted copy. Resolves when the copies are queued.
 */
export async function writeFromPhone(
  world: World,
  { from, to }: { from: Account; to: Account },
  written: PhoneMessage,
): Promise<{ id: string; at: number }> {
  const { id = newMessageId(), at = world.now() } = written
  const addressing = written.addressing ?? from.addressing
  const message = await buildMessage(written, contextFor(world, { from, to }, { addressing, at }))
  const noted = { id, from: from.phone, to: to.phone, at, chatJid: jidOf(to, addressing), message }
  noteInThread(world, noted, await readMessage(message, world.media))
  const copy = { id, at, addressing, message }
  for (const device of to.devices) await sendCopy(world, { from, device }, incoming(from, copy))
  for (const device of from.devices) await sendCopy(world, { from, device }, ownCopy({ from, to }, copy))
  return { id, at }
}

interface Copy {
  id: string
  at: number
  addressing: Addressing
  message: proto.IMessage
}

function sendCopy(
  world: World,
  { from, device }: { from: Account; device: LinkedDevice },
  stanza: { attrs: Record<string, string | undefined>; message: proto.IMessage },
): Promise<void> {
  return sendToDevice(world, from, { device, stanza })
}

/** For the recipient's devices: the stanza names the author in both ways, unless one is hidden. */
function incoming(from: Account, { id, at, addressing, message }: Copy) {
  const alternative = from.hidesPhone ? undefined : jidOf(from, otherWay(addressing))
  const attrs = {
    id,
    from: jidOf(from, addressing),
    [addressing === 'lid' ? 'sender_pn' : 'sender_lid']: alternative,
    addressing_mode: addressing,
    type: stanzaType(message),
    t: seconds(at),
    notify: from.name,
  }
  return { attrs, message }
}

/** For the author's own devices: the stanza names the chat in both ways, and the message is wrapped. */
function ownCopy({ from, to }: { from: Account; to: Account }, { id, at, addressing, message }: Copy) {
  const attrs = {
    id,
    from: jidOf(from, addressing),
    recipient: jidOf(to, addressing),
    [addressing === 'lid' ? 'peer_recipient_pn' : 'peer_recipient_lid']: jidOf(to, otherWay(addressing)),
    addressing_mode: addressing,
    type: stanzaType(message),
    t: seconds(at),
    notify: from.name,
  }
  return { attrs, message: { deviceSentMessage: { destinationJid: jidOf(to, addressing), message } } }
}

function stanzaType(message: proto.IMessage): string {
  if (message.reactionMessage) return 'reaction'
  const isPlain = message.conversation ?? message.extendedTextMessage ?? message.protocolMessage
  return isPlain ? 'text' : 'media'
}

function contextFor(
  world: World,
  { from, to }: { from: Account; to: Account },
  { addressing, at }: { addressing: Addressing; at: number },
): ContentContext {
  return {
    media: world.media,
    chatJid: jidOf(to, addressing),
    nowMs: at,
    authorJid: ({ isOwn }) => jidOf(isOwn ? from : to, addressing),
    target: (id) => {
      const message = world.threads.find(from.phone, to.phone, id)
      if (!message) throw new Error(`The chat has no message ${id}`)
      return { id, isOwn: message.from === from.phone, message: proto.Message.decode(message.bytes) }
    },
  }
}
