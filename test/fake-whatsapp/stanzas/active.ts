import { greetFromPhone } from '../phones/greeting.ts'
import type { Connection } from '../transport/connection.ts'
import type { LinkedDevice } from '../types.ts'
import { sendBacklog } from '../world/device-queue.ts'
import type { World } from '../world/world.ts'

/** The device is ready for messages: it gets its backlog and, the first time, what its own phone shares with it. */
export function startReceiving(world: World, connection: Connection, device: LinkedDevice): void {
  sendBacklog(world, connection, device)
  connection.isActive = true
  if (device.isGreeted) return
  device.isGreeted = true
  world.quiet.track(greetFromPhone(world, device))
}
