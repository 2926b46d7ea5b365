import type { LiveEnvelope, StoredEvent } from '@shared/events.ts'

/** What an envelope means to a reader that has everything up to some event. */
export type Arrival = { kind: 'next'; events: StoredEvent[] } | { kind: 'known' } | { kind: 'gap' }

/**
 * The position of this client in the workspace's log. Envelopes name contiguous ranges, so a
 * range that begins beyond the next event proves that something was missed.
 */
export class LiveCursor {
  seq: number

  constructor(seq: number) {
    this.seq = seq
  }

  take(envelope: LiveEnvelope): Arrival {
    if (envelope.to <= this.seq) return { kind: 'known' }
    if (envelope.from > this.seq + 1) return { kind: 'gap' }
    const events = envelope.events.filter((event) => event.seq > this.seq)
    this.seq = envelope.to
    return { kind: 'next', events }
  }
}
