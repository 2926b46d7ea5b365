import type { StoredEvent } from '../../../shared/events.ts'
import type { WorkspaceDb } from '../db/workspace-db.ts'
import { eventsAfter } from './event-log.ts'

const PAGE = 500

/**
 * Follows one workspace's log for the clients of this process. What the process itself committed
 * comes in memory; everything else, and anything out of order, is read from the log. The listener
 * gets each event once, in order, without gaps.
 */
export class WorkspaceFeed {
  private readonly db: WorkspaceDb
  private readonly deliver: (events: StoredEvent[]) => void
  private readonly onError: (error: unknown) => void
  private seq: number
  private reading: Promise<void> | undefined
  private readAgain = false

  constructor(init: {
    db: WorkspaceDb
    startAfter: number
    deliver: (events: StoredEvent[]) => void
    /** A read failed; the next commit or poll tries again. */
    onError: (error: unknown) => void
  }) {
    this.db = init.db
    this.seq = init.startAfter
    this.deliver = init.deliver
    this.onError = init.onError
  }

  get head(): number {
    return this.seq
  }

  /** Events that this process has just committed. */
  committed(events: StoredEvent[]): void {
    const first = events[0]
    if (!first) return
    if (!this.reading && first.seq === this.seq + 1) this.forward(events)
    else this.catchUp().catch(this.onError)
  }

  /** The log's end as somebody saw it; reads on where it is ahead. */
  sawHead(seq: number): void {
    if (seq > this.seq) this.catchUp().catch(this.onError)
  }

  /** Reads the log up to its end; one reader at a time, and once more if asked meanwhile. */
  catchUp(): Promise<void> {
    if (this.reading) {
      this.readAgain = true
      return this.reading
    }
    this.reading = this.readToEnd().finally(() => {
      this.reading = undefined
    })
    return this.reading
  }

  private async readToEnd(): Promise<void> {
    do {
      this.readAgain = false
      const events = await eventsAfter(this.db, this.seq, PAGE)
      if (events.length === PAGE) this.readAgain = true
      if (events.length > 0) this.forward(events)
    } while (this.readAgain)
  }

  private forward(events: StoredEvent[]): void {
    const last = events.at(-1)
    if (last) this.seq = last.seq
    this.deliver(events)
  }
}
