import { LIMITS } from '../../../shared/limits.ts'
import type { Capabilities } from '../contract/index.ts'

const MB = 1024 * 1024

const IMAGES = ['image/jpeg', 'image/png']
const AUDIOS = ['audio/aac', 'audio/amr', 'audio/mp4', 'audio/mpeg', 'audio/ogg', 'audio/opus']
const VIDEOS = ['video/mp4', 'video/3gpp']
const DOCUMENTS = [
  'application/pdf',
  'text/plain',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
]

/** Limits of WhatsApp Cloud (Meta, pages "Media" and "Send messages"). */
export const CAPABILITIES: Capabilities = {
  textMax: LIMITS.messageText,
  captionMax: LIMITS.caption,
  replyWindowHours: 24,
  quotes: true,
  reactions: true,
  readReceipts: true,
  outboundMedia: {
    image: { mimes: IMAGES, maxBytes: 5 * MB },
    audio: { mimes: AUDIOS, maxBytes: 16 * MB },
    video: { mimes: VIDEOS, maxBytes: 16 * MB },
    // Whatever the upload takes may travel as a document.
    document: { mimes: [...DOCUMENTS, ...IMAGES, ...AUDIOS, ...VIDEOS], maxBytes: 100 * MB },
  },
  inboundMediaMaxBytes: 100 * MB,
  // 80 messages a second and number, Meta's default throughput.
  sendGapMs: 13,
  parallelSends: 8,
}
