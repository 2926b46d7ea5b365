import { EventEmitter } from 'node:events'
import { Clock } from './clock.ts'
import { Customers } from './customers.ts'
import { DEMO_APP, DEMO_CUSTOMERS, DEMO_NUMBERS } from '../demo-data.ts'
import { Deliveries } from './deliveries.ts'
import { Faults } from './faults.ts'
import { seededRandom } from './identifiers.ts'
import { MediaStore } from './media-store.ts'
import { Pending } from './pending.ts'
import { Recorder } from './recorder.ts'
import { Registry } from './registry.ts'
import { applySettings, defaultSettings, type Settings, type SettingsPatch } from './settings.ts'
import { Threads } from './threads.ts'
import type { BusinessNumber, Thread } from '../types.ts'
import { Viewers } from './viewers.ts'
import { WebhookSender } from './webhook-sender.ts'

export interface WorldOptions {
  appSecret?: string
  /** Default: {@link DEMO_NUMBERS}. */
  numbers?: readonly BusinessNumber[]
  settings?: SettingsPatch
  /** Seeds probabilities and shuffles. */
  seed?: number
}

/** All state of the fake provider; the servers and control are views on it. */
export class World {
  readonly clock = new Clock()
  readonly settings: Settings = defaultSettings()
  readonly pending = new Pending()
  readonly recorder = new Recorder()
  readonly viewers = new Viewers()
  readonly threads = new Threads(this.clock)
  readonly media = new MediaStore(this.clock)
  readonly deliveries = new Deliveries(this)
  readonly registry: Registry
  readonly customers: Customers
  readonly faults: Faults
  readonly webhooks: WebhookSender
  /** Repeatable random numbers in [0, 1). */
  readonly random: () => number
  /** Base of the URLs that point back here; known once the server listens. */
  graphUrl = 'http://127.0.0.1'
  readonly #changes = new EventEmitter()

  constructor(options: WorldOptions = {}) {
    const seed = options.seed ?? 1
    applySettings(this.settings, options.settings ?? {})
    this.registry = new Registry(options.appSecret ?? DEMO_APP.secret, options.numbers ?? DEMO_NUMBERS)
    this.customers = new Customers(this.registry, DEMO_CUSTOMERS)
    this.faults = new Faults(seed)
    this.random = seededRandom(seed + 1)
    this.webhooks = new WebhookSender(this)
    // Each open phone page listens.
    this.#changes.setMaxListeners(0)
  }

  /** Tells the phone pages and the state file; without a thread, that the people or numbers changed. */
  changed(thread?: Thread): void {
    this.#changes.emit('change', thread)
  }

  /** @returns the function that stops listening. */
  onChange(listener: (thread?: Thread) => void): () => void {
    this.#changes.on('change', listener)
    return () => this.#changes.off('change', listener)
  }

  close(): void {
    this.deliveries.close()
    this.webhooks.close()
    this.#changes.removeAllListeners()
  }
}
