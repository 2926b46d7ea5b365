import { after } from './calendar.ts'
import {
  say,
  type ChannelKey,
  type Line,
  type Outcome,
  type PersonKey,
  type Speech,
  type StoryContact,
} from './lines.ts'

/** Between two lines of one breath. */
const BREATH_MINUTES = 0.5

interface SayOptions {
  /** Names the line, for quotes and reactions. */
  as?: string
  /** The name of the line that it answers. */
  quoting?: string
}

/**
 * The history of one thread, told in order. Each line moves the clock half a minute on; `at` and
 * `wait` move it further.
 */
export class Story {
  readonly key: string
  readonly channel: ChannelKey
  readonly contact: StoryContact
  readonly lines: Line[] = []
  /** A long past is written talk by talk instead of line by line: each talk must end resolved, or with us. */
  isCoarse = false
  private clock: Date
  private readonly names = new Map<string, string>()
  private phone: string | undefined

  constructor(init: { key: string; channel: ChannelKey; contact: StoryContact; from: Date }) {
    this.key = init.key
    this.channel = init.channel
    this.contact = init.contact
    this.clock = init.from
    this.phone = init.contact.phone
  }

  get time(): Date {
    return this.clock
  }

  /** @throws RangeError for a time before the line above: a story has no way back. */
  at(moment: Date): this {
    if (moment < this.clock)
      throw new RangeError(`${this.key}: ${moment.toISOString()} lies before the line above`)
    this.clock = moment
    return this
  }

  wait(minutes: number): this {
    this.clock = after(this.clock, minutes)
    return this
  }

  says(speech: string | Speech, options: SayOptions & { forwarded?: boolean } = {}): this {
    return this.keyed(options.as, (key) => ({
      kind: 'received',
      key,
      at: this.clock,
      speech: typeof speech === 'string' ? say(speech) : speech,
      quotes: this.named(options.quoting),
      forwarded: options.forwarded,
      phone: this.phone,
    }))
  }

  /** Read, unless told otherwise. */
  answers(
    by: PersonKey | 'api',
    speech: string | Speech,
    options: SayOptions & { outcome?: Outcome } = {},
  ): this {
    return this.keyed(options.as, (key) => ({
      kind: 'sent',
      key,
      at: this.clock,
      by,
      speech: typeof speech === 'string' ? say(speech) : speech,
      quotes: this.named(options.quoting),
      outcome: options.outcome ?? 'read',
    }))
  }

  answersFromPhone(text: string): this {
    return this.keyed(undefined, (key) => ({ kind: 'echoed', key, at: this.clock, speech: say(text) }))
  }

  reacts(emoji: string, on: string): this {
    return this.keyed(undefined, (key) => ({
      kind: 'reacted',
      key,
      at: this.clock,
      emoji,
      on: this.named(on) ?? '',
    }))
  }

  movesTo(phone: string): this {
    const from = this.phone ?? ''
    this.phone = phone
    return this.keyed(undefined, (key) => ({ kind: 'moved', key, at: this.clock, from, to: phone }))
  }

  notes(by: PersonKey, text: string): this {
    return this.keyed(undefined, (key) => ({ kind: 'noted', key, at: this.clock, by, text }))
  }

  assigned(to: PersonKey | null, by: PersonKey): this {
    return this.add({ kind: 'assigned', at: this.clock, to, by })
  }

  resolved(by: PersonKey): this {
    return this.add({ kind: 'resolved', at: this.clock, by })
  }

  drafts(by: PersonKey, text: string): this {
    return this.add({ kind: 'drafted', at: this.clock, by, text })
  }

  channelDisconnected(): this {
    return this.add({ kind: 'disconnected', at: this.clock })
  }

  private keyed(name: string | undefined, make: (key: string) => Line): this {
    const key = `${this.key}.${this.lines.length}`
    if (name !== undefined) this.names.set(name, key)
    this.add(make(key))
    return this.wait(BREATH_MINUTES)
  }

  private add(line: Line): this {
    this.lines.push(line)
    return this
  }

  private named(name: string | undefined): string | undefined {
    if (name === undefined) return undefined
    const key = this.names.get(name)
    if (key === undefined) throw new RangeError(`${this.key}: no line is named ${name}`)
    return key
  }
}
