import { cardOf, type ContactCard } from './bubbles.ts'
import type { CustomerInput } from './customers.ts'
import { newWamid } from './identifiers.ts'
import type { StoredMedia } from './media-store.ts'
import type { MediaKind } from '../graph/media-types.ts'
import { inboundPayload } from './payloads.ts'
import type { BubbleContent, BusinessNumber, Customer, JsonObject, ReplyOption, Thread } from '../types.ts'
import type { World } from './world.ts'

export interface MediaInput {
  /** A Buffer, or base64 when it comes over HTTP. */
  bytes: Buffer | string
  mimeType: string
  fileName?: string
  caption?: string
  /** Recorded in the app, as opposed to an audio file. */
  voice?: boolean
}

/** What a person says; exactly one of these. */
export interface CustomerContent {
  text?: string
  image?: MediaInput
  audio?: MediaInput
  video?: MediaInput
  document?: MediaInput
  sticker?: MediaInput
  location?: { latitude: number; longitude: number; name?: string; address?: string; url?: string }
  contacts?: ContactCard[]
  /** An empty emoji takes the reaction back. */
  reaction?: { messageId: string; emoji: string }
  /** A button or list row of a message of the business. */
  option?: ReplyOption
  /** Something that the Cloud API cannot show, as polls. */
  unsupported?: true
}

export interface CustomerMessage extends CustomerContent {
  phoneNumberId: string
  from: CustomerInput
  /** Id of the quoted message. */
  replyTo?: string
  forwarded?: 'once' | 'often'
  /** Ad that led here, as in the payload. */
  referral?: JsonObject
  /** Milliseconds; default now. */
  at?: number
}

export interface WrittenMessage {
  wamid: string
  customerId: string
  bsuid: string
  waId?: string
}

/** A person writes: it appears on their phone, opens the window, and the webhook goes out. */
export function customerWrites(world: World, input: CustomerMessage): WrittenMessage {
  const number = world.registry.get(input.phoneNumberId)
  const customer = world.customers.upsert(input.from)
  const thread = world.threads.open(number.phoneNumberId, customer.id)
  const at = input.at ?? world.clock.now()
  const wamid = newWamid(customer.waId ?? customer.id, 'inbound')
  const said = express(world, number, input)
  if (input.reaction) setReaction(world, input.reaction)
  if (said.bubble) appendBubble(world, { thread, wamid, at, bubble: said.bubble, replyTo: input.replyTo })
  const context = contextOf(world, { number, customer, message: input })
  const content = {
    ...said.wire,
    ...(context && { context }),
    ...(input.referral && { referral: input.referral }),
  }
  world.changed(thread)
  world.deliveries.postWebhook(number, inboundPayload(world, { number, customer, wamid, at, content }))
  return {
    wamid,
    customerId: customer.id,
    bsuid: world.customers.bsuidOf(number, customer),
    ...(customer.waId && { waId: customer.waId }),
  }
}

interface Expression {
  wire: JsonObject
  /** Absent for a reaction, which changes another bubble. */
  bubble?: BubbleContent
}

const MEDIA_KINDS: readonly MediaKind[] = ['image', 'audio', 'video', 'document', 'sticker']

function express(world: World, number: BusinessNumber, said: CustomerContent): Expression {
  const kind = MEDIA_KINDS.find((each) => said[each] !== undefined)
  if (kind) return expressMedia(world, { number, kind, input: said[kind] as MediaInput })
  if (said.text !== undefined) return plain('text', { body: said.text }, { text: said.text })
  if (said.location) return plain('location', said.location, { location: said.location })
  if (said.contacts) return plain('contacts', said.contacts, { cards: said.contacts.map(cardOf) })
  if (said.option) return expressOption(said.option)
  if (said.reaction) {
    const reaction = { message_id: said.reaction.messageId, emoji: said.reaction.emoji }
    return { wire: { type: 'reaction', reaction } }
  }
  if (said.unsupported) return { wire: unsupportedWire(), bubble: { type: 'unsupported' } }
  throw new Error(
    'customerWrites needs one of text, image, audio, video, document, sticker, location, contacts, reaction, option, unsupported',
  )
}

