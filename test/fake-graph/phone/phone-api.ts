import { z } from 'zod'
import { customerWrites, type CustomerContent } from '../world/customer-writes.ts'
import { json, type Answer } from '../http-io.ts'
import { digitsOf } from '../world/phone-numbers.ts'
import type { World } from '../world/world.ts'

const NewCustomer = z.object({ name: z.string().trim().min(1).max(80), phone: z.string() })
const Played = z.object({ wamid: z.string() })
const Content = z.object({
  number: z.string(),
  customer: z.string(),
  replyTo: z.string().optional(),
  text: z.string().min(1).max(4096).optional(),
  location: z.object({ latitude: z.number(), longitude: z.number(), name: z.string().optional() }).optional(),
  reaction: z.object({ messageId: z.string(), emoji: z.string() }).optional(),
  option: z
    .object({
      kind: z.enum(['button_reply', 'list_reply', 'button']),
      id: z.string(),
      title: z.string(),
      description: z.string().optional(),
    })
    .optional(),
})

/** A new person with a phone; 422 names the field that is wrong. */
export function createCustomer(world: World, body: Buffer): Answer {
  const { name, phone } = NewCustomer.partial().parse(parse(body))
  const digits = digitsOf(phone ?? '')
  if (!name) return json({ error: 'name' }, 422)
  if (digits.length < 8 || digits.length > 15) return json({ error: 'phone' }, 422)
  const customer = world.customers.upsert({ waId: digits, name })
  customer.isPreset = true
  world.changed()
  return json({ id: customer.id })
}

/** Text, location, reaction or a tapped button. */
export function sendContent(world: World, body: Buffer): Answer {
  const { number, customer, replyTo, ...content } = Content.parse(parse(body))
  return write(world, { number, customer, replyTo: replyTo ?? null, content })
}

/** A file as raw bytes; the query says who sends it, how, and in answer to what. */
export function sendMedia(
  world: World,
  upload: { query: URLSearchParams; type: string; bytes: Buffer },
): Answer {
  const { query, bytes } = upload
  if (bytes.length === 0) return json({ error: 'empty' }, 422)
  const fileName = query.get('name') ?? 'file'
  const mimeType = upload.type || 'application/octet-stream'
  const content = mediaContent(query.get('kind') ?? '', { bytes, mimeType, fileName })
  return write(world, {
    number: query.get('number') ?? '',
    customer: query.get('customer') ?? '',
    replyTo: query.get('replyTo'),
    content,
  })
}

/** Voice notes leave the app as Ogg/Opus, whatever the browser calls the file. */
function mediaContent(
  kind: string,
  file: { bytes: Buffer; mimeType: string; fileName: string },
): CustomerContent {
  const { bytes, mimeType } = file
  if (kind === 'voice') {
    return {
      audio: { bytes, mimeType: mimeType === 'audio/ogg' ? 'audio/ogg; codecs=opus' : mimeType, voice: true },
    }
  }
  if (kind === 'document') return { document: file }
  return mimeType.startsWith('video/') ? { video: { bytes, mimeType } } : { image: { bytes, mimeType } }
}

/** The customer pressed play on a voice note of the business. */
export function setPlayed(world: World, body: Buffer): Answer {
  world.deliveries.markPlayed(Played.parse(parse(body)).wamid)
  return json({})
}

function write(
  world: World,
  input: {
    number: string
    customer: string
    replyTo: string | null
    content: CustomerContent
  },
): Answer {
  const person = world.customers.get(input.customer)
  const from = person.waId ? { waId: person.waId } : { bsuid: person.id }
  const { wamid } = customerWrites(world, {
    phoneNumberId: input.number,
    from,
    ...(input.replyTo !== null && { replyTo: input.replyTo }),
    ...input.content,
  })
  return json({ wamid })
}

function parse(body: Buffer): unknown {
  return JSON.parse(body.toString('utf8'))
}
