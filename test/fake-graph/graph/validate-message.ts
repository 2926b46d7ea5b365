import { z } from 'zod'
import { GraphError } from './error.ts'
import type { JsonObject } from '../types.ts'

/** A send that Meta would accept, taken apart. */
export interface ParsedSend {
  to?: string
  recipient?: string
  type: string
  /** The object (or list) under the key that `type` names. */
  content: unknown
  contextId?: string
  opaque?: string
}

const text = (max: number) => z.string().min(1).max(max)

function media(extra: Record<string, z.ZodType>) {
  return z
    .strictObject({ id: z.string().optional(), link: z.url().optional(), ...extra })
    .refine(
      (value) => (value.id === undefined) !== (value.link === undefined),
      'Exactly one of id and link is required',
    )
}

const caption = text(1024).optional()
const button = z.strictObject({
  type: z.literal('reply'),
  reply: z.strictObject({ id: text(256), title: text(20) }),
})
const row = z.strictObject({ id: text(200), title: text(24), description: z.string().max(72).optional() })
const section = z.strictObject({ title: z.string().max(24).optional(), rows: z.array(row).min(1).max(10) })

const interactiveParts = {
  header: z.looseObject({ type: z.string(), text: z.string().max(60).optional() }).optional(),
  footer: z.strictObject({ text: text(60) }).optional(),
}

const interactive = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('button'),
    body: z.strictObject({ text: text(1024) }),
    action: z.strictObject({
      buttons: z.array(button).min(1).max(3).refine(hasUniqueTitles, 'Button titles must be unique'),
    }),
    ...interactiveParts,
  }),
  z.strictObject({
    type: z.literal('list'),
    body: z.strictObject({ text: text(4096) }),
    action: z.strictObject({
      button: text(20),
      sections: z
        .array(section)
        .min(1)
        .max(10)
        .refine(hasAtMostTenRows, 'Total row count exceeds max allowed count: 10'),
    }),
    ...interactiveParts,
  }),
  z.strictObject({
    type: z.literal('cta_url'),
    body: z.strictObject({ text: text(1024) }),
    action: z.strictObject({
      name: z.literal('cta_url'),
      parameters: z.strictObject({ display_text: text(20), url: z.url() }),
    }),
    ...interactiveParts,
  }),
  z.looseObject({
    type: z.enum(['flow', 'location_request_message', 'contact_request', 'address_message', 'carousel']),
  }),
])

function hasUniqueTitles(buttons: z.infer<typeof button>[]): boolean {
  return new Set(buttons.map((each) => each.reply.title)).size === buttons.length
}

function hasAtMostTenRows(sections: z.infer<typeof section>[]): boolean {
  return sections.reduce((count, each) => count + each.rows.length, 0) <= 10
}

const contactCard = z.looseObject({
  name: z.looseObject({ formatted_name: text(1000) }),
  phones: z.array(z.looseObject({ phone: z.string().optional() })).optional(),
})

const CONTENT = {
  text: z.strictObject({ body: text(4096), preview_url: z.boolean().optional() }),
  image: media({ caption }),
  audio: media({ voice: z.boolean().optional() }),
  video: media({ caption }),
  document: media({ caption, filename: text(1024).optional() }),
  sticker: media({}),
  location: z.strictObject({
    latitude: z.coerce.number().min(-90).max(90),
    longitude: z.coerce.number().min(-180).max(180),
    name: z.string().optional(),
    address: z.string().optional(),
  }),
  contacts: z.array(contactCard).min(1),
  reaction: z.strictObject({ message_id: text(1024), emoji: z.string().max(32) }),
  interactive,
  template: z.strictObject({
    name: text(512),
    language: z.looseObject({ code: text(16) }),
    components: z.array(z.looseObject({ type: z.string() })).optional(),
  }),
} as const

const envelope = z.strictObject({
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').optional(),
  to: text(64).optional(),
  recipient: z
    .string()
    .regex(/^[A-Z]{2}\.[A-Za-z0-9.]{1,140}$/)
    .optional(),
  type: z.string().optional(),
  context: z.strictObject({ message_id: text(1024) }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
})

/**
 * Checks a send as strictly as Meta does: unknown keys, missing parts, lengths.
 * @throws GraphError 100 that names the first thing wrong.
 */
export function parseSend(body: JsonObject): ParsedSend {
  const type = typeof body['type'] === 'string' ? body['type'] : 'text'
  if (!isKnownType(type))
    throw invalid(`Param type must be one of {${Object.keys(CONTENT).join(', ').toUpperCase()}}`)
  const { [type]: content, ...rest } = body
  const { to, recipient, context, biz_opaque_callback_data: opaque } = check(envelope, rest, [])
  if (to === undefined && recipient === undefined) throw invalid('The parameter to is required.')
  if (type === 'reaction' && context) throw invalid('A reaction cannot have a context')
  return {
    type,
    content: check(CONTENT[type] as z.ZodType, content, [type]),
    ...(to !== undefined && { to }),
    ...(recipient !== undefined && { recipient }),
    ...(context && { contextId: context.message_id }),
    ...(opaque !== undefined && { opaque }),
  }
}

function isKnownType(type: string): type is keyof typeof CONTENT {
  return Object.hasOwn(CONTENT, type)
}

function invalid(details: string): GraphError {
  return new GraphError(100, { details })
}

function check<T>(schema: z.ZodType<T>, value: unknown, path: PropertyKey[]): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw invalid(issue ? describe(issue, [...path, ...issue.path]) : 'Invalid parameter')
}

function describe(issue: z.core.$ZodIssue, path: PropertyKey[]): string {
  const param = path.map((part, index) => (index === 0 ? String(part) : `['${String(part)}']`)).join('')
  if (issue.code === 'unrecognized_keys')
    return `Unexpected key "${issue.keys[0]}" on param${param && ` "${param}"`}`
  if (issue.code === 'too_big') return `Param ${param} must be at most ${issue.maximum} characters long.`
  if (issue.message.endsWith('received undefined')) return `The parameter ${param} is required.`
  return `Param ${param}: ${issue.message}`
}
