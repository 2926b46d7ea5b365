import type { BinaryNode } from 'baileys'
import type { Account, LinkedDevice } from '../types.ts'
import { deliver } from '../world/device-queue.ts'
import { jidOf, otherWay, parseJid, seconds } from '../world/jids.ts'
import { attr, childOf, node } from '../world/nodes.ts'
import type { World } from '../world/world.ts'

/** Hands what one linked device encrypted for another to that other, as it is. */
export function forwardToDevice(
  world: World,
  { from, to, deviceId }: { from: LinkedDevice; to: Account; deviceId: number },
  { stanza, enc }: { stanza: BinaryNode; enc: BinaryNode },
): void {
  const device = to.devices.find(({ id }) => id === deviceId)
  if (!device) return
  const sender = world.accountOf(from)
  const chatJid = stanza.attrs['recipient'] ?? attr(stanza, 'to')
  const { addressing } = parseJid(chatJid)
  const isOwn = sender === to
  const alternative = isOwn ? world.accounts.byJid(chatJid) : sender
  const side = isOwn ? 'peer_recipient' : 'sender'
  const attrs = {
    id: attr(stanza, 'id'),
    type: stanza.attrs['type'],
    from: jidOf(sender, addressing, from.id),
    recipient: isOwn ? chatJid : undefined,
    [`${side}_${otherWay(addressing)}`]: alternative && jidOf(alternative, otherWay(addressing)),
    addressing_mode: addressing,
    t: seconds(world.now()),
    notify: sender.name,
  }
  const identity = childOf(stanza, 'device-identity')
  deliver(world, device, {
    stanza: node('message', attrs, identity ? [enc, identity] : [enc]),
    origin: { phone: sender.phone, device: from.id },
  })
}