function plain(type: string, wire: unknown, bubble: Omit<BubbleContent, 'type'>): Expression {
  return { wire: { type, [type]: wire }, bubble: { type, ...bubble } }
}

function expressMedia(
  world: World,
  said: { number: BusinessNumber; kind: MediaKind; input: MediaInput },
): Expression {
  const { number, kind, input } = said
  const { mimeType, fileName, caption, voice } = input
  const bytes = typeof input.bytes === 'string' ? Buffer.from(input.bytes, 'base64') : input.bytes
  const { phoneNumberId } = number
  const media = world.media.add({ phoneNumberId, mimeType, bytes, ...(fileName && { fileName }) }, 'webhook')
  const wire = {
    ...(caption && { caption }),
    ...(kind === 'document' && fileName && { filename: fileName }),
    mime_type: mimeType,
    sha256: Buffer.from(media.sha256Hex, 'hex').toString('base64'),
    id: media.id,
    url: webhookUrlOf(world, media),
    ...(kind === 'audio' && { voice: voice === true }),
    ...(kind === 'sticker' && { animated: false }),
  }
  const ref = {
    id: media.id,
    mimeType,
    sizeBytes: bytes.length,
    ...(fileName && { fileName }),
    ...(voice && { isVoice: true }),
  }
  return plain(kind, wire, { media: ref, ...(caption && { text: caption }) })
}

function webhookUrlOf(world: World, media: StoredMedia): string {
  return world.graphUrl + world.media.signedPath(media, world.settings.mediaUrlTtlMs)
}

function expressOption(option: ReplyOption): Expression {
  const { kind, id, title, description } = option
  const bubble = { type: 'text', text: title }
  if (kind === 'button') return { wire: { type: 'button', button: { payload: id, text: title } }, bubble }
  const reply = { id, title, ...(description && { description }) }
  return { wire: { type: 'interactive', interactive: { type: kind, [kind]: reply } }, bubble }
}

function unsupportedWire(): JsonObject {
  const title = 'Message type unknown'
  const details = { details: 'Message type is currently not supported.' }
  return { type: 'unsupported', errors: [{ code: 131051, title, message: title, error_data: details }] }
}

/** A quote names its author and id; a forward has no id. */
function contextOf(
  world: World,
  input: {
    number: BusinessNumber
    customer: Customer
    message: CustomerMessage
  },
): JsonObject | undefined {
  const { number, customer, message } = input
  if (message.forwarded) {
    return { forwarded: true, ...(message.forwarded === 'often' && { frequently_forwarded: true }) }
  }
  if (message.replyTo === undefined) return undefined
  const isOwn = world.threads.findMessage(message.replyTo)?.message.author === 'customer'
  const author = isOwn ? world.customers.visibleWaId(customer) : world.registry.displayDigits(number)
  return { ...(author && { from: author }), id: message.replyTo }
}

function appendBubble(
  world: World,
  input: {
    thread: Thread
    wamid: string
    at: number
    bubble: BubbleContent
    replyTo: string | undefined
  },
): void {
  const { thread, wamid, at, bubble, replyTo } = input
  thread.lastInboundAt = Math.max(thread.lastInboundAt ?? 0, at)
  world.threads.append(thread, {
    wamid,
    author: 'customer',
    at,
    content: bubble,
    reactions: {},
    ...(replyTo !== undefined && { quotedWamid: replyTo }),
  })
}

function setReaction(world: World, reaction: { messageId: string; emoji: string }): void {
  const found = world.threads.findMessage(reaction.messageId)
  if (!found) return
  if (reaction.emoji) found.message.reactions.customer = reaction.emoji
  else delete found.message.reactions.customer
}
