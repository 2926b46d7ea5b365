import { aesDecryptGCM, aesEncryptGCM, Curve, hkdf, proto, sha256 } from 'baileys'
import type { KeyPair } from '../types.ts'
import { WA_HEADER } from './frames.ts'
import type { NoiseIdentity } from './noise-identity.ts'

/** The pattern's name fills 32 bytes, so it is the first hash itself. */
const PATTERN = Buffer.from('Noise_XX_25519_AESGCM_SHA256\0\0\0\0')
const NO_DATA = Buffer.alloc(0)

/**
 * Responder of Noise_XX_25519_AESGCM_SHA256 as WhatsApp uses it: three messages in protobuf envelopes,
 * then AES-GCM with one key and one counter per direction and no additional data.
 */
export class NoiseResponder {
  readonly #identity: NoiseIdentity
  readonly #ephemeral: KeyPair = Curve.generateKeyPair() as KeyPair
  #hash: Buffer = PATTERN
  #chainKey: Buffer = PATTERN
  #key: Buffer = PATTERN
  #counter = 0

  constructor(identity: NoiseIdentity) {
    this.#identity = identity
    this.#mix(WA_HEADER)
  }

  /** @returns the answer to the client's hello. */
  hello(clientHello: Buffer): Buffer {
    const ephemeral = bytesOf(proto.HandshakeMessage.decode(clientHello).clientHello?.ephemeral)
    this.#mix(ephemeral)
    this.#mix(this.#ephemeral.public)
    this.#mixKey(Curve.sharedKey(this.#ephemeral.private, ephemeral))
    const encryptedKey = this.#encrypt(this.#identity.keys.public)
    this.#mixKey(Curve.sharedKey(this.#identity.keys.private, ephemeral))
    const payload = this.#encrypt(this.#identity.certificate)
    const serverHello = { ephemeral: this.#ephemeral.public, static: encryptedKey, payload }
    return Buffer.from(proto.HandshakeMessage.encode({ serverHello }).finish())
  }

  /** @returns who the client is and what it asks for. */
  finish(clientFinish: Buffer): { noiseKey: Buffer; payload: proto.ClientPayload; cipher: TransportCipher } {
    const message = proto.HandshakeMessage.decode(clientFinish).clientFinish
    const noiseKey = this.#decrypt(bytesOf(message?.static))
    this.#mixKey(Curve.sharedKey(this.#ephemeral.private, noiseKey))
    const payload = proto.ClientPayload.decode(this.#decrypt(bytesOf(message?.payload)))
    const keys = hkdf(NO_DATA, 64, { salt: this.#chainKey, info: '' })
    const cipher = new TransportCipher(Buffer.from(keys.subarray(0, 32)), Buffer.from(keys.subarray(32)))
    return { noiseKey, payload, cipher }
  }

  #mix(data: Buffer): void {
    this.#hash = sha256(Buffer.concat([this.#hash, data]))
  }

  #mixKey(secret: Uint8Array): void {
    const keys = hkdf(secret, 64, { salt: this.#chainKey, info: '' })
    this.#chainKey = Buffer.from(keys.subarray(0, 32))
    this.#key = Buffer.from(keys.subarray(32))
    this.#counter = 0
  }

  #encrypt(plaintext: Buffer): Buffer {
    const sealed = aesEncryptGCM(plaintext, this.#key, nonce(this.#counter++), this.#hash)
    this.#mix(sealed)
    return sealed
  }

  #decrypt(sealed: Buffer): Buffer {
    const plaintext = aesDecryptGCM(sealed, this.#key, nonce(this.#counter++), this.#hash)
    this.#mix(sealed)
    return plaintext
  }
}

/** The encrypted stream after the handshake. */
export class TransportCipher {
  readonly #fromClient: Buffer
  readonly #toClient: Buffer
  #read = 0
  #written = 0

  constructor(fromClient: Buffer, toClient: Buffer) {
    this.#fromClient = fromClient
    this.#toClient = toClient
  }

  encrypt(plaintext: Buffer): Buffer {
    return aesEncryptGCM(plaintext, this.#toClient, nonce(this.#written++), NO_DATA)
  }

  decrypt(sealed: Buffer): Buffer {
    return aesDecryptGCM(sealed, this.#fromClient, nonce(this.#read++), NO_DATA)
  }
}

function nonce(counter: number): Buffer {
  const iv = Buffer.alloc(12)
  iv.writeUInt32BE(counter, 8)
  return iv
}

function bytesOf(field: Uint8Array | null | undefined): Buffer {
  if (!field) throw new Error('Incomplete handshake message')
  return Buffer.from(field)
}
