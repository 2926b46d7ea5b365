import type { ErrorCode } from '../../../shared/errors.ts'
import type {
  AttachmentDto,
  DeliveryStatus,
  MessageError,
  MessagePayload,
} from '../../../shared/contracts/messages.ts'

/** One address of the person at the other end, as an item names it. */
export interface PartyIdentity {
  kind: 'phone' | 'wa_bsuid' | 'wa_parent_bsuid'
  /** '' for phones; for a BSUID the portfolio or WABA in which it is unique. */
  scope: string
  /** As the provider wrote it. */
  value: string
  /** Under which two spellings of one address meet (see shared/phone.ts). */
  matchKey: string
}

/** The person at the other end. Identities come strongest first; usernames are never keys. */
export interface Party {
  identities: PartyIdentity[]
  name?: string
  username?: string
  /** Where a reply goes: `phone:5213300000112` or `bsuid:MX.13491208655302741918`. */
  replyAddress: string
}

export interface InboundAttachment {
  type: AttachmentDto['type']
  mime: string
  externalMediaId: string
  fileName?: string
  size?: number
}

/** Something said in the thread, by the contact or (an echo) by us from another device. */
export interface MessageFact {
  kind: 'message'
  direction: 'inbound' | 'outbound'
  party: Party
  /** Unique per channel: for WhatsApp Cloud the wamid. */
  externalKey: string
  type: string
  text?: string
  payload?: MessagePayload
  attachments: InboundAttachment[]
  quotedExternalKey?: string
  sentAt: Date
  /** True where the item opens the reply window: a customer's message does, an echo or a system line doesn't. */
  opensWindow: boolean
  error?: MessageError
}

export interface ReactionFact {
  kind: 'reaction'
  party: Party
  targetExternalKey: string
  /** NULL withdraws it. */
  emoji: string | null
  sentAt: Date
}

export interface StatusFact {
  kind: 'status'
  externalKey: string
  /** What we sent along, if the provider gives it back. */
  opaque?: string
  status: Extract<DeliveryStatus, 'sent' | 'delivered' | 'read' | 'played' | 'failed'>
  at: Date
  error?: MessageError
}

/** The provider says that a person's address changed. Old ones stay as history. */
export interface IdentityChangedFact {
  kind: 'identity_changed'
  previous: PartyIdentity[]
  current: PartyIdentity[]
  replyAddress: string
  externalKey: string
  at: Date
}

/** Trouble with the channel itself, for its health. */
export interface ChannelProblemFact {
  kind: 'channel_problem'
  code: number
  title: string
  reason: 'rate_limited' | 'token_expired' | 'account_blocked' | 'provider_error'
}

/** Understood and deliberately without effect (for instance a template's new quality). */
export interface IgnoredFact {
  kind: 'ignored'
  what: string
}

/** A member that can't be understood. Its neighbours count; the receipt is kept as failed. */
export interface UnreadableFact {
  kind: 'unreadable'
  reason: string
}

export type InboundFact =
  | MessageFact
  | ReactionFact
  | StatusFact
  | IdentityChangedFact
  | ChannelProblemFact
  | IgnoredFact
  | UnreadableFact

/** The part of a provider's webhook that belongs to one endpoint; JSON, stored as the receipt's body. */
export interface RoutedItem {
  externalAccountId: string
  item: unknown
}

/** Which secret signed a webhook, and the MAC that it carried. */
export type SignatureVerdict = { index: number; mac: Buffer } | { index: -1; mac: null }

export interface SplitResult {
  routed: RoutedItem[]
  /** Parts that name no endpoint we could look up. */
  unrouted: { reason: string; externalAccountId: string | null; item: unknown }[]
}

export type SendFailureReason =
  | 'rate_limited'
  | 'recipient_rate_limited'
  | 'temporary'
  | 'auth_expired'
  | 'channel_blocked'
  | 'window_closed'
  | 'invalid_recipient'
  | 'rejected'

/**
 * Why a call to the provider failed.
 * `outcome: 'refused'` means the provider said no or never got the whole request: a retry can't
 * double. `outcome: 'unknown'` means it may have been accepted: never retry blindly.
 */
export class ChannelError extends Error {
  readonly reason: SendFailureReason
  readonly outcome: 'refused' | 'unknown'
  readonly retryAfterMs: number | undefined
  readonly error: MessageError

  constructor(init: {
    reason: SendFailureReason
    outcome: 'refused' | 'unknown'
    error: MessageError
    retryAfterMs?: number
    cause?: unknown
  }) {
    super(`${init.reason}: ${String(init.error.code)} ${init.error.title}`, { cause: init.cause })
    this.name = 'ChannelError'
    this.reason = init.reason
    this.outcome = init.outcome
    this.retryAfterMs = init.retryAfterMs
    this.error = init.error
  }
}

/** What a refused connect or check answers with: an error code of ours and a plain reason. */
export interface ConnectRefusal {
  code: ErrorCode
  reason: string
}

/**
 * An inbound item that can't be understood. The message says what is wrong with it, for the person who
 * looks at the failed receipt; it carries no text of the customer.
 */
export class UnreadableItem extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UnreadableItem'
  }
}
