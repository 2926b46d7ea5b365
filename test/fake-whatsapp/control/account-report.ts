import type { Account } from '../types.ts'
import { jidOf } from '../world/jids.ts'
import type { World } from '../world/world.ts'

export interface DeviceReport {
  id: number
  platform: string
  /** Milliseconds since the epoch. */
  linkedAt: number
  /** Stanzas it has not confirmed. */
  unconfirmed: number
  /** One-time prekeys that are left of those it uploaded. */
  preKeys: number
}

export interface AccountReport {
  phone: string
  lid: string
  name: string
  /** Jids without a device. */
  pnJid: string
  lidJid: string
  isOnline: boolean
  /** A client asked for a link code for this phone. */
  awaitsCode: boolean
  devices: DeviceReport[]
}

export function reportOf(world: World, account: Account): AccountReport {
  const { phone, lid, name, isOnline } = account
  const awaitsCode = world.registrations.byPhone(phone) !== undefined
  const devices = account.devices.map(({ id, platform, linkedAt, queue, preKeys }) => ({
    id,
    platform,
    linkedAt,
    unconfirmed: queue.length,
    preKeys: preKeys.length,
  }))
  const jids = { pnJid: jidOf(account, 'pn'), lidJid: jidOf(account, 'lid') }
  return { phone, lid, name, ...jids, isOnline, awaitsCode, devices }
}
