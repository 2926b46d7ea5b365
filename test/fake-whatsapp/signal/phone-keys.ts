import { randomInt } from 'node:crypto'
import { Curve } from 'baileys'
import type { Account, KeyPair, PhoneKeys } from '../types.ts'
import { typed } from './libsignal.ts'

const SIGNED_PRE_KEY_ID = 1

/** The account's long-term keys, made at first use. */
export function keysOf(account: Account): PhoneKeys {
  account.keys ??= newKeys()
  return account.keys
}

/** The phone's signature over its prekey, for those who want to write to it first. */
export function preKeySignatureOf(account: Account): Buffer {
  const { identity, signedPreKey } = keysOf(account)
  signedPreKey.signature ??= Buffer.from(Curve.sign(identity.private, typed(signedPreKey.keys.public)))
  return signedPreKey.signature
}

function newKeys(): PhoneKeys {
  return {
    identity: Curve.generateKeyPair() as KeyPair,
    registrationId: randomInt(1, 16_380),
    signedPreKey: { id: SIGNED_PRE_KEY_ID, keys: Curve.generateKeyPair() as KeyPair },
  }
}
