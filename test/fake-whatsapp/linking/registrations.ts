import { randomBytes } from 'node:crypto'
import type { proto } from 'baileys'
import type { Connection } from '../transport/connection.ts'
import type { LinkedDevice } from '../types.ts'
import { SERVER_JID } from '../world/jids.ts'
import { childrenOf, node } from '../world/nodes.ts'

/** Baileys shows the first QR for 60 s and each of the others for 20 s. */
const REFS = 6

/** A client that wants to become somebody's linked device. */
export interface Registration {
  connection: Connection
  noiseKey: Buffer
  keys: Pick<LinkedDevice, 'registrationId' | 'identity' | 'signedPreKey'>
  refs: string[]
  /** Set once the client asked for a link code. */
  code?: { phone: string; wrappedEphemeral: Buffer; ref: Buffer }
  /** The client finished the exchange of the link code. */
  onBundle?: (bundle: Buffer) => void
}

/** Clients that wait for a phone to link them. */
export class Registrations {
  readonly #waiting = new Map<Connection, Registration>()

  open(
    connection: Connection,
    noiseKey: Buffer,
    data: proto.ClientPayload.IDevicePairingRegistrationData,
  ): Registration {
    const refs = Array.from({ length: REFS }, () => `2@${randomBytes(48).toString('base64url')}`)
    const registration = { connection, noiseKey, refs, keys: keysFrom(data) }
    this.#waiting.set(connection, registration)
    return registration
  }

  of(connection: Connection): Registration | undefined {
    return this.#waiting.get(connection)
  }

  byRef(ref: string): Registration | undefined {
    return [...this.#waiting.values()].find(({ refs }) => refs.includes(ref))
  }

  /** The newest client that asked this phone for a link code. */
  byPhone(phone: string): Registration | undefined {
    return [...this.#waiting.values()].findLast(({ code }) => code?.phone === phone)
  }

  close(connection: Connection): void {
    this.#waiting.delete(connection)
  }
}

/** Offers the refs that the client turns into QR codes, one after the other. */
export function offerRefs({ connection, refs }: Registration, id: string): void {
  const content = refs.map((ref) => node('ref', {}, Buffer.from(ref)))
  const iq = node('iq', { from: SERVER_JID, type: 'set', id, xmlns: 'md' }, [
    node('pair-device', {}, content),
  ])
  connection.ask(iq, (answer) => {
    if (childrenOf(answer, 'error').length > 0) connection.destroy()
  })
}

/** Key ids have three bytes, the registration id four, all big-endian. */
function keysFrom(data: proto.ClientPayload.IDevicePairingRegistrationData): Registration['keys'] {
  const bytes = (field: Uint8Array | null | undefined) => Buffer.from(field ?? [])
  const skeyId = bytes(data.eSkeyId)
  const registrationId = bytes(data.eRegid)
  return {
    registrationId: registrationId.readUIntBE(0, registrationId.length),
    identity: bytes(data.eIdent),
    signedPreKey: {
      id: skeyId.readUIntBE(0, skeyId.length),
      value: bytes(data.eSkeyVal),
      signature: bytes(data.eSkeySig),
    },
  }
}
