import type { LinkedDevice } from '../types.ts'
import { deliver } from './device-queue.ts'
import { seconds, SERVER_JID } from './jids.ts'
import { node } from './nodes.ts'
import type { World } from './world.ts'

/** Below 5 Baileys uploads more. */
const LOW_STOCK = 4

/** Tells the device that its one-time prekeys run out. Call it after one was taken. */
export function warnWhenLow(world: World, device: LinkedDevice): void {
  if (device.preKeys.length !== LOW_STOCK) return
  const attrs = { from: SERVER_JID, type: 'encrypt', id: world.stanzaId(), t: seconds(world.now()) }
  deliver(world, device, {
    stanza: node('notification', attrs, [node('count', { value: String(LOW_STOCK) })]),
  })
}
