import { proto, type BinaryNode } from 'baileys'
import type { Account, LinkedDevice } from '../types.ts'
import { deliver, type NewDelivery } from '../world/device-queue.ts'
import { node } from '../world/nodes.ts'
import { warnWhenLow } from '../world/prekeys.ts'
import type { World } from '../world/world.ts'

export interface PhoneStanza {
  /** Attributes of the message stanza, `id` and `from` among them. */
  attrs: Record<string, string | undefined>
  message: proto.IMessage
  /** How often the device asked for it again. */
  retryCount?: number
}

/** Encrypts a message on the account's phone for one linked device and queues it there. */
export function sendToDevice(
  world: World,
  sender: Account,
  { device, stanza }: { device: LinkedDevice; stanza: PhoneStanza },
): Promise<void> {
  return world.serial.run(sender.phone, async () => {
    const cipher = world.cipherOf(sender)
    if (stanza.retryCount !== undefined) cipher.forget(device)
    const { type, ciphertext } = await cipher.encrypt(device, stanza.message)
    const enc = { v: '2', type, count: stanza.retryCount?.toString() }
    deliver(world, device, {
      stanza: node('message', stanza.attrs, [node('enc', enc, ciphertext)]),
      ...originOf(sender, stanza),
    })
    if (type === 'pkmsg') warnWhenLow(world, device)
  })
}

/**
 * The device could not decrypt a message: its author's phone starts a new session and sends it again under
 * the same id. The device refuses the first copy a little later; that must not remove the second.
 */
export async function resendToDevice(
  world: World,
  sender: Account,
  request: { device: LinkedDevice; refused: BinaryNode; message: Buffer; retryCount: number },
): Promise<void> {
  const { device, refused, message, retryCount } = request
  const { offline: _offline, ...attrs } = refused.attrs
  const stanza = { attrs, message: proto.Message.decode(message), retryCount }
  await sendToDevice(world, sender, { device, stanza })
}

function originOf(sender: Account, { message, retryCount }: PhoneStanza): Partial<NewDelivery> {
  const bytes = Buffer.from(proto.Message.encode(message).finish())
  return {
    origin: { phone: sender.phone, device: 0, message: bytes },
    ...(retryCount !== undefined && { ignoresNack: true }),
  }
}
