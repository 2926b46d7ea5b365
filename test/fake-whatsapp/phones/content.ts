import { proto } from 'baileys'
import type { MediaStore } from '../media/media-store.ts'
import type { MediaKind } from '../types.ts'

export interface OutgoingMedia {
  kind: MediaKind
  /** Base64 when it comes over HTTP. */
  bytes: Uint8Array | string
  mimeType: string
  fileName?: string
  seconds?: number
}

/** What a person can write on a phone: one of the kinds, with `quote` in addition where it makes sense. */
export interface PhoneContent {
  /** With `media`: its caption. */
  text?: string
  media?: OutgoingMedia
  location?: { latitude: number; longitude: number; name?: string; address?: string }
  contact?: { name: string; phone: string }
  /** Id of the message this one answers. */
  quote?: string
  /** An empty emoji takes the reaction back. */
  reaction?: { to: string; emoji: string }
  edit?: { id: string; text: string }
  /** Id of the own message to delete for everyone. */
  revoke?: string
  /** Any other `Message`, as an object of the protocol. */
  raw?: object
}

/** A message of the chat that content points at. */
export interface Target {
  id: string
  /** The writer's own message. */
  isOwn: boolean
  message: proto.IMessage
}

export interface ContentContext {
  media: MediaStore
  /** The chat as the writer's phone names it. */
  chatJid: string
  /** The writer's and the other's jid, as quotes name an author. */
  authorJid: (target: Target) => string
  /** @throws Error when the chat has no such message. */
  target: (id: string) => Target
  nowMs: number
}

const { Type } = proto.Message.ProtocolMessage

/** The protocol's message for what a person wrote. */
export async function buildMessage(content: PhoneContent, context: ContentContext): Promise<proto.IMessage> {
  if (content.raw) return proto.Message.fromObject(content.raw)
  if (content.reaction) return reactionMessage(content.reaction, context)
  if (content.edit) return editMessage(content.edit, context)
  if (content.revoke !== undefined) {
    return { protocolMessage: { type: Type.REVOKE, key: keyOf(content.revoke, context) } }
  }
  const contextInfo = content.quote === undefined ? undefined : quoteOf(content.quote, context)
  if (content.media) return mediaMessage(content.media, { caption: content.text, contextInfo, context })
  if (content.location) return { locationMessage: locationOf(content.location, contextInfo) }
  if (content.contact) return { contactMessage: { ...vcardOf(content.contact), contextInfo } }
  if (content.text === undefined) throw new Error('Nothing to write: name text, media or another kind')
  if (!contextInfo) return { conversation: content.text }
  return { extendedTextMessage: { text: content.text, contextInfo } }
}

function reactionMessage(
  { to, emoji }: { to: string; emoji: string },
  context: ContentContext,
): proto.IMessage {
  return { reactionMessage: { key: keyOf(to, context), text: emoji, senderTimestampMs: context.nowMs } }
}

function editMessage({ id, text }: { id: string; text: string }, context: ContentContext): proto.IMessage {
  return {
    protocolMessage: {
      type: Type.MESSAGE_EDIT,
      key: keyOf(id, context),
      editedMessage: { conversation: text },
      timestampMs: context.nowMs,
    },
  }
}

/** Keys inside a message are written from the author's point of view. */
function keyOf(id: string, { chatJid, target }: ContentContext): proto.IMessageKey {
  return { remoteJid: chatJid, fromMe: target(id).isOwn, id }
}

function quoteOf(id: string, context: ContentContext): proto.IContextInfo {
  const quoted = context.target(id)
  return { stanzaId: id, participant: context.authorJid(quoted), quotedMessage: quoted.message }
}

function locationOf(
  { latitude, longitude, name, address }: NonNullable<PhoneContent['location']>,
  contextInfo: proto.IContextInfo | undefined,
): proto.Message.ILocationMessage {
  return {
    degreesLatitude: latitude,
    degreesLongitude: longitude,
    name: name ?? null,
    address: address ?? null,
    contextInfo: contextInfo ?? null,
  }
}

function vcardOf({ name, phone }: { name: string; phone: string }): proto.Message.IContactMessage {
  const digits = phone.replace(/\D/g, '')
  const vcard = `BEGIN:VCARD\nVERSION:3.0\nFN:${name}\nTEL;type=CELL;waid=${digits}:+${digits}\nEND:VCARD`
  return { displayName: name, vcard }
}

async function mediaMessage(
  media: OutgoingMedia,
  extra: {
    caption: string | undefined
    contextInfo: proto.IContextInfo | undefined
    context: ContentContext
  },
): Promise<proto.IMessage> {
  const { kind, mimeType, fileName } = media
  const bytes =
    typeof media.bytes === 'string' ? Buffer.from(media.bytes, 'base64') : Buffer.from(media.bytes)
  const { media: store, nowMs } = extra.context
  const file = await store.seal(kind, bytes)
  const { caption = null, contextInfo = null } = extra
  const common = {
    ...file,
    url: `${store.url}${file.directPath}`,
    mimetype: mimeType,
    mediaKeyTimestamp: Math.floor(nowMs / 1_000),
    contextInfo,
  }
  const lasting = { ...common, seconds: media.seconds ?? 1 }
  switch (kind) {
    case 'image':
      return { imageMessage: { ...common, caption } }
    case 'video':
      return { videoMessage: { ...lasting, caption } }
    case 'audio':
    case 'voice':
      return { audioMessage: { ...lasting, ptt: kind === 'voice' } }
    case 'document':
      return {
        documentMessage: { ...common, caption, fileName: fileName ?? 'file', title: fileName ?? 'file' },
      }
    case 'sticker':
      return { stickerMessage: common }
  }
}
