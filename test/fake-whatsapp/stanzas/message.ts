import type { BinaryNode } from 'baileys'
import { forwardToDevice } from '../phones/forward.ts'
import { arriveAtPhone } from '../phones/receive.ts'
import type { Connection } from '../transport/connection.ts'
import type { LinkedDevice } from '../types.ts'
import { isPersonJid, parseJid, seconds } from '../world/jids.ts'
import { attr, childOf, childrenOf, node } from '../world/nodes.ts'
import type { World } from '../world/world.ts'

/** A linked device sends a message: one ciphertext per phone or device that shall read it. */
export function takeMessage(world: World, connection: Connection, stanza: BinaryNode): void {
  const { device } = connection
  if (!device) return
  const id = attr(stanza, 'id')
  const to = attr(stanza, 'to')
  const facts = factsOf(world, device, { id, to })
  const ack = { class: 'message', id, from: to, t: seconds(world.now()) }
  const error = world.faults.ackError(facts)
  if (error !== undefined) return connection.send(node('ack', { ...ack, error }))
  const fault = world.faults.strike(['withhold-acks', 'accept-then-drop'], facts)
  if (!fault) connection.send(node('ack', ack))
  for (const copy of copiesIn(stanza)) route(world, device, { stanza, copy })
  if (fault?.kind === 'accept-then-drop') connection.destroy()
}

function factsOf(world: World, device: LinkedDevice, { id, to }: { id: string; to: string }) {
  return {
    account: device.phone,
    peer: world.accounts.byJid(to)?.phone ?? '',
    id,
    tag: 'message',
    ...(isPersonJid(to) && { addressing: parseJid(to).addressing }),
  }
}

export interface Copy {
  /** Whose phone or device it is for. */
  jid: string
  enc: BinaryNode
}

/** Peer messages and answers to a retry carry one bare ciphertext for the addressee. */
function copiesIn(stanza: BinaryNode): Copy[] {
  const bare = childOf(stanza, 'enc')
  const isForGroup = stanza.attrs['to']?.endsWith('@g.us')
  if (bare && !isForGroup) return [{ jid: attr(stanza, 'to'), enc: bare }]
  return childrenOf(childOf(stanza, 'participants'), 'to').flatMap((to) => {
    const enc = childOf(to, 'enc')
    return enc ? [{ jid: attr(to, 'jid'), enc }] : []
  })
}

/** A retry for the own phone names the chat in `recipient`; everything else names it in `to`. */
function route(world: World, from: LinkedDevice, { stanza, copy }: { stanza: BinaryNode; copy: Copy }): void {
  const account = world.accounts.byJid(copy.jid)
  const { device: deviceId } = parseJid(copy.jid)
  if (!account) return
  if (deviceId !== 0)
    return forwardToDevice(world, { from, to: account, deviceId }, { stanza, enc: copy.enc })
  arriveAtPhone(world, account, {
    from: { phone: from.phone, device: from.id },
    id: attr(stanza, 'id'),
    chatJid: stanza.attrs['recipient'] ?? attr(stanza, 'to'),
    enc: copy.enc,
  })
}
