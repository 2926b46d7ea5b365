import type { BinaryNode } from 'baileys'
import { MediaStore } from '../media/media-store.ts'
import { PhoneCipher } from '../signal/phone-cipher.ts'
import type { SignalRecord } from '../signal/libsignal.ts'
import { newNoiseIdentity, type NoiseIdentity } from '../transport/noise-identity.ts'
import type { Account, LinkedDevice } from '../types.ts'
import { Accounts } from './accounts.ts'
import { ConnectionBook } from './connection-book.ts'
import { Faults } from './faults.ts'
import { Quiet } from './quiet.ts'
import { Registrations } from '../linking/registrations.ts'
import { Sent } from './sent.ts'
import { Serial } from './serial.ts'
import { Threads } from './threads.ts'
import { Typing } from './typing.ts'

export interface WorldOptions {
  /**
   * Tells a new device that one prekey is left, so that Baileys uploads 5 instead of 812: linking costs it
   * 0.3 s of CPU less.
   */
  smallPreKeyUploads?: boolean
}

/** Everything the simulator knows. */
export class World {
  readonly accounts = new Accounts()
  readonly threads = new Threads()
  readonly sent = new Sent()
  readonly typing = new Typing()
  readonly faults = new Faults()
  readonly media = new MediaStore()
  readonly connections = new ConnectionBook()
  readonly registrations = new Registrations()
  readonly serial = new Serial()
  readonly identity: NoiseIdentity
  readonly quiet: Quiet
  readonly #ciphers = new Map<string, PhoneCipher>()
  readonly #listeners = new Set<() => void>()
  #nextStanza = 1

  readonly options: WorldOptions

  constructor(options: WorldOptions = {}) {
    this.options = options
    this.identity = newNoiseIdentity(this.now())
    this.quiet = new Quiet(() => this.connections.hasUnconfirmed())
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now()
  }

  /** An id for a stanza of the server. */
  stanzaId(): string {
    return `sim-${this.#nextStanza++}`
  }

  cipherOf(account: Account): PhoneCipher {
    let cipher = this.#ciphers.get(account.phone)
    if (!cipher) this.#ciphers.set(account.phone, (cipher = new PhoneCipher(account)))
    return cipher
  }

  restoreCipher(account: Account, records: Map<string, SignalRecord>): void {
    this.#ciphers.set(account.phone, new PhoneCipher(account, records))
  }

  ciphers(): [string, PhoneCipher][] {
    return [...this.#ciphers]
  }

  accountOf(device: LinkedDevice): Account {
    return this.accounts.get(device.phone)
  }

  /** Sends at once, without waiting for confirmation; nothing when the device is away. */
  tell(device: LinkedDevice, stanza: BinaryNode): void {
    const connection = this.connections.of(device)
    if (connection?.isActive) connection.send(stanza)
  }

  /** Something that is saved or shown changed. */
  changed(): void {
    for (const listener of this.#listeners) listener()
    this.quiet.changed()
  }

  /** Waits until `find` finds something. @throws Error after `timeoutMs`. */
  until<T>(find: () => T | undefined, { timeoutMs, what }: { timeoutMs: number; what: string }): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = find()
        if (found === undefined) return
        clearTimeout(timer)
        stop()
        resolve(found)
      }
      const stop = this.onChange(look)
      const timer = setTimeout(() => {
        stop()
        reject(new Error(`Waited in vain for ${what}`))
      }, timeoutMs)
      look()
    })
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
