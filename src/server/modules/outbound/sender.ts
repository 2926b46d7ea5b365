import type { ChannelId, ThreadId } from '../../../shared/ids.ts'
import type { SystemDb } from '../../platform/db/system-db.ts'
import type { WorkspaceDb, WorkspaceDbFactory } from '../../platform/db/workspace-db.ts'
import type { ChannelDirectory, LiveChannel } from '../channels/index.ts'
import * as repo from './outbox.repo.ts'
import { sendOne, type SenderServices } from './send-one.ts'
import { settleOverdue } from './settle-unknown.ts'

const POLL_MS = 500
const SWEEP_MS = 1_000
const LOOK_AHEAD = 50

export interface OutboxSenderServices extends SenderServices {
  systemDb: SystemDb
  workspaceDb: WorkspaceDbFactory
  directory: ChannelDirectory
}

/**
 * Sends what lies in the outbox. Each channel is a lane: one process at a time owns it, keeps the gap
 * between sends, and never has two messages of one thread under way.
 */
export class OutboxSender {
  private readonly services: OutboxSenderServices
  private readonly running = new Map<ChannelId, Promise<void>>()
  /** Channels that the provider told to slow down, and until when (monotonic milliseconds). */
  private readonly pausedUntil = new Map<ChannelId, number>()
  private pollTimer: NodeJS.Timeout | undefined
  private sweepTimer: NodeJS.Timeout | undefined
  private stopped = false

  constructor(services: OutboxSenderServices) {
    this.services = services
  }

  start(): void {
    const guarded = (work: () => Promise<void>, what: string) =>
      void work().catch((error: unknown) =>
        this.services.log.warn({ evt: `outbox.${what}_failed`, err: error }),
      )
    this.pollTimer = setInterval(() => guarded(() => this.look(), 'look'), POLL_MS)
    this.sweepTimer = setInterval(() => guarded(() => this.sweep(), 'sweep'), SWEEP_MS)
    guarded(() => this.look(), 'look')
  }

  /** A message was just committed by this process. */
  wake(): void {
    if (this.stopped) return
    void this.look().catch((error: unknown) =>
      this.services.log.warn({ evt: 'outbox.look_failed', err: error }),
    )
  }

  /** Takes nothing new and waits for what is under way. */
  async stop(): Promise<void> {
    this.stopped = true
    clearInterval(this.pollTimer)
    clearInterval(this.sweepTimer)
    await Promise.allSettled(this.running.values())
  }

  private async look(): Promise<void> {
    if (this.stopped) return
    for (const lane of await repo.dueLanes(this.services.systemDb)) {
      if (this.stopped || this.running.has(lane.channelId) || this.isPaused(lane.channelId)) continue
      const run = this.runLane(lane)
        .catch((error: unknown) => this.services.log.warn({ evt: 'outbox.lane_failed', ...lane, err: error }))
        .finally(() => this.running.delete(lane.channelId))
      this.running.set(lane.channelId, run)
    }
  }

  private isPaused(channelId: ChannelId): boolean {
    const until = this.pausedUntil.get(channelId) ?? 0
    if (until > performance.now()) return true
    this.pausedUntil.delete(channelId)
    return false
  }

  private async runLane(lane: repo.LaneRef): Promise<void> {
    const channel = await this.services.directory.byId(lane.channelId)
    if (!channel || channel.status !== 'connected') return
    if (!(await repo.holdLane(this.services.systemDb, lane))) return
    try {
      const pauseMs = await new LaneRun(this.services, channel, () => this.stopped).drain()
      if (pauseMs > 0) this.pausedUntil.set(lane.channelId, performance.now() + pauseMs)
    } finally {
      await repo.releaseLane(this.services.systemDb, lane)
    }
  }

  private async sweep(): Promise<void> {
    for (const row of await repo.overdue(this.services.systemDb)) {
      const { holdMs, now } = this.services
      await settleOverdue(this.services.workspaceDb(row.workspaceId), row, { holdMs, now: now() })
    }
  }
}

/** One turn of a lane, while it has something due. */
class LaneRun {
  private readonly services: OutboxSenderServices
  private readonly channel: LiveChannel
  private readonly isStopped: () => boolean
  private readonly db: WorkspaceDb
  private readonly busy = new Set<ThreadId>()
  private readonly sends = new Map<number, Promise<void>>()
  private nextAt = 0
  private pauseMs = 0
  private isOwner = true

  constructor(services: OutboxSenderServices, channel: LiveChannel, isStopped: () => boolean) {
    this.services = services
    this.channel = channel
    this.isStopped = isStopped
    this.db = services.workspaceDb(channel.workspaceId)
  }

  /** Sends until nothing is due or the provider asks for a pause; answers how long that is. */
  async drain(): Promise<number> {
    const renewal = setInterval(() => void this.renew(), repo.RENEW_MS)
    try {
      while (!this.mustEnd()) {
        const due = await repo.dueMessages(this.db, this.channel.channelId, LOOK_AHEAD)
        const free = due.filter((row) => !this.busy.has(row.threadId))
        if (free.length === 0 && this.sends.size === 0) break
        if (free.length === 0) await Promise.race(this.sends.values())
        else await this.startAll(free)
      }
    } finally {
      await Promise.allSettled(this.sends.values())
      clearInterval(renewal)
    }
    return this.pauseMs
  }

  /** Keeps lane and claims while it works; a channel that needs attention or another owner ends the turn. */
  private async renew(): Promise<void> {
    try {
      const live = await this.services.directory.byId(this.channel.channelId)
      this.isOwner =
        live?.status === 'connected' && (await repo.holdLane(this.services.systemDb, this.channel))
      await repo.renewClaims(this.db, [...this.sends.keys()])
    } catch (error) {
      this.services.log.warn({ evt: 'outbox.renew_failed', err: error })
    }
  }

  private mustEnd(): boolean {
    return this.isStopped() || this.pauseMs > 0 || !this.isOwner
  }

  private async startAll(rows: repo.OutboxRow[]): Promise<void> {
    const parallel = this.services.adapters[this.channel.kind].capabilities.parallelSends
    for (const row of rows) {
      if (this.mustEnd()) return
      if (this.sends.size >= parallel) await Promise.race(this.sends.values())
      await this.pace()
      const claimed = await repo.claim(this.db, row)
      if (claimed) this.start(claimed)
    }
  }

  private start(row: repo.OutboxRow): void {
    this.busy.add(row.threadId)
    const send = sendOne(this.services, this.db, { row, channel: this.channel })
      .then(({ pauseMs }) => {
        this.pauseMs = Math.max(this.pauseMs, pauseMs)
      })
      .catch((error: unknown) => {
        // The row stays `sending`; when its lock lapses it is treated as an unknown outcome.
        this.services.log.error({ evt: 'outbox.send_crashed', outboxId: row.id, err: error })
      })
      .finally(() => {
        this.busy.delete(row.threadId)
        this.sends.delete(row.id)
      })
    this.sends.set(row.id, send)
  }

  private async pace(): Promise<void> {
    const waitMs = this.nextAt - performance.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    this.nextAt = Math.max(this.nextAt, performance.now() + this.channel.sendGapMs)
  }
}
