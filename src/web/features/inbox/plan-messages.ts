import type { AttachmentDto, QuotedMessage } from '@shared/contracts/messages.ts'
import { LIMITS } from '@shared/limits.ts'

interface Written {
  text: string
  attachments: readonly AttachmentDto[]
  quoted: QuotedMessage | null
}

export interface PlannedMessage {
  text: string
  attachment: AttachmentDto | null
  quoted: QuotedMessage | null
}

/** Kinds of file that WhatsApp shows without words under them. */
const WITHOUT_CAPTION = new Set(['audio', 'sticker'])

/**
 * What was written, as the messages that carry it: one file each, the words under the first file
 * that can have a caption, else before the files; only the first message answers the quoted one.
 */
export function planMessages({ text, attachments, quoted }: Written): PlannedMessage[] {
  const captioned =
    text.length <= LIMITS.caption ? attachments.findIndex((file) => !WITHOUT_CAPTION.has(file.type)) : -1
  const alone = text !== '' && captioned === -1
  const parts = [
    ...(alone ? [{ text, attachment: null }] : []),
    ...attachments.map((attachment, index) => ({ text: index === captioned ? text : '', attachment })),
  ]
  return parts.map((part, index) => ({ ...part, quoted: index === 0 ? quoted : null }))
}
