import { randomBytes } from 'node:crypto'
import {
  aesDecryptCTR,
  aesDecryptGCM,
  aesEncryptCTR,
  Curve,
  derivePairingCodeKey,
  hkdf,
  type BinaryNode,
} from 'baileys'
import { keysOf } from '../signal/phone-keys.ts'
import type { Connection } from '../transport/connection.ts'
import type { Account, KeyPair, LinkedDevice } from '../types.ts'
import { parseJid, seconds, SERVER_JID } from '../world/jids.ts'
import { attr, bytesOf, childOf, node } from '../world/nodes.ts'
import type { World } from '../world/world.ts'
import { LinkError } from './link-error.ts'
import { pair } from './pair.ts'
import type { Registration } from './registrations.ts'

const BUNDLE_MS = 10_000
const NO_DATA = Buffer.alloc(0)
const BUNDLE_INFO = 'link_code_pairing_key_bundle_encryption_key'

/** The client asks for a link code (`companion_hello`), or answers the phone that typed it (`companion_finish`). */
export function answerLinkCode(world: World, connection: Connection, request: BinaryNode): BinaryNode[] {
  const registration = world.registrations.of(connection)
  if (!registration) throw new Error('Only a client that is not linked can ask for a link code')
  if (attr(request, 'stage') === 'companion_finish') {
    registration.onBundle?.(bytesOf(childOf(request, 'link_code_pairing_wrapped_key_bundle')))
    return []
  }
  const ref = randomBytes(16)
  registration.code = {
    phone: world.accounts.byJid(attr(request, 'jid'))?.phone ?? parseJid(attr(request, 'jid')).user,
    wrappedEphemeral: bytesOf(childOf(request, 'link_code_pairing_wrapped_companion_ephemeral_pub')),
    ref,
  }
  world.changed()
  return [
    node('link_code_companion_reg', { stage: 'companion_hello' }, [node('link_code_pairing_ref', {}, ref)]),
  ]
}

/**
 * A phone's owner types the code that the client shows.
 * @throws LinkError when nobody asked this phone for a code, or the code is wrong.
 */
export async function enterCode(world: World, phone: string, code: string): Promise<LinkedDevice> {
  const account = world.accounts.get(phone)
  const registration = world.registrations.byPhone(account.phone)
  if (!registration?.code) throw new LinkError('notAsked')
  const typedCode = code.replace(/[^0-9A-Za-z]/g, '').toUpperCase()
  const companionEphemeral = await unwrap(registration.code.wrappedEphemeral, typedCode)
  const ephemeral = Curve.generateKeyPair() as KeyPair
  const bundle = await exchangeKeys(world, registration, {
    account,
    wrappedEphemeral: await wrap(ephemeral.public, typedCode),
  })
  const shared = Curve.sharedKey(ephemeral.private, companionEphemeral)
  const random = openBundle(bundle, { shared, account, registration })
  const identityShared = Curve.sharedKey(keysOf(account).identity.private, registration.keys.identity)
  const advSecret = hkdf(Buffer.concat([shared, identityShared, random]), 32, { info: 'adv_secret' })
  return pair(world, registration, { account, advSecret: Buffer.from(advSecret), platform: 'Web' })
}

/** Gives the client the phone's keys and waits for its own. */
function exchangeKeys(
  world: World,
  registration: Registration,
  { account, wrappedEphemeral }: { account: Account; wrappedEphemeral: Buffer },
): Promise<Buffer> {
  const attrs = {
    from: SERVER_JID,
    type: 'link_code_companion_reg',
    id: world.stanzaId(),
    t: seconds(world.now()),
  }
  const content = [
    node('link_code_pairing_ref', {}, registration.code?.ref),
    node('primary_identity_pub', {}, keysOf(account).identity.public),
    node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, wrappedEphemeral),
  ]
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new LinkError('noAnswer')), BUNDLE_MS)
    registration.onBundle = (bundle) => {
      clearTimeout(timer)
      resolve(bundle)
    }
    registration.connection.send(
      node('notification', attrs, [node('link_code_companion_reg', { stage: 'primary_hello' }, content)]),
    )
  })
}

/** Salt (32) ‖ IV (16) ‖ AES-CTR of the public key, under a key derived from the code. */
async function wrap(publicKey: Buffer, code: string): Promise<Buffer> {
  const [salt, iv] = [randomBytes(32), randomBytes(16)]
  const key = await derivePairingCodeKey(code, salt)
  return Buffer.concat([salt, iv, aesEncryptCTR(publicKey, key, iv)])
}

async function unwrap(wrapped: Buffer, code: string): Promise<Buffer> {
  const key = await derivePairingCodeKey(code, wrapped.subarray(0, 32))
  return aesDecryptCTR(wrapped.subarray(48, 80), key, wrapped.subarray(32, 48))
}

/**
 * Salt (32) ‖ IV (12) ‖ AES-GCM of: companion identity (32) ‖ phone identity (32) ‖ random (32).
 * @returns the random part. @throws LinkError when the codes of both sides differ.
 */
function openBundle(
  bundle: Buffer,
  { shared, account, registration }: { shared: Buffer; account: Account; registration: Registration },
): Buffer {
  const key = Buffer.from(hkdf(shared, 32, { salt: bundle.subarray(0, 32), info: BUNDLE_INFO }))
  const opened = decryptBundle(bundle, key)
  const isGenuine =
    opened?.subarray(0, 32).equals(registration.keys.identity) &&
    opened.subarray(32, 64).equals(keysOf(account).identity.public)
  if (!opened || !isGenuine) throw new LinkError('wrongCode')
  return opened.subarray(64)
}

function decryptBundle(bundle: Buffer, key: Buffer): Buffer | undefined {
  try {
    return aesDecryptGCM(bundle.subarray(44), key, bundle.subarray(32, 44), NO_DATA)
  } catch {
    // The seal does not fit: that is how a wrong code shows.
    return undefined
  }
}
