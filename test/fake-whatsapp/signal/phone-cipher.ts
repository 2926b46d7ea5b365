import { encodeWAMessage, proto, unpadRandomMax16 } from 'baileys'
import type { Account, LinkedDevice } from '../types.ts'
import {
  closeOpenSession,
  libsignal,
  retireOpenSession,
  typed,
  type PreKeyBundle,
  type SignalKeyPair,
  type SignalRecord,
  type SignalStorage,
} from './libsignal.ts'
import { keysOf } from './phone-keys.ts'

export interface Encrypted {
  type: 'pkmsg' | 'msg'
  ciphertext: Buffer
}

/** `libsignal` numbers a first message 3 and any other 1. */
const FIRST_MESSAGE = 3

/**
 * The Signal end of one phone: a session per linked device it talks to, filed under number and device,
 * whichever of its identities the device was addressed by.
 */
export class PhoneCipher {
  readonly #storage: SignalStorage
  readonly #records: Map<string, SignalRecord>

  constructor(account: Account, records: Map<string, SignalRecord> = new Map()) {
    this.#records = records
    this.#storage = storageOf(account, records)
  }

  /** Takes one of the device's prekeys when there is no session yet. */
  async encrypt(device: LinkedDevice, message: proto.IMessage): Promise<Encrypted> {
    const address = addressOf(device)
    if (!this.#records.get(addressKey(device))?.getOpenSession()) {
      await new libsignal.SessionBuilder(this.#storage, address).initOutgoing(takeBundle(device))
    }
    const cipher = new libsignal.SessionCipher(this.#storage, address)
    const { type, body } = await cipher.encrypt(Buffer.from(encodeWAMessage(message)))
    return { type: type === FIRST_MESSAGE ? 'pkmsg' : 'msg', ciphertext: body }
  }

  /** @throws Error when no session fits or the ciphertext was tampered with. */
  async decrypt(device: LinkedDevice, encrypted: Encrypted): Promise<proto.Message> {
    const cipher = new libsignal.SessionCipher(this.#storage, addressOf(device))
    const padded = await this.#open(cipher, { device, encrypted })
    return proto.Message.decode(unpadRandomMax16(padded))
  }

  /** The next message starts a new session. */
  forget(device: Pick<LinkedDevice, 'phone' | 'id'>): void {
    const record = this.#records.get(addressKey(device))
    if (record) closeOpenSession(record)
  }

  /** For the state file. */
  serialize(): [string, object][] {
    return [...this.#records].map(([key, record]) => [key, record.serialize()])
  }

  #open(
    cipher: InstanceType<typeof libsignal.SessionCipher>,
    { device, encrypted }: { device: LinkedDevice; encrypted: Encrypted },
  ): Promise<Buffer> {
    if (encrypted.type === 'msg') return cipher.decryptWhisperMessage(encrypted.ciphertext)
    const record = this.#records.get(addressKey(device))
    if (record) retireOpenSession(record, encrypted.ciphertext)
    return cipher.decryptPreKeyWhisperMessage(encrypted.ciphertext)
  }
}

export function restoreRecords(saved: [string, object][]): Map<string, SignalRecord> {
  return new Map(saved.map(([key, data]) => [key, libsignal.SessionRecord.deserialize(data)]))
}

/** A phone hands out no one-time prekeys: the protocol allows it, and thousands of phones stay cheap. */
function storageOf(account: Account, records: Map<string, SignalRecord>): SignalStorage {
  return {
    loadSession: (address) => Promise.resolve(records.get(address)),
    storeSession: (address, record) => {
      records.set(address, record)
      return Promise.resolve()
    },
    isTrustedIdentity: () => true,
    loadPreKey: () => Promise.resolve(undefined),
    removePreKey: () => Promise.resolve(),
    loadSignedPreKey: () => signalKeys(keysOf(account).signedPreKey.keys),
    getOurRegistrationId: () => keysOf(account).registrationId,
    getOurIdentity: () => signalKeys(keysOf(account).identity),
  }
}

function takeBundle(device: LinkedDevice): PreKeyBundle {
  const { signedPreKey } = device
  const preKey = device.preKeys.shift()
  return {
    registrationId: device.registrationId,
    identityKey: typed(device.identity),
    signedPreKey: {
      keyId: signedPreKey.id,
      publicKey: typed(signedPreKey.value),
      signature: signedPreKey.signature,
    },
    ...(preKey && { preKey: { keyId: preKey.id, publicKey: typed(preKey.value) } }),
  }
}

function signalKeys(keys: { private: Buffer; public: Buffer }): SignalKeyPair {
  return { privKey: keys.private, pubKey: typed(keys.public) }
}

function addressOf(device: LinkedDevice): object {
  return new libsignal.ProtocolAddress(device.phone, device.id)
}

/** As the library spells a `ProtocolAddress`. */
function addressKey(device: Pick<LinkedDevice, 'phone' | 'id'>): string {
  return `${device.phone}.${device.id}`
}
