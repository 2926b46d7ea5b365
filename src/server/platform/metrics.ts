import { and, count, eq, min, sql, type SQL } from 'drizzle-orm'
import type { MySqlColumn, MySqlTable } from 'drizzle-orm/mysql-core'
import type { Pool } from 'mysql2/promise'
import { Gauge, type Registry } from 'prom-client'
import { eventCursors, jobs, outbox, receipts, workspaceCounters } from '../schema/index.ts'
import type { SystemDb, SystemOrm } from './db/system-db.ts'

const POOLS = ['web', 'worker', 'spine'] as const

export interface MetricsSources {
  systemDb: SystemDb
  pools: Record<(typeof POOLS)[number], Pool>
  liveClients(): number
  inboundWaiting(): number
}

/** One value, or one for each value of a label. */
type Reading = number | Record<string, number>

interface Metric {
  name: string
  help: string
  label?: string
  read(): Promise<Reading> | Reading
}

/**
 * What operators watch, read when asked: age of the oldest unapplied receipt, the outbox by state,
 * dead letters, lag of subscribers, pools.
 */
export function addDatabaseMetrics(registry: Registry, sources: MetricsSources): void {
  const metrics = [...queueMetrics(sources.systemDb('metrics')), ...processMetrics(sources)]
  for (const metric of metrics) register(registry, metric)
}

function register(registry: Registry, { name, help, label, read }: Metric): void {
  const gauge: Gauge = new Gauge({
    name,
    help,
    labelNames: label ? [label] : [],
    registers: [registry],
    collect: async () => {
      const reading = await read()
      if (typeof reading === 'number') gauge.set(reading)
      else for (const [value, n] of Object.entries(reading)) gauge.set({ [label ?? '']: value }, n)
    },
  })
}

function queueMetrics(orm: SystemOrm): Metric[] {
  const howMany = async (table: MySqlTable, where: SQL) =>
    (await orm.select({ n: count() }).from(table).where(where))[0]?.n ?? 0
  const ageOf = async (table: MySqlTable, at: MySqlColumn, where: SQL) => {
    const [row] = await orm
      .select({ at: min(at) })
      .from(table)
      .where(where)
    return row?.at instanceof Date ? (Date.now() - row.at.getTime()) / 1000 : 0
  }
  return [
    {
      name: 'crm_receipt_oldest_pending_seconds',
      help: 'Age of the oldest stored but unapplied inbound item',
      read: () => ageOf(receipts, receipts.receivedAt, eq(receipts.state, 'pending')),
    },
    {
      name: 'crm_receipts_failed',
      help: 'Inbound items that could not be applied',
      read: () => howMany(receipts, eq(receipts.state, 'failed')),
    },
    {
      name: 'crm_outbox_messages',
      help: 'Messages on their way out, by state',
      label: 'state',
      read: () => outboxByState(orm),
    },
    {
      name: 'crm_outbox_oldest_seconds',
      help: 'Age of the oldest message that waits to be sent',
      read: () => ageOf(outbox, outbox.createdAt, eq(outbox.state, 'queued')),
    },
    { name: 'crm_jobs_dead', help: 'Jobs that gave up', read: () => howMany(jobs, eq(jobs.state, 'dead')) },
    {
      name: 'crm_event_lag',
      help: 'Events that the slowest subscriber has not read',
      read: () => eventLag(orm),
    },
  ]
}

async function outboxByState(orm: SystemOrm): Promise<Record<string, number>> {
  const rows = await orm.select({ state: outbox.state, n: count() }).from(outbox).groupBy(outbox.state)
  const none = { queued: 0, sending: 0, unknown: 0, held: 0 }
  return { ...none, ...Object.fromEntries(rows.map((row) => [row.state, row.n])) }
}

async function eventLag(orm: SystemOrm): Promise<number> {
  const behind = sql<number>`coalesce(max(${workspaceCounters.eventSeq} - ${eventCursors.seq}), 0)`
  const [row] = await orm
    .select({ lag: behind.mapWith(Number) })
    .from(eventCursors)
    .innerJoin(workspaceCounters, and(eq(workspaceCounters.workspaceId, eventCursors.workspaceId)))
  return row?.lag ?? 0
}

function processMetrics(sources: MetricsSources): Metric[] {
  return [
    {
      name: 'crm_pool_connections',
      help: 'Open database connections, by pool',
      label: 'pool',
      read: () => Object.fromEntries(POOLS.map((pool) => [pool, openConnections(sources.pools[pool])])),
    },
    { name: 'crm_live_clients', help: 'Connected live clients', read: () => sources.liveClients() },
    {
      name: 'crm_inbound_waiting',
      help: 'Inbound items that wait for a batch',
      read: () => sources.inboundWaiting(),
    },
  ]
}

/** mysql2 tells of its connections only through fields that its types leave out. */
function openConnections(pool: Pool): number {
  const connections: unknown = Reflect.get(pool.pool, '_allConnections')
  return typeof connections === 'object' && connections !== null && 'length' in connections
    ? Number(connections.length)
    : 0
}
