import type { MessagePayload } from '../../../shared/contracts/messages.ts'
import { UnreadableItem, type InboundFact, type MessageFact, type Party } from '../contract/index.ts'
import { messageErrorOf } from '../meta/errors.ts'
import { asObject, clip, textOf, type JsonObject } from '../meta/json.ts'
import { pickTexts, readContent } from './content.ts'
import { findProfile, hasAddress, partyOf, readAddresses, type Addresses } from './party.ts'
import { readSystemMessage } from './system.ts'
import { readErrors, requireKey, requireTime, type ValueContext } from './value.ts'

/** How a list of messages is to be taken; `thread` is the person's id where the list names it. */
export interface MessageList {
  context: ValueContext
  isHistory: boolean
  thread?: unknown
}

/**
 * What one message means. Echoes and old messages of the business have a `to`: the person is then the
 * recipient, and nothing opens the reply window.
 * @throws UnreadableItem without an id, a time or a person
 */
export function factsOfMessage(message: JsonObject, list: MessageList): InboundFact[] {
  const key = requireKey(message, 'message')
  if (message['type'] === 'system') return readSystemMessage(message, list.context)
  const direction = directionOf(message, list)
  const party = partyOfMessage(message, { direction, list, key })
  if (message['type'] === 'reaction') {
    const reaction = readReaction({ message, key, party, direction })
    if (reaction) return [reaction]
  }
  return [messageFact({ message, key, party, direction, list })]
}

interface Parts {
  message: JsonObject
  key: string
  party: Party
  direction: MessageFact['direction']
}

function messageFact({ message, key, party, direction, list }: Parts & { list: MessageList }): MessageFact {
  const { isPlaceholder, type, text, attachment, about, payload } = readContent(message)
  const context = asObject(message['context'])
  const quoted = about ?? textOf(context?.['id'])
  const own = readErrors(message['errors'])[0]
  // Meta puts the reason for a body it left out beside the messages.
  const error = own ?? (isPlaceholder ? list.context.errors[0] : undefined)
  const facts = { ...payload, ...surroundingsOf(message, list) }
  return {
    kind: 'message',
    direction,
    party,
    externalKey: key,
    type,
    attachments: attachment ? [attachment] : [],
    sentAt: requireTime(message, `message ${key}`),
    opensWindow: opensWindow(message, direction, list),
    ...(text !== undefined && { text }),
    ...(Object.keys(facts).length > 0 && { payload: facts }),
    ...(quoted !== undefined && quoted.length <= 191 && { quotedExternalKey: quoted }),
    ...(error && { error: messageErrorOf(error) }),
  }
}

/** What came along with the content: forwarding, the product asked about, the advertisement, a group. */
function surroundingsOf(message: JsonObject, list: MessageList): MessagePayload {
  const context = asObject(message['context'])
  const product = asObject(context?.['referred_product'])
  const referral = asObject(message['referral'])
  const groupId = textOf(message['group_id'])
  return {
    ...(context?.['forwarded'] === true && { forwarded: 'once' as const }),
    ...(context?.['frequently_forwarded'] === true && { forwarded: 'many_times' as const }),
    ...(product && { product: pickTexts(product, ['catalog_id', 'product_retailer_id']) }),
    ...(referral && { referral: pickTexts(referral, REFERRAL_TEXTS) }),
    ...(groupId !== undefined && { groupId }),
    ...(list.isHistory && { history: true }),
  }
}

/** Of an advertisement that led to the chat; `ctwa_clid` is what conversions are reported with. */
const REFERRAL_TEXTS = [
  'source_url',
  'source_id',
  'source_type',
  'headline',
  'body',
  'media_type',
  'image_url',
  'video_url',
  'thumbnail_url',
  'ctwa_clid',
]

function opensWindow(message: JsonObject, direction: MessageFact['direction'], list: MessageList): boolean {
  if (direction === 'outbound' || list.isHistory) return false
  // Written in a group: the person's own window stays as it was.
  if (textOf(message['group_id']) !== undefined) return false
  // A correction of something said before is no new message.
  return message['type'] !== 'edit' && message['type'] !== 'revoke'
}

function directionOf(message: JsonObject, { context, isHistory }: MessageList): MessageFact['direction'] {
  if (context.field === 'smb_message_echoes') return 'outbound'
  if (!isHistory) return 'inbound'
  const { from, to } = message
  const isFromBusiness = from === context.businessPhone || (to !== undefined && to !== context.businessPhone)
  return isFromBusiness ? 'outbound' : 'inbound'
}

function partyOfMessage(
  message: JsonObject,
  input: { direction: MessageFact['direction']; list: MessageList; key: string },
): Party {
  const { direction, list, key } = input
  const named =
    direction === 'outbound'
      ? readAddresses(message['to'], message['to_user_id'], message['to_parent_user_id'])
      : readAddresses(message['from'], message['from_user_id'], message['from_parent_user_id'])
  const addresses: Addresses = hasAddress(named) ? named : readAddresses(list.thread)
  if (!hasAddress(addresses)) throw new UnreadableItem(`message ${key} names no person`)
  const { contacts, scope } = list.context
  return partyOf(addresses, scope, findProfile(contacts, addresses))
}

/** Nothing where the reaction names no message: it is then shown as a placeholder. */
function readReaction({ message, key, party, direction }: Parts): InboundFact | undefined {
  const reaction = asObject(message['reaction'])
  const targetExternalKey = textOf(reaction?.['message_id'])
  if (!reaction || targetExternalKey === undefined || targetExternalKey.length > 191) return undefined
  // Our side of a reaction is kept per member, and an echo names none.
  if (direction === 'outbound') return { kind: 'ignored', what: 'own_reaction' }
  // Withdrawn: the emoji is "" or missing.
  const emoji = textOf(reaction['emoji'])
  return {
    kind: 'reaction',
    party,
    targetExternalKey,
    emoji: emoji === undefined ? null : clip(emoji, 64),
    sentAt: requireTime(message, `reaction ${key}`),
  }
}
