import { getContentType, normalizeMessageContent, proto } from 'baileys'
import type { FileFacts, MediaStore } from '../media/media-store.ts'
import type { MediaKind, ThreadMedia } from '../types.ts'

/** What a decrypted message says. */
export interface MessageFacts {
  kind: string
  text?: string
  media?: ThreadMedia
  quotedId?: string
  reaction?: { to: string; emoji: string }
  edit?: { id: string; text: string }
  revoke?: string
}

type MediaContent = proto.Message.IDocumentMessage & proto.Message.IAudioMessage

const MEDIA_KIND: Record<string, MediaKind> = {
  imageMessage: 'image',
  videoMessage: 'video',
  audioMessage: 'audio',
  documentMessage: 'document',
  stickerMessage: 'sticker',
}

const { Type } = proto.Message.ProtocolMessage

/** Reads a message as a phone shows it; media are downloaded and checked. */
export async function readMessage(message: proto.IMessage, store: MediaStore): Promise<MessageFacts> {
  const content = normalizeMessageContent(message) ?? {}
  if (content.reactionMessage) {
    const { key, text } = content.reactionMessage
    return { kind: 'reaction', reaction: { to: key?.id ?? '', emoji: text ?? '' } }
  }
  if (content.protocolMessage) return protocolFacts(content.protocolMessage)
  const type = getContentType(content) ?? 'nothing'
  const mediaKind = MEDIA_KIND[type]
  const media = mediaKind && content[type as 'documentMessage']
  const text = textOf(content)
  const quotedId = quotedIdOf(content, type)
  return {
    kind: kindOf(type),
    ...(text !== undefined && { text }),
    ...(quotedId !== undefined && { quotedId }),
    ...(media && { media: await mediaFacts(mediaKind, media, store) }),
  }
}

export function textOf(content: proto.IMessage): string | undefined {
  const { conversation, extendedTextMessage, imageMessage, videoMessage, documentMessage } = content
  const captioned = imageMessage ?? videoMessage ?? documentMessage
  return conversation ?? extendedTextMessage?.text ?? captioned?.caption ?? undefined
}

function protocolFacts({ type, key, editedMessage }: proto.Message.IProtocolMessage): MessageFacts {
  const id = key?.id ?? ''
  if (type === Type.REVOKE) return { kind: 'revoke', revoke: id }
  if (type === Type.MESSAGE_EDIT) {
    return { kind: 'edit', edit: { id, text: textOf(normalizeMessageContent(editedMessage) ?? {}) ?? '' } }
  }
  return { kind: 'protocol' }
}

/** `imageMessage` → `image`; both ways to write text are `text`. */
function kindOf(type: string): string {
  if (type === 'conversation' || type === 'extendedTextMessage') return 'text'
  return type.replace(/Message$/, '')
}

function quotedIdOf(content: proto.IMessage, type: string): string | undefined {
  const part = content[type as 'extendedTextMessage']
  return (typeof part === 'object' && part?.contextInfo?.stanzaId) || undefined
}

async function mediaFacts(kind: MediaKind, content: MediaContent, store: MediaStore): Promise<ThreadMedia> {
  const file = fileFacts(content)
  const exactKind = kind === 'audio' && content.ptt ? 'voice' : kind
  const opened = await store.open(exactKind, file)
  return {
    kind: exactKind,
    mimeType: content.mimetype ?? '',
    ...(content.fileName && { fileName: content.fileName }),
    ...(content.seconds && { seconds: content.seconds }),
    sizeBytes: opened?.bytes.length ?? 0,
    sha256: file.fileSha256.toString('hex'),
    isIntact: opened?.isIntact ?? false,
    directPath: file.directPath,
    mediaKey: file.mediaKey.toString('base64'),
  }
}

function fileFacts(content: MediaContent): FileFacts {
  return {
    mediaKey: Buffer.from(content.mediaKey ?? []),
    directPath: content.directPath ?? '',
    fileSha256: Buffer.from(content.fileSha256 ?? []),
    fileEncSha256: Buffer.from(content.fileEncSha256 ?? []),
    fileLength: Number(content.fileLength ?? 0),
  }
}
