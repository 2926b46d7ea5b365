import type { BinaryNode } from 'baileys'
import type { Connection } from '../transport/connection.ts'
import type { Delivery, LinkedDevice } from '../types.ts'
import { seconds, SERVER_JID } from './jids.ts'
import { bytesOf, node } from './nodes.ts'
import { factsOf, isStruck } from './strike.ts'
import type { World } from './world.ts'

/** Confirmed messages that a device may still ask for again, for example after a duplicate. */
const KEPT_CONFIRMED = 200

/** Inside the sealed part of both kinds of message: a first one ends with up to 8 bytes of key ids. */
const FLIPPED_FROM_END = 12

export type NewDelivery = Omit<Delivery, 'isInFlight'>

/** Queues a stanza for a device and sends it when the device is there. It stays until confirmed. */
export function deliver(world: World, device: LinkedDevice, delivery: NewDelivery): void {
  const queued: Delivery = { ...delivery, isInFlight: false }
  device.queue.push(queued)
  const connection = world.connections.of(device)
  if (connection?.isActive) dispatch(world, connection, { delivery: queued })
  world.changed()
}

/**
 * What a device gets when it asks for its messages: a preview, all it has not confirmed, marked `offline`,
 * and the end mark. Messages of its own phone follow the mark: Baileys waits for its history only from there.
 */
export function sendBacklog(world: World, connection: Connection, device: LinkedDevice): void {
  const backlog = device.queue.filter((delivery) => !isPeer(delivery))
  const count = String(backlog.length)
  connection.send(
    node('ib', { from: SERVER_JID }, [
      node('offline_preview', { count, message: count, t: seconds(world.now()) }),
    ]),
  )
  for (const [index, delivery] of backlog.entries()) {
    dispatch(world, connection, { delivery, marks: { offline: String(index) } })
  }
  connection.send(node('ib', { from: SERVER_JID }, [node('offline', { count })]))
  for (const delivery of device.queue.filter(isPeer)) dispatch(world, connection, { delivery })
}

/** The device confirmed (or refused) a stanza: by an ack of its class, or a message by a receipt. */
export function confirm(device: LinkedDevice, stanza: { tag: string; id: string; isNack?: boolean }): void {
  const delivery = device.queue.find(
    (item) => item.stanza.tag === stanza.tag && item.stanza.attrs['id'] === stanza.id,
  )
  if (!delivery) return
  if (stanza.isNack && delivery.ignoresNack) {
    delivery.ignoresNack = false
    return
  }
  device.queue.splice(device.queue.indexOf(delivery), 1)
  if (!delivery.origin) return
  device.confirmed.push(delivery)
  if (device.confirmed.length > KEPT_CONFIRMED) device.confirmed.shift()
}

/** A message that was sent to the device, confirmed or not. */
export function findDelivery(device: LinkedDevice, id: string): Delivery | undefined {
  return [...device.queue, ...device.confirmed].findLast(
    ({ origin, stanza }) => origin && stanza.attrs['id'] === id,
  )
}

/** The connection ended: what it did not confirm is sent again on the next one. */
export function returnToQueue(device: LinkedDevice): void {
  for (const delivery of device.queue) delivery.isInFlight = false
}

function isPeer({ stanza }: Delivery): boolean {
  return stanza.attrs['category'] === 'peer'
}

/** Sends a delivery unless a fault has other plans for it. */
function dispatch(
  world: World,
  connection: Connection,
  { delivery, marks }: { delivery: Delivery; marks?: Record<string, string> },
): void {
  if (isStruck(world, connection, { stanza: delivery.stanza, direction: 'out' })) return
  const facts = factsOf(world, connection, { stanza: delivery.stanza, direction: 'out' })
  const stanza = { ...delivery.stanza, attrs: { ...delivery.stanza.attrs, ...marks } }
  const send = (shown: BinaryNode = stanza) => {
    if (!connection.isOpen) return
    delivery.isInFlight = true
    connection.send(shown)
    connection.releaseHeld()
  }
  const fault = world.faults.strike(['duplicate', 'reorder', 'corrupt', 'delay'], facts)
  if (fault?.kind === 'reorder') connection.hold(() => send())
  else if (fault?.kind === 'delay') setTimeout(send, fault.delayMs)
  else if (fault?.kind === 'corrupt') send(corrupted(stanza))
  else send()
  if (fault?.kind === 'duplicate') send()
}

function corrupted(stanza: BinaryNode): BinaryNode {
  if (!Array.isArray(stanza.content)) return stanza
  const content = stanza.content.map((child) => {
    if (child.tag !== 'enc') return child
    const bytes = bytesOf(child)
    const position = bytes.length - FLIPPED_FROM_END
    bytes.writeUInt8(bytes.readUInt8(position) ^ 1, position)
    return { ...child, content: bytes }
  })
  return { ...stanza, content }
}
