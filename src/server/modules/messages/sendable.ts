import type { SendMessage } from '../../../shared/contracts/messages.ts'
import { AppError } from '../../platform/errors.ts'
import type { Capabilities } from '../../adapters/contract/index.ts'

interface Sendable {
  input: Pick<SendMessage, 'text' | 'attachmentId'>
  attachment: { kind: string; mime: string; size: number | null } | undefined
  capabilities: Capabilities
  thread: { windowExpiresAt: Date | null }
  channelStatus: 'connected' | 'needs_attention' | 'disconnected'
  now: Date
}

/** Refuses what the provider would refuse, in our words and before anything is stored. */
export function checkSendable(message: Sendable): void {
  const { input, attachment, capabilities, thread, channelStatus, now } = message
  if (channelStatus === 'disconnected')
    throw new AppError('CHANNEL_NOT_CONNECTED', 'the channel is disconnected: connect it to send')
  if (!input.text?.trim() && !attachment) throw invalid('text', 'is empty')
  if (capabilities.replyWindowHours !== null && !isWindowOpen(thread, now))
    throw new AppError(
      'REPLY_WINDOW_CLOSED',
      `free text may be sent for ${capabilities.replyWindowHours} hours after the customer's last message`,
      { details: { replyWindowExpiresAt: thread.windowExpiresAt?.toISOString() ?? null } },
    )
  const textMax = attachment ? capabilities.captionMax : capabilities.textMax
  if ((input.text?.length ?? 0) > textMax) throw invalid('text', `is longer than ${textMax} characters`)
  if (attachment) checkAttachment(attachment, capabilities)
}

export function isWindowOpen(thread: { windowExpiresAt: Date | null }, now: Date): boolean {
  return thread.windowExpiresAt !== null && thread.windowExpiresAt > now
}

function checkAttachment(attachment: NonNullable<Sendable['attachment']>, capabilities: Capabilities): void {
  const limits = capabilities.outboundMedia[attachment.kind as keyof Capabilities['outboundMedia']]
  if (!limits)
    throw new AppError('UNSUPPORTED_BY_CHANNEL', `this channel does not send ${attachment.kind} files`)
  if (limits.mimes && !limits.mimes.includes(attachment.mime.split(';')[0] ?? ''))
    throw new AppError(
      'UNSUPPORTED_BY_CHANNEL',
      `this channel does not send ${attachment.mime} as ${attachment.kind}`,
    )
  if ((attachment.size ?? 0) > limits.maxBytes)
    throw new AppError(
      'PAYLOAD_TOO_LARGE',
      `this channel takes ${attachment.kind} files up to ${limits.maxBytes} bytes`,
    )
}

function invalid(field: string, why: string): AppError {
  return new AppError('VALIDATION_FAILED', `${field} ${why}`, { details: { fields: { [field]: why } } })
}
