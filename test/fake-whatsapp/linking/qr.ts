import type { LinkedDevice } from '../types.ts'
import type { World } from '../world/world.ts'
import { LinkError } from './link-error.ts'
import { pair } from './pair.ts'

/** Names of the platform ids that a companion puts into its QR. */
const PLATFORMS: Record<string, string> = {
  '1': 'Chrome',
  '2': 'Edge',
  '3': 'Firefox',
  '5': 'Opera',
  '6': 'Safari',
  '7': 'Desktop',
  '8': 'Windows',
}

export function platformName(id: string): string {
  return PLATFORMS[id] ?? 'Web'
}

/**
 * A phone scans a QR.
 * @param qr `https://wa.me/settings/linked_devices#ref,noise key,identity key,ADV secret,platform`, keys in base64
 * @throws LinkError when the QR is old or foreign, or the client is gone.
 */
export function scanQr(world: World, phone: string, qr: string): Promise<LinkedDevice> {
  const [ref, noiseKey, identity, advSecret, platform] = qr.slice(qr.indexOf('#') + 1).split(',')
  const registration = world.registrations.byRef(ref ?? '')
  if (!registration || !advSecret) throw new LinkError('unknownQr')
  const isGenuine =
    registration.noiseKey.toString('base64') === noiseKey &&
    registration.keys.identity.toString('base64') === identity
  if (!isGenuine) throw new LinkError('foreignQr')
  return pair(world, registration, {
    account: world.accounts.get(phone),
    advSecret: Buffer.from(advSecret, 'base64'),
    platform: platformName(platform ?? ''),
  })
}
