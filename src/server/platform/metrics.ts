import { and, count, eq, min, sql } from 'drizzle-orm'
import type { Pool } from 'mysql2/promise'
import { Gauge, type Registry } from 'prom-client'
import { eventCursors, jobs, outbox, receipts, workspaceCounters } from '../schema/index.ts'
import type { SystemDb } from './db/system-db.ts'

const POOLS = ['web', 'worker', 'spine'] as const

export interface MetricsSources {
  systemDb: SystemDb
  pools: Record<(typeof POOLS)[number], Pool>
  liveClients(): number
  inboundWaiting(): number
}

/**
 * What operators watch, read from the database when asked: age of the oldest unapplied receipt, the
 * outbox by state, dead letters, lag of subscribers, pools.
 */
export function addDatabaseMetrics(registry: Registry, sources: MetricsSources): void {
  const orm = sources.systemDb('metrics')

  const gauge = (name: string, help: string, collect: (gauge: Gauge) => Promise<void> | void) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        return collect(this)
      },
    })
  const labelled = (
    name: string,
    help: string,
    { label, collect }: { label: string; collect: (gauge: Gauge<string>) => Promise<void> | void },
  ) =>
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      collect() {
        return collect(this)
      },
    })

  gauge(
    'crm_receipt_oldest_pending_seconds',
    'Age of the oldest stored but unapplied inbound item',
    async (g) => {
      const [row] = await orm
        .select({ at: min(receipts.receivedAt) })
        .from(receipts)
        .where(eq(receipts.state, 'pending'))
      g.set(row?.at ? (Date.now() - row.at.getTime()) / 1000 : 0)
    },
  )
  gauge('crm_receipts_failed', 'Inbound items that could not be applied', async (g) => {
    const [row] = await orm.select({ n: count() }).from(receipts).where(eq(receipts.state, 'failed'))
    g.set(row?.n ?? 0)
  })
  labelled('crm_outbox_messages', 'Messages on their way out, by state', {
    label: 'state',
    collect: async (g) => {
      const rows = await orm.select({ state: outbox.state, n: count() }).from(outbox).groupBy(outbox.state)
      g.reset()
      for (const state of ['queued', 'sending', 'unknown', 'held']) g.set({ state }, 0)
      for (const row of rows) g.set({ state: row.state }, row.n)
    },
  })
  gauge('crm_outbox_oldest_seconds', 'Age of the oldest message that waits to be sent', async (g) => {
    const [row] = await orm
      .select({ at: min(outbox.createdAt) })
      .from(outbox)
      .where(eq(outbox.state, 'queued'))
    g.set(row?.at ? (Date.now() - row.at.getTime()) / 1000 : 0)
  })
  gauge('crm_jobs_dead', 'Jobs that gave up', async (g) => {
    const [row] = await orm.select({ n: count() }).from(jobs).where(eq(jobs.state, 'dead'))
    g.set(row?.n ?? 0)
  })
  gauge('crm_event_lag', 'Events that the slowest durable subscriber has not read', async (g) => {
    const [row] = await orm
      .select({
        lag: sql<number>`coalesce(max(${workspaceCounters.eventSeq} - ${eventCursors.seq}), 0)`.mapWith(
          Number,
        ),
      })
      .from(eventCursors)
      .innerJoin(workspaceCounters, and(eq(workspaceCounters.workspaceId, eventCursors.workspaceId)))
    g.set(row?.lag ?? 0)
  })
  labelled('crm_pool_waiting', 'Callers that wait for a database connection', {
    label: 'pool',
    collect: (g) => {
      for (const pool of POOLS) g.set({ pool }, waitingFor(sources.pools[pool]))
    },
  })
  gauge('crm_live_clients', 'Connected live clients', (g) => g.set(sources.liveClients()))
  gauge('crm_inbound_waiting', 'Inbound items that wait for a batch', (g) => g.set(sources.inboundWaiting()))
}

/** mysql2 keeps its queue of waiting callers in an internal list. */
function waitingFor(pool: Pool): number {
  const queue = (pool.pool as unknown as { _connectionQueue?: { length: number } })._connectionQueue
  return queue?.length ?? 0
}
