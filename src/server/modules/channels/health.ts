import { eq, sql } from 'drizzle-orm'
import type { ChannelHealth, ChannelStatus } from '../../../shared/contracts/channels.ts'
import type { ChannelId, WorkspaceId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb, type WorkspaceDbFactory } from '../../platform/db/workspace-db.ts'
import type { Logger } from '../../platform/log/index.ts'
import { channels } from '../../schema/index.ts'
import * as repo from './channels.repo.ts'
import type { ChannelDirectory } from './directory.ts'

type Problem = NonNullable<ChannelHealth['problem']>

const FLUSH_MS = 1_000
/** A problem of the same reason is written again only after this long. */
const REPEAT_MS = 60_000

/** These stop a channel from sending until somebody mends it. */
const BLOCKING: ReadonlySet<Problem['reason']> = new Set([
  'token_expired',
  'permission_missing',
  'account_blocked',
  'payment_required',
])

/**
 * Keeps each channel's state of health. Signs of life come with every webhook, so they are collected
 * and written once a second; problems are written at once, with an event.
 */
export class ChannelHealthBoard {
  private readonly seen = new Map<ChannelId, { workspaceId: WorkspaceId; at: Date }>()
  private readonly reported = new Map<string, number>()
  private readonly services: { workspaceDb: WorkspaceDbFactory; log: Logger; directory: ChannelDirectory }
  private timer: NodeJS.Timeout | undefined

  constructor(services: { workspaceDb: WorkspaceDbFactory; log: Logger; directory: ChannelDirectory }) {
    this.services = services
  }

  start(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS)
    this.timer.unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.flush()
  }

  /** Something of this channel came in and was committed. */
  sawInbound(workspaceId: WorkspaceId, channelId: ChannelId, at: Date): void {
    this.seen.set(channelId, { workspaceId, at })
  }

  /** Trouble that came along with inbound items. Nobody waits for it, so a failure is only logged. */
  note(workspaceId: WorkspaceId, channelId: ChannelId, problem: Problem): void {
    this.report(this.services.workspaceDb(workspaceId), channelId, problem).catch((error: unknown) => {
      this.services.log.warn({ evt: 'channel.health_not_written', channelId, err: error })
    })
  }

  /** Tells people of a problem; one that stops sending also marks the channel. */
  async report(db: WorkspaceDb, channelId: ChannelId, problem: Problem): Promise<void> {
    const key = `${channelId}|${problem.reason}`
    const last = this.reported.get(key) ?? -Infinity
    if (performance.now() - last < REPEAT_MS) return
    this.reported.set(key, performance.now())
    await this.change(db, channelId, (row) => {
      // What stops the channel stays on the screen; a lesser remark must not hide it.
      if (row.status === 'needs_attention' && !BLOCKING.has(problem.reason)) return row
      const isStopped = BLOCKING.has(problem.reason) && row.status === 'connected'
      return {
        health: { ...row.health, problem },
        status: isStopped ? 'needs_attention' : row.status,
      }
    })
  }

  /** The provider answered well again: the problem is over and held messages go on. */
  async recovered(db: WorkspaceDb, channelId: ChannelId, facts: Partial<ChannelHealth>): Promise<void> {
    for (const key of this.reported.keys()) if (key.startsWith(channelId)) this.reported.delete(key)
    await this.change(db, channelId, (row) => ({
      health: { ...row.health, ...facts, problem: undefined },
      status: row.status === 'needs_attention' ? 'connected' : row.status,
    }))
  }

  async webhookVerified(db: WorkspaceDb, channelId: ChannelId, at: Date): Promise<void> {
    await this.change(db, channelId, (row) => ({
      health: { ...row.health, webhookVerifiedAt: at.toISOString() },
      status: row.status,
    }))
  }

  private async change(
    db: WorkspaceDb,
    channelId: ChannelId,
    next: (row: repo.ChannelRow) => { health: ChannelHealth; status: ChannelStatus },
  ): Promise<void> {
    await db.tx(async (tx) => {
      const row = await repo.findLocked(tx, channelId)
      const changed = next(row)
      await tx.orm
        .update(channels)
        .set(changed)
        .where(own(tx, channels, eq(channels.id, channelId)))
      tx.emit({ type: 'channel.changed', data: { channelId, status: changed.status } })
      tx.afterCommit(() => this.services.directory.forget({ ...row, channelId }))
    })
  }

  private async flush(): Promise<void> {
    const batch = [...this.seen.entries()]
    this.seen.clear()
    for (const [channelId, { workspaceId, at }] of batch) {
      const db = this.services.workspaceDb(workspaceId)
      try {
        await db.orm
          .update(channels)
          .set({ lastInboundAt: sql`greatest(coalesce(${channels.lastInboundAt}, ${at}), ${at})` })
          .where(own(db, channels, eq(channels.id, channelId)))
      } catch (error) {
        // Only a sign of life is lost; the next webhook brings another.
        this.services.log.warn({ evt: 'channel.health_not_written', channelId, err: error })
      }
    }
  }
}
