import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'
import { newGraphId } from './identifiers.ts'

export interface StoredMedia {
  id: string
  phoneNumberId: string
  mimeType: string
  fileName?: string
  bytes: Buffer
  sha256Hex: string
  expiresAt: number
}

const DAY = 24 * 60 * 60 * 1_000
/** Ids of uploads live 30 days, ids that came in webhooks 7 days. */
const LIFE_MS = { upload: 30 * DAY, webhook: 7 * DAY }

/** The provider's media: bytes by id, and short-lived signed URLs to them. */
export class MediaStore {
  readonly #media = new Map<string, StoredMedia>()
  readonly #urlKey = randomBytes(32)
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  all(): StoredMedia[] {
    return [...this.#media.values()]
  }

  add(
    input: Pick<StoredMedia, 'phoneNumberId' | 'mimeType' | 'bytes' | 'fileName'>,
    kind: keyof typeof LIFE_MS,
  ): StoredMedia {
    const sha256Hex = createHash('sha256').update(input.bytes).digest('hex')
    const media = { ...input, id: newGraphId(), sha256Hex, expiresAt: this.#clock.now() + LIFE_MS[kind] }
    this.#media.set(media.id, media)
    return media
  }

  restore(media: StoredMedia): void {
    this.#media.set(media.id, media)
  }

  find(id: string): StoredMedia | undefined {
    const media = this.#media.get(id)
    return media && media.expiresAt > this.#clock.now() ? media : undefined
  }

  delete(id: string): void {
    this.#media.delete(id)
  }

  /** Path and query of a download URL that works for `ttlMs`. */
  signedPath(media: StoredMedia, ttlMs: number): string {
    const expires = String(Math.floor((this.#clock.now() + ttlMs) / 1_000))
    const query = new URLSearchParams({ mid: media.id, ext: expires, hash: this.#hash(media.id, expires) })
    return `/lookaside/whatsapp_business/attachments/?${query}`
  }

  /** The media behind a download URL; nothing once it expired or was tampered with. */
  resolve(query: URLSearchParams): StoredMedia | undefined {
    const [mid, expires] = [query.get('mid') ?? '', query.get('ext') ?? '']
    const isValid =
      query.get('hash') === this.#hash(mid, expires) && Number(expires) * 1_000 > this.#clock.now()
    return isValid ? this.find(mid) : undefined
  }

  #hash(mid: string, expires: string): string {
    return createHmac('sha256', this.#urlKey).update(`${mid}|${expires}`).digest('base64url')
  }
}
