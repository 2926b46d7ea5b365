import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { ChannelKind } from '../../../shared/channels.ts'
import type { CredentialCheck } from '../../../shared/contracts/channels.ts'
import type { AttachmentDto } from '../../../shared/contracts/messages.ts'
import type { InboundFact, SignatureVerdict, SplitResult } from './facts.ts'

export * from './facts.ts'

/** What a kind of channel can do, as data: no code asks for a channel's kind. */
export interface Capabilities {
  textMax: number
  captionMax: number
  /** Hours in which free text may follow a customer's message; null where there is no such rule. */
  replyWindowHours: number | null
  quotes: boolean
  reactions: boolean
  readReceipts: boolean
  /** Per type of attachment that can be sent: accepted MIME types (or null for any) and bytes. */
  outboundMedia: Partial<Record<AttachmentDto['type'], { mimes: readonly string[] | null; maxBytes: number }>>
  /** Bytes above which an inbound file is not fetched. */
  inboundMediaMaxBytes: number
  /** Least time between two sends of one channel, unless the channel says otherwise. */
  sendGapMs: number
  /** Sends of one channel that may be under way at once (never two of one thread). */
  parallelSends: number
}

/** The channel's facts that an adapter may use; never the workspace. */
export interface AdapterChannel {
  externalAccountId: string
  externalParentId: string | null
  identityScope: string
}

export interface Connection<C> extends AdapterChannel {
  credentials: C
}

export interface OutboundMessage {
  /** `phone:…` or `bsuid:…`, as kept on the thread. */
  to: string
  /** Given back in every status of this message: the key that settles unknown outcomes. */
  opaque: string
  text?: string
  attachment?: {
    type: AttachmentDto['type']
    mime: string
    fileName: string | null
    size: number
    /** Opens the bytes; called once per attempt. */
    open(): Readable | Promise<Readable>
  }
  quotedExternalKey?: string
}

export interface SendReceipt {
  externalKey: string
  /** Another spelling of the recipient that the provider answered with (a phone's wa_id). */
  recipientAlias?: string
}

export interface AccountFacts {
  address: string
  verifiedName: string | null
  quality: string | null
  identityScope: string
}

export interface FetchedMedia {
  mime: string
  size: number | null
  /** Hex, where the provider tells it. */
  sha256: string | null
  body: Readable
}

export interface ChannelAdapter<C = unknown> {
  readonly kind: ChannelKind
  readonly capabilities: Capabilities
  readonly credentials: z.ZodType<C>
  /** The endpoint's id and its account's id in these credentials. */
  accountOf(credentials: C): { externalAccountId: string; externalParentId: string | null }
  /** The secret that signs this channel's webhooks when the customer uses an app of their own. */
  signingSecretOf(credentials: C): string | null
  /**
   * Which of the secrets signed these very bytes: its index and the MAC, or nothing. Constant in time;
   * a header that is missing, doubled or of another form matches no secret.
   */
  verify(
    raw: Buffer,
    header: string | readonly string[] | undefined,
    secrets: readonly string[],
  ): SignatureVerdict
  /** Pure: cuts a provider's parsed webhook body into one item per endpoint. */
  split(body: unknown): SplitResult
  /** Pure: what an item says. Throws where it can't be understood: the receipt is then kept as failed. */
  normalise(item: unknown, channel: AdapterChannel): InboundFact[]
  /** @throws ChannelError */
  send(out: OutboundMessage, connection: Connection<C>): Promise<SendReceipt>
  /** @throws ChannelError */
  markRead(externalKey: string, connection: Connection<C>): Promise<void>
  /** @throws ChannelError */
  fetchMedia(externalMediaId: string, connection: Connection<C>): Promise<FetchedMedia>
  /** Asks the provider about each field that is given. Never throws for a provider's "no". */
  check(credentials: Partial<C>): Promise<CredentialCheck[]>
  /** Who the endpoint is, as the provider says. @throws ChannelError */
  describe(credentials: C): Promise<AccountFacts>
  /** Asks the provider to send us this account's webhooks. @throws ChannelError */
  subscribe(credentials: C): Promise<void>
}

/** Total by kind: a missing adapter does not compile. */
export type Adapters = { readonly [K in ChannelKind]: ChannelAdapter<never> }
