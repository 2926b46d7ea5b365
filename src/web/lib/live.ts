import { io, type Socket } from 'socket.io-client'
import type { LiveEnvelope, StoredEvent } from '@shared/events.ts'
import type { WorkspaceId } from '@shared/ids.ts'
import { toAppError } from './errors.ts'
import { LiveCursor } from './live-cursor.ts'
import { createStore } from './store.ts'

/** live: the socket is up. polling: only HTTP answers. offline: nothing does. */
export type LiveStatus = 'live' | 'polling' | 'offline'

interface Since {
  envelope: LiveEnvelope | null
  head: number
  reset: boolean
}

interface Options {
  workspaceId: WorkspaceId
  /** The newest event that the screens already know. */
  after: number
  since: (after: number) => Promise<Since>
  onEvents: (events: readonly StoredEvent[]) => void
  /** Too much was missed: everything on the screens must be asked anew. */
  onReset: () => void
  onRevoked: () => void
}

const POLL_MS = 10_000
/** A short cut is no news: the dot appears only when the socket stays down. */
const GRACE_MS = 3_000

/**
 * Keeps the screens in step with the workspace. The socket brings envelopes; whatever it misses is
 * asked for over HTTP, and while it is down a slow poll takes its place.
 */
export class LiveConnection {
  readonly status = createStore<LiveStatus>('live')
  readonly #options: Options
  readonly #cursor: LiveCursor
  #socket: Socket | null = null
  #healing: Promise<void> | null = null
  #poll: ReturnType<typeof setInterval> | undefined
  #grace: ReturnType<typeof setTimeout> | undefined
  #queue: StoredEvent[] = []
  #flushPlanned = false

  constructor(options: Options) {
    this.#options = options
    this.#cursor = new LiveCursor(options.after)
  }

  start(): void {
    if (this.#socket) return
    const { workspaceId } = this.#options
    const socket = io({
      path: '/rt',
      transports: ['websocket', 'polling'],
      // Asked at each attempt, so that a reconnect goes on from the newest known event.
      auth: (give) => give({ workspaceId, after: this.#cursor.seq }),
    })
    socket.on('connect', () => this.#up())
    socket.on('disconnect', () => this.#down())
    socket.on('connect_error', () => this.#down())
    socket.on('envelope', (envelope: LiveEnvelope) => this.#receive(envelope))
    socket.on('head', ({ seq }: { seq: number }) => {
      if (seq > this.#cursor.seq) void this.#heal()
    })
    socket.on('reset', ({ seq }: { seq: number }) => this.#reset(seq))
    socket.on('access_revoked', () => this.#options.onRevoked())
    window.addEventListener('online', this.#onOnline)
    window.addEventListener('offline', this.#onOffline)
    this.#socket = socket
    // Until it is up it is down: a proxy may swallow the first handshake without a word.
    this.#down()
  }

  stop(): void {
    this.#socket?.close()
    this.#socket = null
    this.#stopPolling()
    window.removeEventListener('online', this.#onOnline)
    window.removeEventListener('offline', this.#onOffline)
  }

  #onOnline = () => {
    this.#socket?.connect()
    void this.#heal()
  }

  #onOffline = () => {
    this.status.set('offline')
    this.#down()
  }

  #up(): void {
    this.#stopPolling()
    this.status.set('live')
  }

  #down(): void {
    if (this.#grace || this.#poll || !this.#socket) return
    this.#grace = setTimeout(() => {
      this.#grace = undefined
      void this.#heal()
      this.#poll = setInterval(() => void this.#heal(), POLL_MS)
    }, GRACE_MS)
  }

  #stopPolling(): void {
    clearTimeout(this.#grace)
    clearInterval(this.#poll)
    this.#grace = this.#poll = undefined
  }

  #receive(envelope: LiveEnvelope): void {
    const arrival = this.#cursor.take(envelope)
    if (arrival.kind === 'gap') void this.#heal()
    if (arrival.kind === 'next') this.#enqueue(arrival.events)
  }

  #reset(seq: number): void {
    this.#cursor.seq = seq
    this.#queue = []
    this.#options.onReset()
  }

  /** Reads on from the last known event until nothing is missing; one reading at a time. */
  #heal(): Promise<void> {
    this.#healing ??= this.#readMissing().finally(() => (this.#healing = null))
    return this.#healing
  }

  async #readMissing(): Promise<void> {
    try {
      for (;;) {
        const { envelope, head, reset } = await this.#options.since(this.#cursor.seq)
        this.#answered()
        if (reset) return this.#reset(head)
        if (!envelope) return
        const before = this.#cursor.seq
        this.#receiveHealed(envelope)
        if (this.#cursor.seq >= head || this.#cursor.seq === before) return
      }
    } catch (thrown) {
      // The next beat of the poll or of the socket tries again; the bar tells the person meanwhile.
      if (toAppError(thrown).code === 'NETWORK') this.status.set('offline')
    }
  }

  #receiveHealed(envelope: LiveEnvelope): void {
    const arrival = this.#cursor.take(envelope)
    if (arrival.kind === 'next') this.#enqueue(arrival.events)
  }

  #answered(): void {
    this.status.set(this.#socket?.connected ? 'live' : 'polling')
  }

  #enqueue(events: StoredEvent[]): void {
    if (events.length === 0) return
    this.#queue.push(...events)
    if (this.#flushPlanned) return
    this.#flushPlanned = true
    const flush = () => {
      this.#flushPlanned = false
      const batch = this.#queue
      this.#queue = []
      this.#options.onEvents(batch)
    }
    // A hidden tab gets no frames, but its title and counters should still be right.
    if (document.hidden) setTimeout(flush, 0)
    else requestAnimationFrame(flush)
  }
}
