import type { proto } from 'baileys'
import type { Account } from '../types.ts'
import { jidOf, otherWay, seconds } from '../world/jids.ts'
import type { World } from '../world/world.ts'
import { newMessageId } from './message-id.ts'
import { sendToDevice } from './to-device.ts'

export const STATUS_JID = 'status@broadcast'

export interface Shared {
  from: Account
  to: Account
  /** A group's jid, or {@link STATUS_JID}. */
  chatJid: string
  text: string
}

/**
 * A message in a group or a status post reaches the linked devices of one account. Each gets a ciphertext of
 * its own: simpler than a group's sender keys, and clients read it just the same.
 */
export async function share(world: World, { from, to, chatJid, text }: Shared): Promise<{ id: string }> {
  const id = newMessageId()
  const { addressing } = from
  const attrs = {
    id,
    from: chatJid,
    participant: jidOf(from, addressing),
    [addressing === 'lid' ? 'participant_pn' : 'participant_lid']: jidOf(from, otherWay(addressing)),
    addressing_mode: addressing,
    type: 'text',
    t: seconds(world.now()),
    notify: from.name,
  }
  const message: proto.IMessage = { conversation: text }
  for (const device of to.devices) await sendToDevice(world, from, { device, stanza: { attrs, message } })
  return { id }
}
