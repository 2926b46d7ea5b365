import { LIMITS } from '../../../shared/limits.ts'
import type { ContactCard, MessagePayload, MessageType } from '../../../shared/contracts/messages.ts'
import type { InboundAttachment } from '../contract/index.ts'
import { asObject, clip, idOf, numberOf, objectsOf, textOf, type JsonObject } from '../meta/json.ts'

/** What a message says, by its type. */
export interface Content {
  type: MessageType
  text?: string
  payload?: MessagePayload
  attachment?: InboundAttachment
  /** The message that an edit or a deletion is about. */
  about?: string
}

type Reader = (message: JsonObject) => Content | undefined

const READERS = new Map<string, Reader>([
  ['text', readText],
  ['image', media('image')],
  ['video', media('video')],
  ['audio', media('audio')],
  ['document', media('document')],
  ['sticker', media('sticker')],
  ['location', readLocation],
  ['contacts', readCards],
  ['interactive', readInteractive],
  ['button', readTemplateButton],
  ['order', readOrder],
  ['unsupported', readUnsupported],
  ['edit', readEdit],
  ['revoke', readRevoke],
])

/**
 * Never empty-handed: a kind that is new, or that lacks its body, becomes a visible placeholder, since
 * the person did write and waits for an answer.
 */
export function readContent(message: JsonObject): Content & { isPlaceholder: boolean } {
  const type = textOf(message['type']) ?? 'unknown'
  const content = READERS.get(type)?.(message)
  if (content) return { ...content, isPlaceholder: content.type === 'unsupported' }
  return { ...placeholder(type), isPlaceholder: true }
}

function placeholder(kind: string, more: Omit<Content, 'type'> = {}): Content {
  const payload = { ...more.payload, unsupportedKind: clip(kind, 64) }
  return { ...more, type: 'unsupported', payload }
}

function readText(message: JsonObject): Content | undefined {
  const text = textOf(asObject(message['text'])?.['body'])
  return text === undefined ? undefined : { type: 'text', text }
}

function media(type: InboundAttachment['type']): Reader {
  return (message) => {
    const file = asObject(message[type])
    const externalMediaId = idOf(file?.['id'])
    if (!file || externalMediaId === undefined || externalMediaId.length > 191) return undefined
    const fileName = textOf(file['filename'])
    const text = textOf(file['caption'])
    return {
      type,
      attachment: {
        type,
        mime: mimeOf(file['mime_type']),
        externalMediaId,
        ...(fileName !== undefined && { fileName: clip(fileName, LIMITS.fileName) }),
      },
      ...(text !== undefined && { text }),
      ...(file['voice'] === true && { payload: { voice: true } }),
      ...(file['animated'] === true && { payload: { animated: true } }),
    }
  }
}

/** With its parameters (`audio/ogg; codecs=opus` tells a voice note from music). */
function mimeOf(value: unknown): string {
  const mime = textOf(value)
  return mime !== undefined && mime.length <= 127 ? mime : 'application/octet-stream'
}

function readLocation(message: JsonObject): Content | undefined {
  const place = asObject(message['location'])
  const latitude = numberOf(place?.['latitude'])
  const longitude = numberOf(place?.['longitude'])
  if (!place || latitude === undefined || longitude === undefined) return undefined
  const named = pickTexts(place, ['name', 'address', 'url'])
  return { type: 'location', payload: { location: { latitude, longitude, ...named } } }
}

function readCards(message: JsonObject): Content | undefined {
  const cards = objectsOf(message['contacts'])
  if (cards.length === 0) return undefined
  // `contact_request` answers our question for the phone of somebody who hides it.
  const origin = cards.map((card) => textOf(card['origin'])).find((value) => value !== undefined)
  return {
    type: 'contacts',
    payload: { contacts: cards.map(readCard), ...(origin !== undefined && { contactsOrigin: origin }) },
  }
}

