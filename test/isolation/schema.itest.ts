import { createPool, type Pool, type RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workspaceTableNames } from '../../src/server/schema/tables.ts'
import { testDatabaseUrl } from '../harness/database.ts'

/** Claimed across workspaces by named system statements: their key is the order of arrival. */
const QUEUES = new Set(['receipts', 'jobs', 'outbox', 'outbox_lanes'])

/** Indexes that may lead with something else than the workspace, and why. */
const INDEXES_ACROSS_WORKSPACES: Record<string, string> = {
  'memberships.memberships_user': 'sign-in asks where a person belongs before a workspace is chosen',
  'channels.channels_live_account': "a provider's number is live in one workspace only",
  'receipts.receipts_state': 'the drain takes spilled receipts of all workspaces in order',
  'jobs.jobs_due': 'a worker claims due jobs of all workspaces',
  'outbox.outbox_lane': "a sender takes the next message of a channel's lane",
  'outbox.outbox_due': 'a sender finds overdue sends of all workspaces',
}

/** Everything that is compared with what a machine wrote: in 520_ci `wamid.ABC` equals `wamid.abc`. */
const EXACT =
  /(^|_)(key|keys|token|hash|sha256|dedupe|slug|email|scope|value|term|owner|subscriber)$|^external_|_address$/

const NEVER_COMPARED: Record<string, string> = {
  'users.password_hash': 'bcrypt compares it, not the database',
  'channels.verify_token': 'sealed: each sealing gives another text',
  'outbox.token': 'a number that counts claims',
  'channels.active_key': '1 or NULL',
}

const BINARY = /^(binary|varbinary|blob|mediumblob|longblob)$/
const TEXT = /^(char|varchar|text|mediumtext|longtext)$/

let pool: Pool
beforeAll(() => {
  pool = createPool(testDatabaseUrl())
})
afterAll(() => pool.end())

interface IndexColumn {
  tableName: string
  indexName: string
  columnName: string
}

async function query<Row>(select: string): Promise<Row[]> {
  const [rows] = await pool.query<RowDataPacket[]>(select)
  return rows as Row[]
}

const leadingColumns = () =>
  query<IndexColumn>(
    'SELECT table_name AS tableName, index_name AS indexName, column_name AS columnName FROM information_schema.statistics ' +
      'WHERE table_schema = DATABASE() AND seq_in_index = 1',
  )

describe('a table of workspaces', () => {
  it('is one that the guard watches, as soon as it names a workspace', async () => {
    const rows = await query<{ tableName: string }>(
      "SELECT table_name AS tableName FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name = 'workspace_id'",
    )
    expect(rows.map((row) => row.tableName).sort()).toEqual([...workspaceTableNames()].sort())
    expect(rows.length).toBeGreaterThanOrEqual(22)
  })

  it('keeps the rows of a workspace together: its primary key begins with the workspace', async () => {
    const tables = workspaceTableNames()
    const primary = (await leadingColumns()).filter(({ indexName }) => indexName === 'PRIMARY')
    const elsewhere = primary.filter(
      ({ tableName, columnName }) => tables.has(tableName) && columnName !== 'workspace_id',
    )
    expect(elsewhere.map(({ tableName }) => tableName).sort()).toEqual([...QUEUES].sort())
    expect(primary.filter(({ tableName }) => tables.has(tableName))).toHaveLength(tables.size)
  })

  it('finds rows by indexes that begin with the workspace, but for those with a reason', async () => {
    const tables = workspaceTableNames()
    const across = (await leadingColumns())
      .filter(({ tableName, indexName }) => tables.has(tableName) && indexName !== 'PRIMARY')
      .filter(({ columnName }) => columnName !== 'workspace_id')
    expect(across.map(({ tableName, indexName }) => `${tableName}.${indexName}`).sort()).toEqual(
      Object.keys(INDEXES_ACROSS_WORKSPACES).sort(),
    )
  })

  it('can be read by workspace where it is a queue', async () => {
    const led = new Set(
      (await leadingColumns()).filter((row) => row.columnName === 'workspace_id').map((row) => row.tableName),
    )
    expect([...QUEUES].filter((table) => !led.has(table))).toEqual([])
  })
})

describe('the database', () => {
  it('tells ids, keys and hashes apart byte by byte', async () => {
    const columns = await query<{ name: string; column: string; type: string; collation: string | null }>(
      "SELECT CONCAT(table_name, '.', column_name) AS name, column_name AS `column`, data_type AS type, collation_name AS collation " +
        "FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name <> 'schema_migrations'",
    )
    const exact = columns.filter(({ name, column }) => EXACT.test(column) && !(name in NEVER_COMPARED))
    expect(exact.length).toBeGreaterThanOrEqual(30)
    const folded = exact.filter(({ type, collation }) => !BINARY.test(type) && collation !== 'utf8mb4_bin')
    expect(folded.map(({ name }) => name)).toEqual([])
    const ids = columns.filter(
      ({ column, type }) => /(^|_)id$/.test(column) && TEXT.test(type) && !column.startsWith('external_'),
    )
    expect(ids.map(({ name }) => name)).toEqual([])
  })

  it('compares what people write without case and accents, in every table', async () => {
    const rows = await query<{ name: string; collation: string }>(
      'SELECT table_name AS name, table_collation AS collation FROM information_schema.tables WHERE table_schema = DATABASE()',
    )
    expect(rows.length).toBeGreaterThan(22)
    expect(rows.filter((row) => row.collation !== 'utf8mb4_unicode_520_ci')).toEqual([])
    const odd = await query<{ name: string }>(
      "SELECT CONCAT(table_name, '.', column_name) AS name FROM information_schema.columns WHERE table_schema = DATABASE() " +
        "AND table_name <> 'schema_migrations' AND collation_name NOT IN ('utf8mb4_bin', 'utf8mb4_unicode_520_ci') AND data_type <> 'json'",
    )
    expect(odd).toEqual([])
  })

  it.each([
    ['foreign keys', 'information_schema.referential_constraints WHERE constraint_schema'],
    ['triggers', 'information_schema.triggers WHERE trigger_schema'],
    ['views', 'information_schema.views WHERE table_schema'],
    ['routines', 'information_schema.routines WHERE routine_schema'],
    ['timed events', 'information_schema.events WHERE event_schema'],
  ])('holds no %s', async (_what, where) => {
    const [row] = await query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${where} = DATABASE()`)
    expect(Number(row?.n)).toBe(0)
  })
})
