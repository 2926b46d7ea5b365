import { createRequire } from 'node:module'

/**
 * The Signal library that Baileys itself uses. It is Baileys' dependency, not ours, so it is resolved from
 * there; the types below say what the simulator uses of it.
 */
export interface SignalKeyPair {
  privKey: Buffer
  /** With the leading 5. */
  pubKey: Buffer
}

export interface SignalSession {
  indexInfo: { closed: number }
}

export interface SignalRecord {
  serialize(): object
  getOpenSession(): SignalSession | undefined
  getSession(baseKey: Buffer): SignalSession | undefined
}

export interface SignalStorage {
  loadSession(address: string): Promise<SignalRecord | undefined>
  storeSession(address: string, record: SignalRecord): Promise<void>
  isTrustedIdentity(): boolean
  loadPreKey(id: number): Promise<SignalKeyPair | undefined>
  removePreKey(id: number): Promise<void>
  loadSignedPreKey(id: number): SignalKeyPair
  getOurRegistrationId(): number
  getOurIdentity(): SignalKeyPair
}

/** Public keys with the leading 5. */
export interface PreKeyBundle {
  registrationId: number
  identityKey: Buffer
  signedPreKey: { keyId: number; publicKey: Buffer; signature: Buffer }
  preKey?: { keyId: number; publicKey: Buffer }
}

interface Cipher {
  encrypt(data: Buffer): Promise<{ type: number; body: Buffer }>
  decryptWhisperMessage(data: Buffer): Promise<Buffer>
  decryptPreKeyWhisperMessage(data: Buffer): Promise<Buffer>
}

interface Libsignal {
  ProtocolAddress: new (name: string, device: number) => object
  SessionBuilder: new (
    storage: SignalStorage,
    address: object,
  ) => { initOutgoing(bundle: PreKeyBundle): Promise<void> }
  SessionCipher: new (storage: SignalStorage, address: object) => Cipher
  SessionRecord: { new (): SignalRecord; deserialize(data: object): SignalRecord }
}

interface WireFormat {
  PreKeyWhisperMessage: { decode(bytes: Uint8Array): { baseKey: Uint8Array } }
}

const requireFromBaileys = createRequire(createRequire(import.meta.url).resolve('baileys'))
export const libsignal = requireFromBaileys('libsignal') as Libsignal
const wireFormat = requireFromBaileys('libsignal/src/protobufs.js') as WireFormat

/**
 * Closes the open session when a first message starts a new one. The library would do so too, but prints
 * a warning and the session with its private keys.
 */
export function retireOpenSession(record: SignalRecord, firstMessage: Buffer): void {
  const { baseKey } = wireFormat.PreKeyWhisperMessage.decode(firstMessage.subarray(1))
  if (record.getSession(Buffer.from(baseKey))) return
  closeOpenSession(record)
}

export function closeOpenSession(record: SignalRecord): void {
  const open = record.getOpenSession()
  if (open) open.indexInfo.closed = Date.now()
}

/** Signal's public keys carry their type in front. */
export function typed(publicKey: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([5]), publicKey])
}
