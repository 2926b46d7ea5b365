import { jidNormalizedUser, type proto } from 'baileys'
import type { Account, LinkedDevice, PhoneDelivery } from '../types.ts'
import { deliver } from '../world/device-queue.ts'
import { jidOf, parseJid, seconds } from '../world/jids.ts'
import { bigEndian, bytesOf, node } from '../world/nodes.ts'
import { raiseStatus } from '../world/threads.ts'
import type { World } from '../world/world.ts'
import { keysOf } from '../signal/phone-keys.ts'
import { answerPeerRequest } from './peer-request.ts'
import { noteInThread } from './note.ts'
import { readMessage } from './read-message.ts'

/** A linked device's message reached the phone's server queue; a phone that is online takes it at once. */
export function arriveAtPhone(world: World, account: Account, delivery: PhoneDelivery): void {
  if (account.isOnline) world.quiet.track(receive(world, account, delivery))
  else account.waiting.push(delivery)
  world.changed()
}

/** The phone is back: it takes what waited. */
export function takeWaiting(world: World, account: Account): void {
  for (const delivery of account.waiting.splice(0)) arriveAtPhone(world, account, delivery)
}

async function receive(world: World, account: Account, delivery: PhoneDelivery): Promise<void> {
  const device = senderOf(world, delivery)
  if (!device) return
  const facts = { account: device.phone, peer: account.phone, id: delivery.id }
  const isPretending = device.phone !== account.phone && world.faults.strike(['ask-retry'], facts)
  const message = isPretending ? undefined : await decrypt(world, account, { device, delivery })
  if (message) await take(world, account, { device, delivery, message })
  else askAgain(world, account, { device, delivery })
}

async function decrypt(
  world: World,
  account: Account,
  { device, delivery }: { device: LinkedDevice; delivery: PhoneDelivery },
): Promise<proto.Message | undefined> {
  const type = delivery.enc.attrs['type'] === 'pkmsg' ? 'pkmsg' : 'msg'
  const encrypted = { type, ciphertext: bytesOf(delivery.enc) } as const
  try {
    return await world.serial.run(account.phone, () => world.cipherOf(account).decrypt(device, encrypted))
  } catch {
    // The phone says so in its own way: it asks for the message again.
    return undefined
  }
}

interface Received {
  device: LinkedDevice
  delivery: PhoneDelivery
  message: proto.Message
}

async function take(world: World, account: Account, { device, delivery, message }: Received): Promise<void> {
  if (device.phone === account.phone) return takeOwn(world, account, { device, delivery, message })
  const { id, chatJid } = delivery
  const facts = await readMessage(message, world.media)
  const noted = {
    id,
    from: device.phone,
    to: account.phone,
    at: world.now(),
    chatJid,
    device: device.id,
    message,
  }
  noteInThread(world, noted, facts)
  const { addressing } = parseJid(chatJid)
  const { from, device: _device, chatJid: _chatJid, ...arrival } = noted
  world.sent.record({ ...arrival, ...facts, account: from, device: device.id, addressing })
  const bubble = world.threads.find(device.phone, account.phone, id)
  if (bubble) raiseStatus(bubble, 'delivered')
  confirmToDevice(world, device, delivery)
  world.changed()
}

/** A copy of what the own device sent, or a request that only the own phone can answer. */
async function takeOwn(
  world: World,
  account: Account,
  { device, delivery, message }: Received,
): Promise<void> {
  const request = message.protocolMessage?.peerDataOperationRequestMessage
  if (request) return answerPeerRequest(world, { account, device, stanzaId: delivery.id }, request)
  const sent = message.deviceSentMessage
  const chatJid = sent?.destinationJid ?? ''
  const peer = world.accounts.byJid(chatJid)
  if (!sent?.message || !peer) return
  const noted = {
    id: delivery.id,
    from: account.phone,
    to: peer.phone,
    at: world.now(),
    chatJid,
    device: device.id,
    message: sent.message,
  }
  noteInThread(world, noted, await readMessage(sent.message, world.media))
}

/** "Delivered": the receipt has no type. */
function confirmToDevice(world: World, device: LinkedDevice, { id, chatJid }: PhoneDelivery): void {
  const attrs = { id, from: jidNormalizedUser(chatJid), t: seconds(world.now()) }
  deliver(world, device, { stanza: node('receipt', attrs) })
}

function askAgain(
  world: World,
  account: Account,
  { device, delivery }: { device: LinkedDevice; delivery: PhoneDelivery },
): void {
  const { id, chatJid } = delivery
  const t = seconds(world.now())
  const count = String(Number(delivery.enc.attrs['count'] ?? 0) + 1)
  const isOwn = device.phone === account.phone
  const ownJid = isOwn ? jidOf(account, parseJid(chatJid).addressing) : undefined
  const attrs = {
    id,
    from: ownJid ?? jidNormalizedUser(chatJid),
    type: 'retry',
    t,
    recipient: ownJid && chatJid,
  }
  const content = [
    node('retry', { count, id, t, v: '1' }),
    node('registration', {}, bigEndian(keysOf(account).registrationId, 4)),
  ]
  deliver(world, device, { stanza: node('receipt', attrs, content) })
}

function senderOf(world: World, { from }: PhoneDelivery): LinkedDevice | undefined {
  return world.accounts.find(from.phone)?.devices.find(({ id }) => id === from.device)
}
