/** Words of the fake provider: a *business number* belongs to a WABA, a *customer* is a person with a phone. */

/** A business phone number registered at the provider, with the token that may use it. */
export interface BusinessNumber {
  phoneNumberId: string
  wabaId: string
  /** As Meta shows it in the API, for example `+52 1 33 0000 0100`; webhooks carry its digits only. */
  displayPhoneNumber: string
  verifiedName: string
  accessToken: string
  /** Secret of the app that owns the token. Absent: the fake's own app secret. */
  appSecret?: string
  /** Business portfolio; a person's BSUID is unique per portfolio. Absent: derived from the WABA. */
  portfolioId?: string
}

/** A person who can write to business numbers. */
export interface Customer {
  /** Stable inside the fake: the wa_id's canonical digits, or the BSUID of a person without a visible phone. */
  id: string
  name: string
  waId?: string
  /** Shown by WhatsApp instead of the phone when `hidesPhone` is set. */
  username?: string
  hidesPhone?: boolean
  /** Fixed BSUID; otherwise it is derived from the portfolio and the person. */
  bsuid?: string
  /** Listed on the phone page although no thread exists yet. */
  isPreset?: boolean
}

export type StatusName = 'sent' | 'delivered' | 'read' | 'played' | 'failed'

export interface MediaRef {
  id: string
  mimeType: string
  fileName?: string
  sizeBytes: number
  isVoice?: boolean
}

export interface ReplyOption {
  /** `button`: a quick reply of a template. */
  kind: 'button_reply' | 'list_reply' | 'button'
  id: string
  title: string
  description?: string
}

/** What a bubble of the phone page shows; the text of a media bubble is its caption. */
export interface BubbleContent {
  type: string
  text?: string
  media?: MediaRef
  /** Media given by public link instead of an uploaded id. */
  link?: string
  location?: { latitude: number; longitude: number; name?: string; address?: string }
  cards?: { name: string; phones: string[] }[]
  header?: string
  footer?: string
  options?: ReplyOption[]
}

export interface ThreadMessage {
  wamid: string
  author: 'customer' | 'business'
  /** Milliseconds since the epoch. */
  at: number
  content: BubbleContent
  quotedWamid?: string
  reactions: { customer?: string; business?: string }
  /** Only for the business' messages: the highest status announced so far. */
  status?: StatusName | 'accepted'
  sent?: SentMessage
}

export interface Thread {
  phoneNumberId: string
  customerId: string
  messages: ThreadMessage[]
  /** Opens the 24 h window; milliseconds. */
  lastInboundAt?: number
  unread: number
  /** Until when the phone shows "typing…"; milliseconds. */
  typingUntil?: number
}

/** One message the provider took responsibility for. */
export interface SentMessage {
  wamid: string
  phoneNumberId: string
  customerId: string
  /** The recipient as the caller wrote it. */
  to?: string
  recipient?: string
  /** Digits of the person who gets it, absent for a person known by BSUID only. */
  waId?: string
  type: string
  /** Price category of a template: utility, marketing or authentication. */
  templateCategory?: string
  opaque?: string
  body: Record<string, unknown>
  acceptedAt: number
  /** Whether the caller got the 200, or lost it to a fault. */
  answered: boolean
}

export type JsonObject = Record<string, unknown>
