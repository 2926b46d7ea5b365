import { randomInt } from 'node:crypto'
import { Curve, hmacSign, proto } from 'baileys'
import { keysOf } from '../signal/phone-keys.ts'
import type { Account } from '../types.ts'
import { seconds } from '../world/jids.ts'

/** In front of what the phone signs for its companion. */
const ACCOUNT_SIGNATURE_PREFIX = Buffer.from([6, 0])

/**
 * The phone's word that a companion is its own ("account device verification"): its signature over the
 * companion's identity, in an envelope that only whoever saw the QR or the link code can have made.
 */
export function signDeviceIdentity(
  account: Account,
  companion: { id: number; identity: Buffer; advSecret: Buffer; nowMs: number },
): Buffer {
  const { identity } = keysOf(account)
  const details = proto.ADVDeviceIdentity.encode({
    rawId: randomInt(1, 2 ** 31),
    timestamp: Number(seconds(companion.nowMs)),
    keyIndex: companion.id,
  }).finish()
  const signed = proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey: identity.public,
    accountSignature: Curve.sign(
      identity.private,
      Buffer.concat([ACCOUNT_SIGNATURE_PREFIX, details, companion.identity]),
    ),
  }).finish()
  const hmac = hmacSign(Buffer.from(signed), companion.advSecret)
  return Buffer.from(proto.ADVSignedDeviceIdentityHMAC.encode({ details: signed, hmac }).finish())
}
