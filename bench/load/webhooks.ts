import { sign } from '../../test/harness/webhooks.ts'
import type { GivenChannel } from '../../test/load/given.ts'
import { Random } from '../../test/load/random.ts'
import { zipf } from './zipf.ts'

export interface Webhook {
  body: string
  signature: string
  /** Messages in it, none of them in an earlier webhook; 0 in a repeat. */
  messages: number
  statuses: number
  isRepeat: boolean
}

export interface WebhookMix {
  /** Share of webhooks that are a repeat of a recent one. */
  repeats: number
  /** Share of the others that carry delivery reports instead of messages. */
  statuses: number
  /** At most, of a webhook with messages; each number up to it is as likely. */
  maxMessages: number
}

/** A day of a busy installation: every fifth webhook comes twice, every fifth only reports. */
export const DAILY_MIX: WebhookMix = { repeats: 0.2, statuses: 0.2, maxMessages: 5 }

/** A message of ours that the provider may report about. */
export interface SentMessage {
  externalKey: string
  phone: string
}

export interface WebhookSource {
  appSecret: string
  channels: GivenChannel[]
  customersEach: number
  /** Per channel, in the order of `channels`. */
  sent: SentMessage[][]
  seed: number
}

const REPORTS = ['delivered', 'read'] as const
const RECENT = 500
const TEXTS = 200
const WORDS =
  'hola buenas tardes quisiera saber si tienen disponible la mesa de nogal que vi en la página y cuánto cuesta el envío a Guadalajara gracias'.split(
    ' ',
  )

/** Writes signed webhooks of about 1 KB, spread over the workspaces by Zipf and evenly over their threads. */
export class WebhookMaker {
  private readonly random: Random
  private readonly pickChannel: (random: Random) => number
  private readonly recent: Webhook[] = []
  private readonly reported: number[]
  private readonly texts: string[]
  private serial = 0
  private turn = 0
  private readonly source: WebhookSource

  constructor(source: WebhookSource) {
    this.source = source
    this.random = new Random(source.seed)
    this.pickChannel = zipf(source.channels.length)
    this.reported = source.channels.map(() => 0)
    this.texts = Array.from({ length: TEXTS }, () => this.words(8 + this.random.below(40)))
  }

  next(mix: WebhookMix): Webhook {
    if (this.recent.length > 0 && this.random.next() < mix.repeats) {
      const earlier = this.recent[this.random.below(this.recent.length)] as Webhook
      return { ...earlier, messages: 0, statuses: 0, isRepeat: true }
    }
    const at = this.pickChannel(this.random)
    const isReport = this.random.next() < mix.statuses
    const webhook = isReport ? this.reports(at) : this.messages(at, 1 + this.random.below(mix.maxMessages))
    this.recent[this.turn++ % RECENT] = webhook
    return webhook
  }

  /** One message of the channel's n-th customer, with this text. */
  message(at: number, customer: number, text: string): Webhook {
    return this.signed(at, { messages: [this.messageOf(at, customer, text)], customers: [customer] })
  }

  private messages(at: number, count: number): Webhook {
    const customers = Array.from({ length: count }, () => this.random.below(this.source.customersEach))
    const messages = customers.map((customer) => this.messageOf(at, customer, this.text()))
    return this.signed(at, { messages, customers: [...new Set(customers)] })
  }

  private messageOf(at: number, customer: number, text: string): object {
    const serial = this.serial++
    return {
      from: phoneOf(at, customer),
      id: `wamid.HBgNNTIxMzMwMDAwMDAxMRUCABIYFDNB${this.source.seed.toString(36)}${serial.toString(36).padStart(8, '0')}`,
      timestamp: String(Math.floor(Date.now() / 1000)),
      type: 'text',
      text: { body: text },
    }
  }

  /** Reports about the oldest messages that have none yet, once round and then the same again. */
  private reports(at: number): Webhook {
    const sent = this.source.sent[at] ?? []
    if (sent.length === 0) return this.messages(at, 1)
    const statuses = Array.from({ length: 1 + this.random.below(3) }, () => {
      const turn = (this.reported[at] as number)++
      const message = sent[Math.floor(turn / REPORTS.length) % sent.length] as SentMessage
      return {
        id: message.externalKey,
        status: REPORTS[turn % REPORTS.length],
        timestamp: String(Math.floor(Date.now() / 1000)),
        recipient_id: message.phone,
        conversation: { id: '6ceb9d929c9bdc4f90e967a32f8639b4', origin: { type: 'service' } },
        pricing: {
          billable: false,
          pricing_model: 'PMP',
          category: 'service',
          type: 'free_customer_service',
        },
      }
    })
    return this.signed(at, { statuses })
  }

  private text(): string {
    return this.texts[this.random.below(this.texts.length)] as string
  }

  private words(count: number): string {
    return Array.from({ length: count }, () => WORDS[this.random.below(WORDS.length)]).join(' ')
  }

  private signed(
    at: number,
    parts: { messages?: object[]; statuses?: object[]; customers?: number[] },
  ): Webhook {
    const channel = this.source.channels[at] as GivenChannel
    const { messages, statuses, customers = [] } = parts
    const contacts = customers.map((customer) => ({
      profile: { name: nameOf(customer) },
      wa_id: phoneOf(at, customer),
    }))
    const value = {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '523300000000', phone_number_id: channel.phoneNumberId },
      ...(messages && { contacts, messages }),
      ...(statuses && { statuses }),
    }
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: channel.wabaId, changes: [{ value, field: 'messages' }] }],
    })
    return {
      body,
      signature: sign(body, this.source.appSecret),
      messages: messages?.length ?? 0,
      statuses: statuses?.length ?? 0,
      isRepeat: false,
    }
  }
}

export function phoneOf(channel: number, customer: number): string {
  return `5233${String(channel).padStart(4, '0')}${String(customer).padStart(4, '0')}`
}

function nameOf(customer: number): string {
  return `Cliente ${customer}`
}
