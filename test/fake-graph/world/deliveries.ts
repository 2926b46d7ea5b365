import { metaJson } from './meta-json.ts'
import { statusPayload } from './payloads.ts'
import type { BusinessNumber, JsonObject, SentMessage, StatusName } from '../types.ts'
import type { World } from './world.ts'

const RANK: Record<StatusName | 'accepted', number> = {
  accepted: 0,
  sent: 1,
  failed: 1,
  delivered: 2,
  read: 3,
  played: 4,
}

/** Carries accepted messages to the customer's phone and tells the business about it. */
export class Deliveries {
  readonly #world: World
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #announced = new Set<string>()

  constructor(world: World) {
    this.#world = world
  }

  /** Plans the statuses of a message; `errorCode` makes it fail instead. */
  dispatch(sent: SentMessage, errorCode?: number): void {
    const { statusDelaysMs: delays, statusOrder } = this.#world.settings
    if (errorCode !== undefined) {
      this.#later(delays.sent, () => this.#announce(sent, 'failed', errorCode))
      return
    }
    const names = this.#statusesOf(sent)
    const dueMs = [delays.sent, delays.sent + delays.delivered, delays.sent + delays.delivered + delays.read]
    const order = statusOrder === 'shuffled' ? this.#shuffled(names) : names
    order.forEach((name, index) => this.#later(dueMs[index] ?? 0, () => this.#announce(sent, name)))
  }

  /** The customer looks at the thread: everything delivered becomes read. */
  markRead(phoneNumberId: string, customerId: string): void {
    const thread = this.#world.threads.find(phoneNumberId, customerId)
    if (!thread) return
    thread.unread = 0
    for (const message of thread.messages) {
      if (message.author === 'business' && message.status === 'delivered')
        this.#announceOnce(message.wamid, 'read')
    }
    this.#world.changed(thread)
  }

  /** The customer listened to a voice note. */
  markPlayed(wamid: string): void {
    this.#announceOnce(wamid, 'played')
  }

  /** Signs and posts a body for a number's WABA to whoever is subscribed to it. */
  postWebhook(number: BusinessNumber, payload: JsonObject): void {
    const { registry, settings, webhooks } = this.#world
    const subscription = registry.subscriptions.get(number.wabaId)
    const isWanted = subscription !== undefined || !settings.requireSubscription
    const url = subscription?.overrideUrl ?? (isWanted ? settings.webhookUrl : undefined)
    const body = metaJson(payload)
    for (let copy = 0; copy <= settings.duplicateWebhooks; copy += 1) {
      webhooks.post({ url, body, secret: registry.secretOf(number) })
    }
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
  }

  #statusesOf(sent: SentMessage): StatusName[] {
    // A reaction is only ever announced as sent.
    if (sent.type === 'reaction') return ['sent']
    return this.#world.settings.autoRead ? ['sent', 'delivered', 'read'] : ['sent', 'delivered']
  }

  #announceOnce(wamid: string, status: 'read' | 'played'): void {
    const sent = this.#world.threads.findMessage(wamid)?.message.sent
    const mark = `${wamid}|${status}`
    if (!sent || this.#announced.has(mark)) return
    this.#announced.add(mark)
    this.#later(this.#world.settings.statusDelaysMs.read, () => this.#announce(sent, status))
  }

  #announce(sent: SentMessage, status: StatusName, errorCode?: number): void {
    const { threads, clock, viewers } = this.#world
    const found = threads.findMessage(sent.wamid)
    if (found && RANK[status] > RANK[found.message.status ?? 'accepted']) {
      found.message.status = status
      if (status === 'delivered') found.thread.unread += 1
    }
    this.postWebhook(
      this.#world.registry.get(sent.phoneNumberId),
      statusPayload(this.#world, {
        sent,
        status,
        at: clock.now(),
        ...(errorCode !== undefined && { errorCode }),
      }),
    )
    if (!found) return
    if (status === 'delivered' && viewers.isOpen(found.thread))
      this.markRead(sent.phoneNumberId, sent.customerId)
    this.#world.changed(found.thread)
  }

  #later(delayMs: number, action: () => void): void {
    this.#world.pending.begin()
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      action()
      this.#world.pending.end()
    }, delayMs)
    this.#timers.add(timer)
  }

  #shuffled(names: StatusName[]): StatusName[] {
    return names
      .map((name) => ({ name, key: this.#world.random() }))
      .sort((one, other) => one.key - other.key)
      .map(({ name }) => name)
  }
}
