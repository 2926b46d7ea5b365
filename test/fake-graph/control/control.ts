import type { CustomerInput } from '../world/customers.ts'
import { customerWrites, type CustomerMessage, type WrittenMessage } from '../world/customer-writes.ts'
import type { FaultRule } from '../world/faults.ts'
import { remember, type PastThread } from '../world/history.ts'
import type { LoopbackServer } from '../http-io.ts'
import { metaJson } from '../world/meta-json.ts'
import type { RecordedCall, SentFilter, SentReport } from '../world/recorder.ts'
import { applySettings, type SettingsPatch } from '../world/settings.ts'
import type { BusinessNumber, JsonObject, Thread } from '../types.ts'
import type { WebhookAttempt, WebhookRecord } from '../world/webhook-sender.ts'
import { challengeCallback, signedHeaders } from '../world/webhook-sender.ts'
import type { World } from '../world/world.ts'

export interface ThreadRef {
  phoneNumberId: string
  /** A phone or a BSUID is enough. */
  from: CustomerInput
}

export interface RawWebhook {
  /** A string is posted as it is; an object in Meta's JSON. */
  body: string | JsonObject
  /** Whose secret signs it, and whose WABA's callback gets it; default the app's. */
  phoneNumberId?: string
  url?: string
  secret?: string
  /** Replaces headers, for example a wrong `x-hub-signature-256`. */
  headers?: Record<string, string>
}

/**
 * What tests and the demo can make the provider do. Each method takes at most one argument, so that the
 * same calls work over HTTP (`POST /__control/<method>`).
 */
export class Control {
  readonly #world: World
  readonly #server: () => LoopbackServer

  constructor(world: World, server: () => LoopbackServer) {
    this.#world = world
    this.#server = server
  }

  /** Registers a number, or changes the one with the same id. */
  addNumber(number: BusinessNumber): void {
    this.#world.registry.add(number)
    this.#world.changed()
  }

  numbers(): BusinessNumber[] {
    return this.#world.registry.numbers()
  }

  /** The token answers 190/463 from now on. */
  expireToken({ token }: { token: string }): void {
    this.#world.registry.expireToken(token)
  }

  /** Changes behaviour; what is not named stays. */
  configure(patch: SettingsPatch): void {
    applySettings(this.#world.settings, patch)
  }

  customerWrites(message: CustomerMessage): WrittenMessage {
    return customerWrites(this.#world, message)
  }

  /** Posts any body once, signed, and tells how the receiver took it. */
  async postRaw(raw: RawWebhook): Promise<WebhookAttempt> {
    const { registry, settings, clock } = this.#world
    const number = raw.phoneNumberId === undefined ? undefined : registry.get(raw.phoneNumberId)
    const override = number && registry.subscriptions.get(number.wabaId)?.overrideUrl
    const url = raw.url ?? override ?? settings.webhookUrl
    if (!url) throw new Error('postRaw: no webhook URL is configured')
    const body = typeof raw.body === 'string' ? raw.body : metaJson(raw.body)
    const secret = raw.secret ?? (number ? registry.secretOf(number) : registry.appSecret)
    const { 'content-length': _length, ...headers } = signedHeaders(body, secret)
    const response = await fetch(url, { method: 'POST', body, headers: { ...headers, ...raw.headers } })
    await response.arrayBuffer()
    return { at: clock.now(), status: response.status }
  }

  /** Does what Meta's dashboard does when a callback URL is saved; throws when the handshake fails. */
  async verifyCallback({ url, verifyToken }: { url: string; verifyToken: string }): Promise<void> {
    const reason = await challengeCallback(url, verifyToken)
    if (reason) throw new Error(`Callback verification failed: ${reason}`)
  }

  /** Everything the provider accepted, with a count per opaque id. */
  sent(filter: SentFilter = {}): SentReport {
    return this.#world.recorder.sent(filter)
  }

  calls(): RecordedCall[] {
    return this.#world.recorder.calls
  }

  webhooks(): WebhookRecord[] {
    return this.#world.webhooks.records
  }

  clearRecords(): void {
    this.#world.recorder.clear()
    this.#world.webhooks.clear()
  }

  /** @returns an id for {@link removeFault}. */
  addFault(rule: FaultRule): number {
    return this.#world.faults.add(rule)
  }

  removeFault({ id }: { id: number }): void {
    this.#world.faults.remove(id)
  }

  clearFaults(): void {
    this.#world.faults.clear()
  }

  /** Opens the 24 h window without a message. */
  openWindow({ phoneNumberId, from }: ThreadRef): void {
    const customer = this.#world.customers.upsert(from)
    this.#world.threads.open(phoneNumberId, customer.id).lastInboundAt = this.#world.clock.now()
  }

  /** The customer opens the thread: `read` for all that was delivered. */
  customerReads({ phoneNumberId, from }: ThreadRef): void {
    this.#world.deliveries.markRead(phoneNumberId, this.#world.customers.upsert(from).id)
  }

  /** Puts what was written earlier on a phone; known messages stay as they are. */
  remember(past: PastThread): void {
    remember(this.#world, past)
  }

  /** What the customer's phone holds. */
  thread({ phoneNumberId, from }: ThreadRef): Thread {
    return this.#world.threads.open(phoneNumberId, this.#world.customers.upsert(from).id)
  }

  /** Moves the provider's time forward: URLs expire, windows close. */
  advanceClock({ ms }: { ms: number }): void {
    this.#world.clock.advance(ms)
  }

  /** Waits until no status or webhook is under way. */
  settled({ timeoutMs = 10_000 }: { timeoutMs?: number } = {}): Promise<void> {
    return this.#world.pending.settled(timeoutMs)
  }

  /** The Graph port refuses connections until {@link comeBack}; the phone port still takes control calls. */
  goOffline(): Promise<void> {
    return this.#server().pause()
  }

  comeBack(): Promise<void> {
    return this.#server().resume()
  }
}
