import { createDecipheriv, createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { getMediaKeys, type MediaType } from 'baileys'
import type { MediaKind, ThreadMedia } from '../types.ts'

/** What a media message says of its file. */
export interface FileFacts {
  mediaKey: Buffer
  directPath: string
  fileSha256: Buffer
  fileEncSha256: Buffer
  fileLength: number
}

/** The file ends with this much of its HMAC. */
const MAC_BYTES = 10

/** WhatsApp's name of the key derivation for each kind. */
const KEY_TYPE: Record<MediaKind, MediaType> = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  voice: 'ptt',
  document: 'document',
  sticker: 'sticker',
}

/** Encrypted files by path, as the media host keeps them. */
export class MediaStore {
  readonly #files = new Map<string, Buffer>()
  readonly #expired = new Map<string, Buffer>()
  /** `https://127.0.0.1:<port>` of the media host. */
  url = ''

  put(directPath: string, encrypted: Buffer): void {
    this.#files.set(directPath, encrypted)
  }

  get(directPath: string): Buffer | undefined {
    return this.#files.get(directPath)
  }

  /** The host forgets a file: downloads get 404. The phones still have it. */
  expire(directPath: string): void {
    const file = this.#files.get(directPath)
    if (file) this.#expired.set(directPath, file)
    this.#files.delete(directPath)
  }

  /** A phone uploads a forgotten file again. @returns its new path. */
  restore(directPath: string): string | undefined {
    const file = this.#expired.get(directPath) ?? this.#files.get(directPath)
    if (!file) return undefined
    const renewed = `/v/t62/${randomBytes(16).toString('hex')}.enc`
    this.put(renewed, file)
    return renewed
  }

  all(): [string, Buffer][] {
    return [...this.#files]
  }

  /** Encrypts a file as a phone does and uploads it. */
  async seal(kind: MediaKind | 'history', bytes: Buffer): Promise<FileFacts> {
    const mediaKey = randomBytes(32)
    const { iv, cipherKey, macKey } = await keysFor(kind, mediaKey)
    const cipher = createCipheriv('aes-256-cbc', cipherKey, iv)
    const ciphertext = Buffer.concat([cipher.update(bytes), cipher.final()])
    const encrypted = Buffer.concat([ciphertext, macOf(ciphertext, { iv, macKey })])
    const fileEncSha256 = sha256(encrypted)
    const directPath = `/v/t62/${fileEncSha256.toString('hex')}.enc`
    this.put(directPath, encrypted)
    return { mediaKey, directPath, fileSha256: sha256(bytes), fileEncSha256, fileLength: bytes.length }
  }

  /** The file of a message as a phone shows it; phones keep what the host forgot. */
  async decrypted({ kind, mediaKey, directPath }: ThreadMedia): Promise<Buffer | undefined> {
    const encrypted = this.#files.get(directPath) ?? this.#expired.get(directPath)
    return encrypted && unseal(encrypted, await keysFor(kind, Buffer.from(mediaKey, 'base64')))
  }

  /** Downloads, checks and decrypts; nothing when the host has no such file. */
  async open(kind: MediaKind, facts: FileFacts): Promise<{ bytes: Buffer; isIntact: boolean } | undefined> {
    const encrypted = this.get(facts.directPath)
    if (!encrypted) return undefined
    const keys = await keysFor(kind, facts.mediaKey)
    const bytes = unseal(encrypted, keys)
    const isIntact =
      macOf(encrypted.subarray(0, -MAC_BYTES), keys).equals(encrypted.subarray(-MAC_BYTES)) &&
      sha256(encrypted).equals(facts.fileEncSha256) &&
      sha256(bytes).equals(facts.fileSha256)
    return { bytes, isIntact }
  }
}

async function keysFor(kind: MediaKind | 'history', mediaKey: Buffer) {
  const { iv, cipherKey, macKey } = await getMediaKeys(
    mediaKey,
    kind === 'history' ? 'md-msg-hist' : KEY_TYPE[kind],
  )
  if (!macKey) throw new Error('Media keys without a MAC key')
  return { iv, cipherKey, macKey }
}

function unseal(encrypted: Buffer, { iv, cipherKey }: { iv: Uint8Array; cipherKey: Uint8Array }): Buffer {
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv)
  return Buffer.concat([decipher.update(encrypted.subarray(0, -MAC_BYTES)), decipher.final()])
}

function macOf(ciphertext: Buffer, { iv, macKey }: { iv: Uint8Array; macKey: Uint8Array }): Buffer {
  return createHmac('sha256', macKey).update(iv).update(ciphertext).digest().subarray(0, MAC_BYTES)
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}
