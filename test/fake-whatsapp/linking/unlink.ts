import type { LinkedDevice } from '../types.ts'
import { node } from '../world/nodes.ts'
import type { World } from '../world/world.ts'

/** Removes a linked device; an open socket hears 401 `device_removed`, and no login works any more. */
export function unlink(world: World, device: LinkedDevice): void {
  const account = world.accountOf(device)
  account.devices = account.devices.filter((linked) => linked !== device)
  world.cipherOf(account).forget(device)
  for (const connection of world.connections.allOf(device)) {
    connection.closeWith(
      node('stream:error', { code: '401' }, [node('conflict', { type: 'device_removed' })]),
    )
  }
  world.changed()
}
