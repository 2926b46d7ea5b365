/** What Meta accepts per kind of media; sizes in bytes. */
const MB = 1024 * 1024

export type MediaKind = 'image' | 'audio' | 'video' | 'document' | 'sticker'

const AUDIO = ['audio/aac', 'audio/mp4', 'audio/mpeg', 'audio/amr', 'audio/ogg', 'audio/opus']
const IMAGE = ['image/jpeg', 'image/png']
const STICKER = ['image/webp']
const VIDEO = ['video/mp4', 'video/3gpp']
const DOCUMENT = [
  'text/plain',
  'application/pdf',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
]

export const UPLOADABLE: readonly string[] = [...AUDIO, ...DOCUMENT, ...IMAGE, ...VIDEO, ...STICKER]

/** `audio/ogg; codecs=opus` → `audio/ogg`. */
export function baseMime(mimeType: string): string {
  return (mimeType.split(';')[0] ?? '').trim().toLowerCase()
}

export function maxBytes(mimeType: string): number {
  const mime = baseMime(mimeType)
  if (IMAGE.includes(mime)) return 5 * MB
  if (STICKER.includes(mime)) return 500 * 1024
  if (AUDIO.includes(mime) || VIDEO.includes(mime)) return 16 * MB
  return 100 * MB
}

/** Whether a message of this kind may carry this type; any upload may travel as a document. */
export function fits(kind: MediaKind, mimeType: string): boolean {
  const mime = baseMime(mimeType)
  const allowed: Record<MediaKind, readonly string[]> = {
    image: IMAGE,
    audio: AUDIO,
    video: VIDEO,
    sticker: STICKER,
    document: UPLOADABLE,
  }
  return allowed[kind].includes(mime)
}
