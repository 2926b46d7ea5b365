/**
 * Ids are UUIDv7: 16 bytes in the database, and everywhere else `<prefix>_<26 base-32 characters>`
 * (Crockford's alphabet, lower case). The prefix names the kind, so that a contact's id handed to a
 * slot that wants a conversation is refused before any query runs.
 */
export const ID_PREFIXES = {
  workspace: 'ws',
  user: 'usr',
  session: 'ses',
  apiKey: 'key',
  channel: 'chn',
  contact: 'con',
  identity: 'idn',
  thread: 'thr',
  conversation: 'cnv',
  message: 'msg',
  attachment: 'att',
  company: 'cmp',
  field: 'fld',
  label: 'lbl',
  note: 'not',
  view: 'viw',
  consent: 'cns',
  merge: 'mrg',
  pipeline: 'pip',
  stage: 'stg',
  lostReason: 'lrs',
  deal: 'dea',
  task: 'tsk',
  notification: 'ntf',
  import: 'imp',
  export: 'exp',
} as const

export type IdKind = keyof typeof ID_PREFIXES

declare const brand: unique symbol
export type Id<K extends IdKind> = string & { readonly [brand]: K }

export type WorkspaceId = Id<'workspace'>
export type UserId = Id<'user'>
export type SessionId = Id<'session'>
export type ApiKeyId = Id<'apiKey'>
export type ChannelId = Id<'channel'>
export type ContactId = Id<'contact'>
export type IdentityId = Id<'identity'>
export type ThreadId = Id<'thread'>
export type ConversationId = Id<'conversation'>
export type MessageId = Id<'message'>
export type AttachmentId = Id<'attachment'>
export type CompanyId = Id<'company'>
export type FieldId = Id<'field'>
export type LabelId = Id<'label'>
export type NoteId = Id<'note'>
export type ViewId = Id<'view'>
export type MergeId = Id<'merge'>
export type PipelineId = Id<'pipeline'>
export type StageId = Id<'stage'>
export type LostReasonId = Id<'lostReason'>
export type DealId = Id<'deal'>
export type TaskId = Id<'task'>
export type NotificationId = Id<'notification'>
export type ImportId = Id<'import'>
export type ExportId = Id<'export'>

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const VALUES = new Int8Array(128).fill(-1)
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i

const BODY_LENGTH = 26
const BODY = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/

/** Two characters for each ten bits: lists encode thousands of ids a second. */
const PAIRS = Array.from({ length: 1024 }, (_, n) => `${ALPHABET[n >> 5]}${ALPHABET[n & 31]}`)

/** 16 bytes to 26 base-32 characters. 128 bits fill 130, so the first character is 0–7. */
export function encodeBytes(bytes: Uint8Array): string {
  let out = ''
  let buffer = 0
  let bits = 2
  for (let at = 0; at < bytes.length; at++) {
    buffer = ((buffer << 8) | (bytes[at] as number)) & 0x3ffff
    bits += 8
    if (bits >= 10) {
      bits -= 10
      out += PAIRS[(buffer >> bits) & 1023]
    }
  }
  return out
}

/** Writes the 16 bytes of a well-formed id. */
export function writeIdBytes(id: Id<IdKind>, bytes: Uint8Array): void {
  let buffer = 0
  let bits = -2
  let at = 0
  for (let i = id.length - BODY_LENGTH; i < id.length; i++) {
    buffer = ((buffer << 5) | (VALUES[id.charCodeAt(i)] ?? 0)) & 0xffff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (buffer >> bits) & 255
    }
  }
}

declare const keyBrand: unique symbol
/** An id without its prefix: how rows about several kinds of record hold theirs. */
export type RecordKey = string & { readonly [keyBrand]: true }

export function recordKeyOf(id: Id<IdKind>): RecordKey {
  return id.slice(-BODY_LENGTH) as RecordKey
}

export function idOfKey<K extends IdKind>(kind: K, key: RecordKey): Id<K> {
  return `${ID_PREFIXES[kind]}_${key}` as Id<K>
}

/** The prefixed string of 16 stored bytes. */
export function idFromBytes<K extends IdKind>(kind: K, bytes: Uint8Array): Id<K> {
  return `${ID_PREFIXES[kind]}_${encodeBytes(bytes)}` as Id<K>
}

/** The 16 bytes of an id that is known to be well formed. */
export function idToBytes(id: Id<IdKind>): Uint8Array {
  const bytes = new Uint8Array(16)
  writeIdBytes(id, bytes)
  return bytes
}

/** True where the text is a well-formed id of this kind; says nothing of whether it exists. */
export function isId<K extends IdKind>(kind: K, text: unknown): text is Id<K> {
  if (typeof text !== 'string') return false
  const prefix = ID_PREFIXES[kind]
  return (
    text.length === prefix.length + 1 + BODY_LENGTH &&
    text.startsWith(`${prefix}_`) &&
    BODY.test(text.slice(prefix.length + 1))
  )
}

let lastMs = 0
let counter = 0

/**
 * A new id whose order is the order of creation within this process: the 12 bits after the
 * milliseconds are a counter, and a counter that overflows borrows from the next millisecond.
 */
export function newId<K extends IdKind>(kind: K, now: number = Date.now()): Id<K> {
  return idFromBytes(kind, newIdBytes(now))
}

/** Drawn from the system a page at a time: asking it for each id would cost more than the id. */
const POOL = new Uint8Array(4_096)
let poolAt = POOL.length

function randomBytes16(): Uint8Array {
  if (poolAt === POOL.length) {
    crypto.getRandomValues(POOL)
    poolAt = 0
  }
  poolAt += 16
  return POOL.slice(poolAt - 16, poolAt)
}

export function newIdBytes(now: number = Date.now()): Uint8Array {
  if (now > lastMs) {
    lastMs = now
    counter = 0
  } else if (++counter > 0xfff) {
    lastMs++
    counter = 0
  }
  const bytes = randomBytes16()
  const view = new DataView(bytes.buffer)
  view.setUint32(0, Math.floor(lastMs / 0x10000))
  view.setUint16(4, lastMs % 0x10000)
  view.setUint16(6, 0x7000 | counter)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return bytes
}
