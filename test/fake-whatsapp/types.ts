import type { BinaryNode, proto } from 'baileys'

/** Words of the simulator: an *account* is a person's or business's WhatsApp: one phone, and the devices linked to it. */

/** Raw curve25519 keys, 32 bytes each. */
export interface KeyPair {
  private: Buffer
  public: Buffer
}

export interface SignedPreKey {
  id: number
  keys: KeyPair
  /** Made when somebody asks for it: signing costs more than all the rest of a first message. */
  signature?: Buffer
}

/** What a phone keeps secret; made when first needed, because most accounts of a load test never do. */
export interface PhoneKeys {
  identity: KeyPair
  registrationId: number
  signedPreKey: SignedPreKey
}

export interface PublicPreKey {
  id: number
  value: Buffer
}

/** A companion that was linked to an account: what the server knows of it. */
export interface LinkedDevice {
  /** The account's phone number. */
  phone: string
  /** 1 and up; 0 is the phone itself. */
  id: number
  platform: string
  linkedAt: number
  registrationId: number
  identity: Buffer
  /** Proves the device at login. */
  noiseKey: Buffer
  signedPreKey: PublicPreKey & { signature: Buffer }
  /** One-time prekeys it uploaded and nobody took yet. */
  preKeys: PublicPreKey[]
  /** It got its first messages (app state key, history). */
  isGreeted: boolean
  /** Not yet confirmed, oldest first. */
  queue: Delivery[]
  /** The newest confirmed messages: the device may ask for them again. */
  confirmed: Delivery[]
}

/** A stanza for a device, kept until the device confirms it. */
export interface Delivery {
  stanza: BinaryNode
  /** Sent on the connection that is open now. */
  isInFlight: boolean
  /** Who can encrypt it again: the phone that wrote it, or the linked device that must be asked. */
  origin?: { phone: string; device: number; message?: Buffer }
  /** A refusal of the copy before this one is still to come and must not remove it. */
  ignoresNack?: boolean
}

export type Addressing = 'lid' | 'pn'

export interface Account {
  /** Digits, country code first. */
  phone: string
  /** Digits of the hidden identity that WhatsApp addresses instead of the phone. */
  lid: string
  name: string
  /** How its messages are addressed unless one says otherwise. */
  addressing: Addressing
  /** Other spellings of the number that WhatsApp resolves to it (Brazil's ninth digit, Mexico's 1). */
  aliases: string[]
  /** Stanzas of this person name the LID only, as WhatsApp does for some chats. */
  hidesPhone: boolean
  isOnline: boolean
  isBanned: boolean
  keys?: PhoneKeys
  nextDeviceId: number
  devices: LinkedDevice[]
  history: PastChat[]
  /** What arrived while the phone was offline, as the server keeps it. */
  waiting: PhoneDelivery[]
  appState: AppState
}

/** A stanza of a linked device on its way to a phone. */
export interface PhoneDelivery {
  from: { phone: string; device: number }
  id: string
  /** The jid the device wrote to. */
  chatJid: string
  enc: BinaryNode
}

export interface AppState {
  key?: { id: Buffer; data: Buffer }
  collections: Record<string, { version: number; patches: Buffer[] }>
}

export interface PastChat {
  with: { phone: string; name?: string }
  /** Oldest first. */
  messages: PastMessage[]
}

export interface PastMessage {
  id?: string
  text: string
  isFromMe?: boolean
  /** Milliseconds since the epoch. */
  at: number
}

export type MediaKind = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker'

/** Media in a thread; the bytes are at the media host. */
export interface ThreadMedia {
  kind: MediaKind
  mimeType: string
  fileName?: string
  seconds?: number
  sizeBytes: number
  /** Of the decrypted bytes, hex. */
  sha256: string
  /** The ciphertext's MAC and both hashes are right. */
  isIntact: boolean
  /** Base64. */
  mediaKey: string
  /** Where the encrypted file lies. */
  directPath: string
}

export type ReceiptStatus = 'sent' | 'delivered' | 'read' | 'played'

/** A message as the phones of a chat show it. */
export interface ThreadMessage {
  id: string
  /** The author's phone number. */
  from: string
  to: string
  /** Milliseconds since the epoch. */
  at: number
  kind: string
  text?: string
  media?: ThreadMedia
  quotedId?: string
  /** Emoji by phone number. */
  reactions: Record<string, string>
  /** It was edited; `text` is the newest. */
  isEdited?: boolean
  isRevoked?: boolean
  /** What the recipient's phone has confirmed. */
  status: ReceiptStatus
  /** The linked device that sent it; absent for the phone itself. */
  device?: number
  /** Encoded `Message`, for retries, quotes and history. */
  bytes: Buffer
  /** The jid the sender used for the recipient. */
  chatJid: string
}

/** Something a linked device sent, as the recipient's phone decrypted it. */
export interface SentMessage {
  id: string
  account: string
  device: number
  to: string
  /** Milliseconds since the epoch, when it first arrived. */
  at: number
  addressing: Addressing
  kind: string
  text?: string
  media?: ThreadMedia
  quotedId?: string
  reaction?: { to: string; emoji: string }
  edit?: { id: string; text: string }
  revoke?: string
  /** How often the phone decrypted a message with this id; more than 1 is a double send. */
  arrivals: number
  message: proto.IMessage
}
