import type { Connection } from '../transport/connection.ts'
import type { LinkedDevice } from '../types.ts'

export interface ConnectionReport {
  account: string
  device: number
  /** Milliseconds since the epoch. */
  since: number
}

/** The open sockets, and how many of them a device ever held at once. */
export class ConnectionBook {
  readonly #open = new Set<Connection>()
  readonly #maximum = new Map<string, number>()

  opened(connection: Connection): void {
    this.#open.add(connection)
  }

  loggedIn(connection: Connection, device: LinkedDevice): void {
    connection.device = device
    const key = `${device.phone}:${device.id}`
    this.#maximum.set(key, Math.max(this.#maximum.get(key) ?? 0, this.allOf(device).length))
  }

  closed(connection: Connection): void {
    this.#open.delete(connection)
  }

  all(): Connection[] {
    return [...this.#open]
  }

  allOf(device: LinkedDevice): Connection[] {
    return this.all().filter((connection) => connection.device === device)
  }

  /** The device's newest socket. */
  of(device: LinkedDevice): Connection | undefined {
    return this.allOf(device).at(-1)
  }

  /** A connected device has not yet confirmed all it was sent. */
  hasUnconfirmed(): boolean {
    return this.all().some(
      ({ isActive, device }) => isActive && device?.queue.some((item) => item.isInFlight),
    )
  }

  report(): { open: ConnectionReport[]; maximumPerDevice: Record<string, number> } {
    const open = this.all().flatMap(({ device, openedAt }) =>
      device ? [{ account: device.phone, device: device.id, since: openedAt }] : [],
    )
    return { open, maximumPerDevice: Object.fromEntries(this.#maximum) }
  }
}
