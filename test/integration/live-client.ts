import { io, type Socket } from 'socket.io-client'
import type { LiveEnvelope, StoredEvent } from '../../src/shared/events.ts'
import { eventually } from '../harness/eventually.ts'

export interface LiveOptions {
  headers: Record<string, string>
  /** What the handshake says, sensible or not. */
  auth: { workspaceId: unknown; after?: unknown }
  transport?: 'websocket' | 'polling'
}

/** A browser's live connection, and everything that it was ever told. It never comes back by itself. */
export class LiveClient {
  readonly envelopes: LiveEnvelope[] = []
  readonly resets: number[] = []
  readonly heads: number[] = []
  isRevoked = false
  readonly socket: Socket

  private constructor(url: string, { headers, auth, transport = 'websocket' }: LiveOptions) {
    const { 'x-crm-workspace': _workspace, ...extraHeaders } = headers
    this.socket = io(url, {
      path: '/rt',
      transports: [transport],
      forceNew: true,
      reconnection: false,
      extraHeaders,
      auth,
    })
    this.socket.on('envelope', (envelope: LiveEnvelope) => this.envelopes.push(envelope))
    this.socket.on('reset', ({ seq }: { seq: number }) => this.resets.push(seq))
    this.socket.on('head', ({ seq }: { seq: number }) => this.heads.push(seq))
    this.socket.on('access_revoked', () => {
      this.isRevoked = true
    })
  }

  /** Resolves once the server has replayed what was missed. @throws Error with the server's refusal. */
  static async open(url: string, options: LiveOptions): Promise<LiveClient> {
    const client = new LiveClient(url, options)
    try {
      await new Promise<void>((resolve, reject) => {
        client.socket.once('head', () => resolve())
        client.socket.once('connect_error', reject)
        client.socket.once('disconnect', (reason) => reject(new Error(reason)))
      })
    } catch (error) {
      client.close()
      throw error
    }
    return client
  }

  get events(): StoredEvent[] {
    return this.envelopes.flatMap((envelope) => envelope.events)
  }

  /** Hands on each envelope's events, those that came already first. */
  onEvents(hear: (events: readonly StoredEvent[]) => void): void {
    for (const { events } of this.envelopes) hear(events)
    this.socket.on('envelope', ({ events }: LiveEnvelope) => hear(events))
  }

  /** Waits until the client knows the log up to an event. */
  upTo(seq: number): Promise<true> {
    return eventually(async () => ((this.envelopes.at(-1)?.to ?? 0) >= seq ? true : undefined))
  }

  /** Waits for the server to end the connection. */
  ended(): Promise<true> {
    return eventually(async () => (this.socket.connected ? undefined : true))
  }

  close(): void {
    this.socket.disconnect()
  }
}

/** Where one envelope does not begin right after the one before it, if anywhere. */
export function breaksOf(envelopes: readonly LiveEnvelope[], after: number): string[] {
  let last = after
  return envelopes.flatMap(({ from, to }) => {
    const isNext = from === last + 1 && to >= from
    const found = isNext ? [] : [`${from}–${to} after ${last}`]
    last = to
    return found
  })
}
