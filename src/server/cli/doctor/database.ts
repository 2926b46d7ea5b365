import type { PoolConnection, RowDataPacket } from 'mysql2/promise'
import { pendingMigrations } from '../../platform/db/migrate.ts'
import type { Pools } from '../../platform/db/pools.ts'
import { reasonOf } from '../failure.ts'
import { fail, ok, warn, type Finding } from './check.ts'

const COLLATION = 'utf8mb4_unicode_520_ci'
const OLDEST = { MariaDB: [10, 6], MySQL: [8, 0] } as const
/** The largest batch of webhooks travels as one statement, its bodies as hex. */
const PACKET_BYTES = 16 * 1024 * 1024

/** Everything that the product needs of its database. One that cannot be reached is one finding. */
export async function examineDatabase(pools: Pools, migrations: string): Promise<Finding[]> {
  let connection: PoolConnection
  try {
    connection = await pools.worker.getConnection()
  } catch (error) {
    return [fail('database', reasonOf(error), 'Start it, or mend DATABASE_URL.')]
  }
  try {
    const facts = await readFacts(connection)
    const pending = await pendingMigrations(connection, migrations)
    return [
      versionFinding(facts),
      await collationFinding(connection),
      migrationsFinding(pending),
      isolationFinding(facts),
      packetFinding(facts),
      // The queue it is tried on comes with the migrations.
      ...(pending.length === 0 ? [await skipLockedFinding(connection)] : []),
    ]
  } finally {
    connection.release()
  }
}

interface Facts {
  version: string
  variables: ReadonlyMap<string, string>
}

const VARIABLES = ['transaction_isolation', 'tx_isolation', 'max_allowed_packet', 'log_bin', 'binlog_format']

async function readFacts(connection: PoolConnection): Promise<Facts> {
  const [versions] = await connection.query<RowDataPacket[]>('SELECT version() AS version')
  const [rows] = await connection.query<RowDataPacket[]>('SHOW VARIABLES WHERE Variable_name IN (?)', [
    VARIABLES,
  ])
  return {
    version: String(versions[0]?.['version']),
    variables: new Map(rows.map((row) => [String(row['Variable_name']), String(row['Value'])])),
  }
}

function versionFinding({ version }: Facts): Finding {
  const engine = version.includes('MariaDB') ? 'MariaDB' : 'MySQL'
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10))
  const [oldestMajor, oldestMinor] = OLDEST[engine]
  const isNewEnough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
  return isNewEnough
    ? ok('database', `${engine} ${version} answers`)
    : fail(
        'database',
        `${engine} ${version} is too old`,
        `Use ${engine} ${oldestMajor}.${oldestMinor} or newer.`,
      )
}

async function collationFinding(connection: PoolConnection): Promise<Finding> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT 'the database' AS place, default_collation_name AS found FROM information_schema.schemata
      WHERE schema_name = database() AND default_collation_name <> ?
     UNION ALL
     SELECT table_name, table_collation FROM information_schema.tables
      WHERE table_schema = database() AND table_type = 'BASE TABLE' AND table_collation <> ?`,
    [COLLATION, COLLATION],
  )
  if (rows.length === 0) return ok('collation', COLLATION)
  const places = rows.map((row) => `${String(row['place'])} (${String(row['found'])})`).join(', ')
  const mend = `Run crm migrate; a table that stays: ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4 COLLATE ${COLLATION}, and its exact columns back to utf8mb4_bin.`
  return fail('collation', `not ${COLLATION}: ${places}`, mend)
}

function migrationsFinding(pending: readonly string[]): Finding {
  return pending.length === 0
    ? ok('migrations', 'all applied')
    : fail('migrations', `pending: ${pending.join(', ')}`, 'Run crm migrate.')
}

function isolationFinding({ variables }: Facts): Finding {
  const level = variables.get('transaction_isolation') ?? variables.get('tx_isolation') ?? 'unknown'
  if (level !== 'READ-COMMITTED')
    return fail(
      'isolation',
      `connections stay at ${level}`,
      'Let the user SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED.',
    )
  if (variables.get('log_bin') === 'ON' && variables.get('binlog_format') === 'STATEMENT')
    return fail(
      'isolation',
      'READ COMMITTED cannot be written to a binary log of statements',
      'Set binlog_format to ROW or MIXED.',
    )
  return ok('isolation', 'READ COMMITTED')
}

function packetFinding({ variables }: Facts): Finding {
  const bytes = Number(variables.get('max_allowed_packet'))
  return bytes >= PACKET_BYTES
    ? ok('packets', `up to ${Math.floor(bytes / 1024 / 1024)} MB`)
    : warn(
        'packets',
        `max_allowed_packet is ${bytes} bytes`,
        'Set it to 16 MB or more: large webhooks would be refused.',
      )
}

async function skipLockedFinding(connection: PoolConnection): Promise<Finding> {
  try {
    await connection.beginTransaction()
    await connection.query('SELECT id FROM jobs ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED')
    return ok('queues', 'FOR UPDATE SKIP LOCKED works')
  } catch (error) {
    return fail(
      'queues',
      `FOR UPDATE SKIP LOCKED: ${reasonOf(error)}`,
      'Use MySQL 8.0 or MariaDB 10.6 or newer.',
    )
  } finally {
    await connection.rollback()
  }
}