function readCard(card: JsonObject): ContactCard {
  const name = asObject(card['name'])
  const phones = objectsOf(card['phones']).flatMap((entry) => {
    const phone = textOf(entry['phone']) ?? textOf(entry['wa_id'])
    const label = textOf(entry['type'])
    return phone === undefined ? [] : [{ phone, ...(label !== undefined && { label }) }]
  })
  const emails = objectsOf(card['emails']).flatMap((entry) => textOf(entry['email']) ?? [])
  return {
    name: textOf(name?.['formatted_name']) ?? textOf(name?.['first_name']) ?? phones[0]?.phone ?? '',
    phones,
    ...(emails.length > 0 && { emails }),
  }
}

function readInteractive(message: JsonObject): Content | undefined {
  const interactive = asObject(message['interactive'])
  const kind = textOf(interactive?.['type'])
  if (!interactive || kind === undefined) return undefined
  const body = asObject(interactive[kind])
  if (body && (kind === 'button_reply' || kind === 'list_reply')) return readChoice(body)
  if (body && kind === 'nfm_reply') return readFlowReply(body)
  return placeholder(`interactive.${kind}`)
}

function readChoice(reply: JsonObject): Content {
  const title = textOf(reply['title']) ?? ''
  const choice = { id: idOf(reply['id']) ?? '', title, ...pickTexts(reply, ['description']) }
  return { type: 'interactive', text: title, payload: { choice } }
}

/** The answers of a flow come as JSON inside a string; kept as that string, whatever it holds. */
function readFlowReply(reply: JsonObject): Content {
  const text = textOf(reply['body'])
  const answers = textOf(reply['response_json'])
  const name = textOf(reply['name'])
  return {
    type: 'interactive',
    ...(text !== undefined && { text }),
    payload: {
      flowReply: { ...(name !== undefined && { name }), ...(answers !== undefined && { answers }) },
    },
  }
}

/** A tap on a quick reply of a template. */
function readTemplateButton(message: JsonObject): Content | undefined {
  const button = asObject(message['button'])
  const title = textOf(button?.['text'])
  if (!button || title === undefined) return undefined
  return {
    type: 'interactive',
    text: title,
    payload: { choice: { id: textOf(button['payload']) ?? title, title } },
  }
}

function readOrder(message: JsonObject): Content | undefined {
  const order = asObject(message['order'])
  if (!order) return undefined
  const text = textOf(order['text'])
  const items = objectsOf(order['product_items']).map((item) => ({
    productId: idOf(item['product_retailer_id']) ?? '',
    quantity: numberOf(item['quantity']) ?? null,
    price: numberOf(item['item_price']) ?? null,
    currency: textOf(item['currency']) ?? null,
  }))
  return placeholder('order', {
    ...(text !== undefined && { text }),
    payload: { order: { catalogId: idOf(order['catalog_id']) ?? null, items } },
  })
}

/** WhatsApp names what it does not pass on, for instance `edit` or `poll`. */
function readUnsupported(message: JsonObject): Content {
  return placeholder(textOf(asObject(message['unsupported'])?.['type']) ?? 'unknown')
}

/** Numbers shared with the phone app only. Shown as a line of its own that quotes the edited message. */
function readEdit(message: JsonObject): Content | undefined {
  const edit = asObject(message['edit'])
  const about = idOf(edit?.['original_message_id'])
  if (!edit || about === undefined) return undefined
  const edited = asObject(edit['message'])
  const inner = textOf(edited?.['type'])
  const text =
    textOf(asObject(edited?.['text'])?.['body']) ??
    (inner === undefined ? undefined : textOf(asObject(edited?.[inner])?.['caption']))
  return placeholder('edit', { about, ...(text !== undefined && { text }) })
}

function readRevoke(message: JsonObject): Content | undefined {
  const about = idOf(asObject(message['revoke'])?.['original_message_id'])
  return about === undefined ? undefined : placeholder('revoke', { about })
}

/** The named members that are texts. */
export function pickTexts(source: JsonObject, names: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {}
  for (const name of names) {
    const text = textOf(source[name])
    if (text !== undefined) picked[name] = text
  }
  return picked
}
