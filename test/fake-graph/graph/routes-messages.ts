import { outboundBubble } from '../world/bubbles.ts'
import { authenticate, jsonBody, withFault, type GraphCall } from './call.ts'
import { GraphError } from './error.ts'
import { json, type Answer } from '../http-io.ts'
import { newWamid } from '../world/identifiers.ts'
import { baseMime, fits, type MediaKind } from './media-types.ts'
import { canonicalDigits, dialledDigits } from '../world/phone-numbers.ts'
import { requireTemplate } from './templates.ts'
import type { BubbleContent, BusinessNumber, Customer, JsonObject, SentMessage } from '../types.ts'
import { parseSend, type ParsedSend } from './validate-message.ts'
import type { World } from '../world/world.ts'

const TYPING_MS = 25_000

/** `POST /{phone number id}/messages`: a send, or a read receipt with optional typing indicator. */
export function postMessages(world: World, call: GraphCall, phoneNumberId: string): Answer {
  const number = world.registry.authorise(authenticate(world, call), phoneNumberId)
  const body = withoutProof(jsonBody(call))
  if (body['status'] !== undefined)
    return withFault(world, faultCall(number), () => markInboundRead(world, number, body))
  const send = parseSend(body)
  const recipient = resolveRecipient(world, number, send)
  const bubble = outboundBubble(world, number, send)
  const described = faultCall(number, { send, recipient })
  let sent: SentMessage | undefined
  const answer = withFault(world, described, (failLaterCode) => {
    sent = accept(world, { number, send, recipient, bubble, body, failLaterCode })
    return json(acceptedBody(sent, recipient))
  })
  if (sent && answer.kind !== 'json') sent.answered = false
  return answer
}

/** Whom a send reaches; nobody when the BSUID means no one in this portfolio. */
interface Recipient {
  customer?: Customer
  bsuid?: string
}

function resolveRecipient(world: World, number: BusinessNumber, send: ParsedSend): Recipient {
  if (send.to !== undefined) {
    const digits = dialledDigits(send.to, world.registry.displayDigits(number))
    if (digits.length < 7 || digits.length > 17) {
      throw new GraphError(100, { details: 'Param to is not a valid WhatsApp phone number' })
    }
    return { customer: world.customers.byPhone(digits) }
  }
  const bsuid = send.recipient ?? ''
  const customer = world.customers.byBsuid(number, bsuid)
  return { bsuid, ...(customer && { customer }) }
}

interface Acceptance {
  number: BusinessNumber
  send: ParsedSend
  recipient: Recipient
  bubble: BubbleContent | undefined
  body: JsonObject
  failLaterCode: number | undefined
}

function accept(world: World, acceptance: Acceptance): SentMessage {
  const { number, send, recipient, body } = acceptance
  // Somebody has to own the message even if its BSUID is nobody's: it will fail with 131026.
  const customer = recipient.customer ?? world.customers.upsert({ bsuid: recipient.bsuid ?? '' })
  const sent: SentMessage = {
    wamid: newWamid(customer.waId ?? customer.id, 'outbound'),
    phoneNumberId: number.phoneNumberId,
    customerId: customer.id,
    type: send.type,
    body,
    acceptedAt: world.clock.now(),
    answered: true,
    ...(send.to !== undefined && { to: send.to }),
    ...(send.recipient !== undefined && { recipient: send.recipient }),
    ...(customer.waId && { waId: customer.waId }),
    ...(send.opaque !== undefined && { opaque: send.opaque }),
    ...(send.type === 'template' && { templateCategory: templateCategory(send) }),
  }
  world.recorder.addSent(sent)
  putOnPhone(world, sent, acceptance)
  world.deliveries.dispatch(sent, acceptance.failLaterCode ?? failureOf(world, acceptance, sent))
  return sent
}

/** The bubble stays invisible on the phone until the message is delivered. */
function putOnPhone(world: World, sent: SentMessage, { bubble, send }: Acceptance): void {
  if (!bubble) {
    react(world, send.content as { message_id: string; emoji: string })
    return
  }
  const thread = world.threads.open(sent.phoneNumberId, sent.customerId)
  delete thread.typingUntil
  world.threads.append(thread, {
    wamid: sent.wamid,
    author: 'business',
    at: sent.acceptedAt,
    content: bubble,
    reactions: {},
    status: 'accepted',
    sent,
    ...(send.contextId !== undefined && { quotedWamid: send.contextId }),
  })
}

function react(world: World, reaction: { message_id: string; emoji: string }): void {
  const found = world.threads.findMessage(reaction.message_id)
  if (!found) return
  if (reaction.emoji) found.message.reactions.business = reaction.emoji
  else delete found.message.reactions.business
  world.changed(found.thread)
}

/** Why Meta would take the message and let it fail afterwards. */
function failureOf(world: World, { recipient, send }: Acceptance, sent: SentMessage): number | undefined {
  if (!recipient.customer) return 131026
  const isFreeForm = send.type !== 'template'
  if (
    isFreeForm &&
    world.settings.enforceWindow &&
    !world.threads.isWindowOpen(sent.phoneNumberId, sent.customerId)
  ) {
    return 131047
  }
  return hasWrongMediaType(world, send) ? 131053 : undefined
}

function hasWrongMediaType(world: World, send: ParsedSend): boolean {
  const kinds: readonly string[] = ['image', 'audio', 'video', 'document', 'sticker']
  if (!kinds.includes(send.type)) return false
  const { id } = send.content as { id?: string }
  const media = id === undefined ? undefined : world.media.find(id)
  return media !== undefined && !fits(send.type as MediaKind, baseMime(media.mimeType))
}

function templateCategory(send: ParsedSend): string {
  const { name, language } = send.content as { name: string; language: { code: string } }
  return requireTemplate(name, language.code).category.toLowerCase()
}

function acceptedBody(sent: SentMessage, recipient: Recipient): JsonObject {
  const contact =
    sent.to === undefined
      ? { input: sent.recipient, user_id: recipient.bsuid }
      : { input: sent.to, wa_id: sent.waId }
  return {
    messaging_product: 'whatsapp',
    contacts: [contact],
    messages: [{ id: sent.wamid, ...(sent.type === 'template' && { message_status: 'accepted' }) }],
  }
}

function markInboundRead(world: World, number: BusinessNumber, body: JsonObject): Answer {
  if (body['status'] !== 'read') throw new GraphError(100, { details: 'Param status must be one of {read}' })
  const found = world.threads.findMessage(String(body['message_id'] ?? ''))
  const isOurs = found?.message.author === 'customer' && found.thread.phoneNumberId === number.phoneNumberId
  if (!found || !isOurs) {
    throw new GraphError(100, { details: 'The message_id does not belong to a received message' })
  }
  if (body['typing_indicator'] !== undefined) {
    found.thread.typingUntil = world.clock.now() + TYPING_MS
    world.changed(found.thread)
  }
  return json({ success: true })
}

function faultCall(number: BusinessNumber, sending?: { send: ParsedSend; recipient: Recipient }) {
  const { customer, bsuid } = sending?.recipient ?? {}
  const keys = [customer?.waId && canonicalDigits(customer.waId), customer?.bsuid, bsuid]
  return {
    endpoint: 'messages' as const,
    phoneNumberId: number.phoneNumberId,
    recipients: keys.filter((key) => key !== undefined),
    ...(sending?.send.opaque !== undefined && { opaque: sending.send.opaque }),
  }
}

/** The proof may travel in the body, where it is no part of the message. */
function withoutProof(body: JsonObject): JsonObject {
  const { appsecret_proof: _proof, ...rest } = body
  return rest
}
