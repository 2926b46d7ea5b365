import { z } from 'zod'
import { json, type Answer } from '../../fake-graph/http-io.ts'
import { LinkError } from '../linking/link-error.ts'
import type { Control } from '../control/control.ts'
import type { OutgoingMedia } from '../phones/content.ts'
import type { MediaKind } from '../types.ts'

const Person = z.object({ name: z.string(), phone: z.string() })
const Link = z.object({ account: z.string(), qr: z.string().optional(), code: z.string().optional() })
const Unlink = z.object({ account: z.string(), device: z.number() })
const Played = z.object({ account: z.string(), peer: z.string(), id: z.string() })
const Message = z.object({
  account: z.string(),
  peer: z.string(),
  quote: z.string().optional(),
  text: z.string().min(1).max(4096).optional(),
  location: z.object({ latitude: z.number(), longitude: z.number(), name: z.string().optional() }).optional(),
  reaction: z.object({ to: z.string(), emoji: z.string() }).optional(),
})

/** What the page's forms and buttons do; each takes the body of a POST. */
export const PHONE_ACTIONS: Record<string, (control: Control, body: Buffer) => Promise<Answer> | Answer> = {
  '/api/accounts': createAccount,
  '/api/link': link,
  '/api/unlink': (control, body) => {
    control.unlinkFromPhone(Unlink.parse(parse(body)))
    return json({})
  },
  '/api/messages': async (control, body) => {
    const { account, peer, ...message } = Message.parse(parse(body))
    return json(await control.ownerWrites({ account, to: peer, ...message }))
  },
  '/api/played': (control, body) => {
    const { account, peer, id } = Played.parse(parse(body))
    control.played({ customer: account, account: peer, upTo: id })
    return json({})
  },
}

/** A new person with a phone; 422 names the field that is wrong. */
function createAccount(control: Control, body: Buffer): Answer {
  const { name, phone } = Person.parse(parse(body))
  const digits = phone.replace(/\D/g, '')
  if (name.trim() === '') return json({ error: 'name' }, 422)
  if (digits.length < 8 || digits.length > 15) return json({ error: 'phone' }, 422)
  return json({ id: control.addAccount({ phone: digits, name: name.trim() }).phone })
}

/** By QR or by code, whichever the owner has; 422 with the reason when it is no good. */
async function link(control: Control, body: Buffer): Promise<Answer> {
  const { account, qr = '', code = '' } = Link.parse(parse(body))
  try {
    if (qr !== '') await control.scan({ account, qr })
    else await control.enterCode({ account, code })
    return json({})
  } catch (error) {
    if (error instanceof LinkError) return json({ error: error.reason }, 422)
    throw error
  }
}

/** A file as raw bytes; the query says who sends it, to whom, how, and in answer to what. */
export async function sendMedia(
  control: Control,
  upload: { query: URLSearchParams; type: string; bytes: Buffer },
): Promise<Answer> {
  const { query, bytes, type } = upload
  if (bytes.length === 0) return json({ error: 'empty' }, 422)
  const fileName = query.get('name') ?? 'file'
  const mimeType = type || 'application/octet-stream'
  const quote = query.get('quote')
  const sent = await control.ownerWrites({
    account: query.get('account') ?? '',
    to: query.get('peer') ?? '',
    media: { ...mediaFor(query.get('kind') ?? '', mimeType), bytes, fileName },
    ...(quote !== null && { quote }),
  })
  return json(sent)
}

/** Voice notes leave the app as Ogg/Opus, whatever the browser calls the file. */
function mediaFor(kind: string, mimeType: string): Pick<OutgoingMedia, 'kind' | 'mimeType'> {
  if (kind === 'voice') {
    return { kind, mimeType: mimeType === 'audio/ogg' ? 'audio/ogg; codecs=opus' : mimeType }
  }
  const photoKind: MediaKind = mimeType.startsWith('video/') ? 'video' : 'image'
  return { kind: kind === 'document' ? kind : photoKind, mimeType }
}

function parse(body: Buffer): unknown {
  return JSON.parse(body.toString('utf8'))
}
