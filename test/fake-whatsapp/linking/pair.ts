import type { Account, LinkedDevice } from '../types.ts'
import { jidOf, seconds, SERVER_JID } from '../world/jids.ts'
import { childOf, node } from '../world/nodes.ts'
import type { World } from '../world/world.ts'
import { signDeviceIdentity } from './adv.ts'
import { LinkError } from './link-error.ts'
import type { Registration } from './registrations.ts'

/** What the client is given for its answer. */
const ANSWER_MS = 10_000

/**
 * Makes a waiting client a linked device of the account: `pair-success`, the client's signature, then the
 * restart that WhatsApp demands (`stream:error` 515).
 * @throws LinkError when the client refuses or goes away.
 */
export async function pair(
  world: World,
  registration: Registration,
  { account, advSecret, platform }: { account: Account; advSecret: Buffer; platform: string },
): Promise<LinkedDevice> {
  const device = newDevice(world, account, { registration, platform })
  const identity = signDeviceIdentity(account, {
    id: device.id,
    identity: device.identity,
    advSecret,
    nowMs: device.linkedAt,
  })
  await sendPairSuccess(world, registration, { account, device, identity })
  account.devices.push(device)
  registration.connection.closeWith(node('stream:error', { code: '515' }))
  world.changed()
  return device
}

function newDevice(
  world: World,
  account: Account,
  { registration, platform }: { registration: Registration; platform: string },
): LinkedDevice {
  return {
    phone: account.phone,
    id: account.nextDeviceId++,
    platform,
    linkedAt: world.now(),
    noiseKey: registration.noiseKey,
    ...registration.keys,
    preKeys: [],
    isGreeted: false,
    queue: [],
    confirmed: [],
  }
}

function sendPairSuccess(
  world: World,
  { connection }: Registration,
  { account, device, identity }: { account: Account; device: LinkedDevice; identity: Buffer },
): Promise<void> {
  const attrs = {
    from: SERVER_JID,
    type: 'set',
    id: world.stanzaId(),
    xmlns: 'md',
    t: seconds(world.now()),
  }
  // Clients know this stanza by the tag of its only child.
  const iq = node('iq', attrs, [
    node('pair-success', {}, [
      node('device-identity', {}, identity),
      node('platform', { name: 'android' }),
      node('device', { jid: jidOf(account, 'pn', device.id), lid: jidOf(account, 'lid', device.id) }),
    ]),
  ])
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new LinkError('noAnswer')), ANSWER_MS)
    connection.ask(iq, (answer) => {
      clearTimeout(timer)
      if (childOf(answer, 'pair-device-sign')) resolve()
      else reject(new LinkError('noAnswer'))
    })
  })
}
