import { offerRefs } from '../linking/registrations.ts'
import type { ClientHello, Connection } from '../transport/connection.ts'
import type { Account, LinkedDevice } from '../types.ts'
import { jidOf, seconds } from '../world/jids.ts'
import { node } from '../world/nodes.ts'
import type { World } from '../world/world.ts'

const REASON = { unlinked: '401', banned: '403' }

/** After the handshake: a client without an account gets QR refs, a linked device is logged in. */
export function greet(world: World, connection: Connection, { payload, noiseKey }: ClientHello): void {
  if (payload.devicePairingData) {
    const registration = world.registrations.open(connection, noiseKey, payload.devicePairingData)
    offerRefs(registration, world.stanzaId())
    return
  }
  const account = world.accounts.find(String(payload.username))
  const device = account?.devices.find(({ id }) => id === payload.device)
  if (!account || !device?.noiseKey.equals(noiseKey)) return refuse(connection, REASON.unlinked)
  if (account.isBanned) return refuse(connection, REASON.banned)
  const fault = world.faults.strike(['login-failure'], { account: account.phone })
  if (fault) return refuse(connection, String(fault.code))
  logIn(world, connection, { account, device })
}

function refuse(connection: Connection, reason: string): void {
  connection.closeWith(node('failure', { reason, location: 'sim' }))
}

/** One socket per device: whoever logs in later replaces the earlier. */
function logIn(
  world: World,
  connection: Connection,
  { account, device }: { account: Account; device: LinkedDevice },
): void {
  const earlier = world.connections.allOf(device)
  world.connections.loggedIn(connection, device)
  for (const replaced of earlier) {
    replaced.closeWith(node('stream:error', {}, [node('conflict', { type: 'replaced' })]))
  }
  connection.send(
    node('success', {
      t: seconds(world.now()),
      lid: jidOf(account, 'lid', device.id),
      creation: seconds(device.linkedAt),
      props: '27',
      companion_enc_static: '',
      location: 'sim',
    }),
  )
  world.changed()
}
