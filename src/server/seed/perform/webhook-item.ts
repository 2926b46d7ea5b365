import type { InboundChannel } from '../../modules/inbound/index.ts'
import { DEMO_FILES } from '../files/catalogue.ts'
import { after } from '../plan/calendar.ts'
import type {
  EchoedLine,
  InboundLine,
  MovedLine,
  ReactedLine,
  ReceivedLine,
  SentLine,
  Speech,
  StoryContact,
} from '../plan/lines.ts'
import { digestOf, wamidOf } from './stage.ts'

type Json = Record<string, unknown>

export interface Around {
  slug: string
  channel: InboundChannel
  contact: StoryContact
}

/** What Meta would have posted for these lines, cut to one channel as ingress does it. */
export function itemOfLines(around: Around, lines: readonly InboundLine[]): Json {
  const echoes = lines.filter((line): line is EchoedLine => line.kind === 'echoed')
  const others = lines.filter((line) => line.kind !== 'echoed')
  const messages = others.map((line) => messageOf(around, line))
  return itemOf(around, [
    ...(messages.length > 0
      ? [{ field: 'messages', content: { contacts: [profileOf(around.contact)], messages } }]
      : []),
    ...(echoes.length > 0
      ? [
          {
            field: 'smb_message_echoes',
            content: { message_echoes: echoes.map((line) => echoOf(around, line)) },
          },
        ]
      : []),
  ])
}

/** Meta's report that a message of ours could not be delivered. */
export function itemOfFailure(around: Around, line: SentLine, code: number): Json {
  const status = {
    id: wamidOf(around.slug, line.key),
    status: 'failed',
    timestamp: secondsOf(after(line.at, 0.05)),
    ...(around.contact.phone && { recipient_id: around.contact.phone }),
    errors: [{ code, title: 'Message undeliverable' }],
  }
  return itemOf(around, [{ field: 'messages', content: { statuses: [status] } }])
}

function itemOf({ channel }: Around, changes: { field: string; content: Json }[]): Json {
  const frame = { messaging_product: 'whatsapp', metadata: { phone_number_id: channel.externalAccountId } }
  return {
    object: 'whatsapp_business_account',
    changes: changes.map(({ field, content }) => ({
      entryId: channel.externalParentId,
      time: null,
      field,
      value: { ...frame, ...content },
    })),
  }
}

function profileOf({ name, phone, bsuid, username }: StoryContact): Json {
  return {
    profile: { name, ...(username && { username: `@${username}` }) },
    ...(phone && { wa_id: phone }),
    ...(bsuid && { user_id: bsuid }),
  }
}

function messageOf(around: Around, line: ReceivedLine | ReactedLine | MovedLine): Json {
  const head = { id: wamidOf(around.slug, line.key), timestamp: secondsOf(line.at) }
  if (line.kind === 'moved') {
    const system = {
      type: 'user_changed_number',
      wa_id: line.to,
      body: `${around.contact.name} → ${line.to}`,
    }
    return { ...head, from: line.from, type: 'system', system }
  }
  const from = {
    ...addressOf(around.contact),
    ...(line.kind === 'received' && line.phone && { from: line.phone }),
  }
  if (line.kind === 'reacted') {
    const reaction = { message_id: wamidOf(around.slug, line.on), emoji: line.emoji }
    return { ...head, ...from, type: 'reaction', reaction }
  }
  return { ...head, ...from, ...contextOf(around, line), ...bodyOf(around, line.key, line.speech) }
}

function echoOf(around: Around, line: EchoedLine): Json {
  return {
    id: wamidOf(around.slug, line.key),
    timestamp: secondsOf(line.at),
    to: around.contact.phone,
    ...bodyOf(around, line.key, line.speech),
  }
}

function addressOf({ phone, bsuid }: StoryContact): Json {
  return { ...(phone && { from: phone }), ...(bsuid && { from_user_id: bsuid }) }
}

function contextOf(around: Around, { quotes, forwarded }: ReceivedLine): Json {
  if (quotes !== undefined) return { context: { id: wamidOf(around.slug, quotes) } }
  return forwarded ? { context: { forwarded: true } } : {}
}

function bodyOf(around: Around, key: string, speech: Speech): Json {
  const { type, text, file, location, card, choice } = speech
  if (file) return { type, [type]: mediaOf(around, { key, text, file }) }
  if (location) return { type, location }
  if (card)
    return { type, contacts: [{ name: { formatted_name: card.name }, phones: [{ phone: card.phone }] }] }
  if (choice) return { type, interactive: { type: 'button_reply', button_reply: choice } }
  if (type === 'unsupported') return { type, unsupported: { type: 'poll' }, errors: [UNSUPPORTED] }
  return { type: 'text', text: { body: text ?? '' } }
}

const UNSUPPORTED = { code: 131051, title: 'Message type unknown', message: 'Message type unknown' }

function mediaOf(
  around: Around,
  said: { key: string; text?: string; file: NonNullable<Speech['file']> },
): Json {
  const { kind, mime, fileName } = DEMO_FILES[said.file]
  // Meta's media ids are numbers of 15 digits and more.
  const id = digestOf(around.slug, `media|${said.key}`).readBigUInt64BE(0).toString()
  return {
    id,
    mime_type: mime,
    ...(said.text !== undefined && { caption: said.text }),
    ...(fileName !== undefined && { filename: fileName }),
    ...(kind === 'audio' && { voice: true }),
  }
}

function secondsOf(moment: Date): string {
  return String(Math.floor(moment.getTime() / 1000))
}
