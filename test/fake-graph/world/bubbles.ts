import { GraphError } from '../graph/error.ts'
import { fillTemplate, requireTemplate } from '../graph/templates.ts'
import type { BubbleContent, BusinessNumber, JsonObject, MediaRef, ReplyOption } from '../types.ts'
import type { ParsedSend } from '../graph/validate-message.ts'
import type { World } from './world.ts'

/**
 * What the customer's phone shows for a send; nothing for a reaction, which changes another bubble.
 * @throws GraphError for media or templates that do not exist.
 */
export function outboundBubble(
  world: World,
  number: BusinessNumber,
  send: ParsedSend,
): BubbleContent | undefined {
  const content = send.content as JsonObject
  switch (send.type) {
    case 'reaction':
      return undefined
    case 'text':
      return { type: 'text', text: String(content['body']) }
    case 'location':
      return { type: 'location', location: content as unknown as NonNullable<BubbleContent['location']> }
    case 'contacts':
      return { type: 'contacts', cards: (send.content as ContactCard[]).map(cardOf) }
    case 'interactive':
      return interactiveBubble(content)
    case 'template':
      return templateBubble(content)
    default:
      return mediaBubble(world, { number, type: send.type, content })
  }
}

export interface ContactCard {
  name: { formatted_name: string }
  phones?: { phone?: string }[]
}

export function cardOf(card: ContactCard): { name: string; phones: string[] } {
  const phones = (card.phones ?? []).flatMap(({ phone }) => (phone ? [phone] : []))
  return { name: card.name.formatted_name, phones }
}

function mediaBubble(
  world: World,
  input: { number: BusinessNumber; type: string; content: JsonObject },
): BubbleContent {
  const { number, type, content } = input
  const caption = content['caption']
  const shared = { type, ...(typeof caption === 'string' && { text: caption }) }
  if (typeof content['link'] === 'string') return { ...shared, link: content['link'] }
  const id = String(content['id'])
  const media = world.media.find(id)
  if (!media || media.phoneNumberId !== number.phoneNumberId) {
    throw new GraphError(100, { details: `Param ${type}['id'] is not a valid media id` })
  }
  const fileName = typeof content['filename'] === 'string' ? content['filename'] : media.fileName
  const ref: MediaRef = {
    id,
    mimeType: media.mimeType,
    sizeBytes: media.bytes.length,
    ...(fileName && { fileName }),
    ...(content['voice'] === true && { isVoice: true }),
  }
  return { ...shared, media: ref }
}

interface Interactive {
  type: string
  header?: { text?: string }
  body?: { text?: string }
  footer?: { text?: string }
  action?: {
    buttons?: { reply: { id: string; title: string } }[]
    sections?: { rows: { id: string; title: string; description?: string }[] }[]
    parameters?: { display_text?: string; url?: string }
  }
}

function interactiveBubble(content: JsonObject): BubbleContent {
  const { header, body, footer, action } = content as unknown as Interactive
  const buttons = (action?.buttons ?? []).map(({ reply }): ReplyOption => ({
    kind: 'button_reply',
    ...reply,
  }))
  const rows = (action?.sections ?? [])
    .flatMap((section) => section.rows)
    .map((row): ReplyOption => ({ kind: 'list_reply', ...row }))
  return {
    type: 'interactive',
    options: [...buttons, ...rows],
    ...(header?.text && { header: header.text }),
    ...(body?.text && { text: body.text }),
    ...(footer?.text && { footer: footer.text }),
    ...(action?.parameters?.url && { link: action.parameters.url }),
  }
}

function templateBubble(content: JsonObject): BubbleContent {
  const language = content['language'] as { code: string }
  const template = requireTemplate(String(content['name']), language.code)
  const sent = (content['components'] ?? []) as { type: string; parameters?: JsonObject[] }[]
  const part = (type: string) => template.components.find((component) => component['type'] === type)
  const bodyParameters = sent.find((component) => component.type.toLowerCase() === 'body')?.parameters ?? []
  const buttons = (part('BUTTONS')?.['buttons'] ?? []) as { type: string; text: string }[]
  const header = part('HEADER')?.['text']
  const footer = part('FOOTER')?.['text']
  return {
    type: 'template',
    text: fillTemplate(String(part('BODY')?.['text'] ?? ''), bodyParameters),
    options: buttons
      .filter((button) => button.type === 'QUICK_REPLY')
      .map(({ text }) => ({ kind: 'button', id: text, title: text })),
    ...(typeof header === 'string' && { header }),
    ...(typeof footer === 'string' && { footer }),
  }
}
