import type { BinaryNode } from 'baileys'
import { uploadAgain } from '../phones/media-retry.ts'
import { resendToDevice } from '../phones/to-device.ts'
import type { Connection } from '../transport/connection.ts'
import type { Delivery, LinkedDevice, ReceiptStatus } from '../types.ts'
import { confirm, deliver, findDelivery } from '../world/device-queue.ts'
import { jidOf, parseJid, seconds } from '../world/jids.ts'
import { attr, childOf, childrenOf, node } from '../world/nodes.ts'
import { raiseStatus } from '../world/threads.ts'
import type { World } from '../world/world.ts'

/** What a receipt's type says of messages that others sent; those not listed are between own devices. */
const STATUS: Record<string, ReceiptStatus> = {
  delivered: 'delivered',
  inactive: 'delivered',
  read: 'read',
  played: 'played',
}

/** A linked device confirms messages, reports that they were read, or asks for one again. */
export function takeReceipt(world: World, connection: Connection, receipt: BinaryNode): void {
  const { device } = connection
  if (!device) return
  const type = receipt.attrs['type'] ?? 'delivered'
  connection.send(ackOf(receipt))
  if (type === 'retry') return takeRetry(world, device, receipt)
  if (type === 'server-error') return uploadAgain(world, device, receipt)
  const ids = [
    attr(receipt, 'id'),
    ...childrenOf(childOf(receipt, 'list'), 'item').map((item) => attr(item, 'id')),
  ]
  for (const id of ids) {
    confirm(device, { tag: 'message', id })
    const status = STATUS[type]
    if (status) raise(world, device, { id, status, to: attr(receipt, 'to') })
  }
  world.changed()
}

/** A device confirms (or refuses, with `error`) a stanza of the named class. */
export function takeAck(world: World, connection: Connection, ack: BinaryNode): void {
  const { device } = connection
  if (!device) return
  confirm(device, { tag: attr(ack, 'class'), id: attr(ack, 'id'), isNack: ack.attrs['error'] !== undefined })
  world.changed()
}

function ackOf(receipt: BinaryNode): BinaryNode {
  const { id, to, type, participant } = receipt.attrs
  return node('ack', { class: 'receipt', id, from: to, type, participant })
}

/** The message's author learns of it when it was a linked device that wrote it; phones just show it. */
function raise(
  world: World,
  device: LinkedDevice,
  { id, status, to }: { id: string; status: ReceiptStatus; to: string },
): void {
  const author = world.accounts.byJid(to)
  const message = author && world.threads.find(author.phone, device.phone, id)
  if (!message || message.from !== author.phone || !raiseStatus(message, status)) return
  const sender = author.devices.find((linked) => linked.id === message.device)
  if (!sender) return
  const from = jidOf(world.accountOf(device), parseJid(message.chatJid).addressing)
  const attrs = { id, from, t: seconds(world.now()), type: status === 'delivered' ? undefined : status }
  deliver(world, sender, { stanza: node('receipt', attrs) })
}

/** Whoever encrypted the message does it again: a simulated phone here, a linked device elsewhere. */
function takeRetry(world: World, device: LinkedDevice, receipt: BinaryNode): void {
  const id = attr(receipt, 'id')
  const refused = findDelivery(device, id)
  confirm(device, { tag: 'message', id })
  if (!refused?.origin) return
  const { phone, device: authorDevice, message } = refused.origin
  const author = world.accounts.get(phone)
  if (message) return world.quiet.track(resend(world, device, { receipt, refused, message, phone }))
  const linked = author.devices.find((candidate) => candidate.id === authorDevice)
  if (!linked) return
  const from = jidOf(world.accountOf(device), parseJid(attr(receipt, 'to')).addressing, device.id)
  deliver(world, linked, { stanza: { ...receipt, attrs: { ...receipt.attrs, from } } })
}

function resend(
  world: World,
  device: LinkedDevice,
  retry: { receipt: BinaryNode; refused: Delivery; message: Buffer; phone: string },
): Promise<void> {
  const { receipt, refused, message, phone } = retry
  return resendToDevice(world, world.accounts.get(phone), {
    device,
    refused: refused.stanza,
    message,
    retryCount: Number(childOf(receipt, 'retry')?.attrs['count'] ?? 1),
  })
}
