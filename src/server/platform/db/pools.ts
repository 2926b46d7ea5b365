import mysql, { type Pool, type PoolOptions } from 'mysql2/promise'

/**
 * One pool per purpose, so that slow screens can't starve the webhooks and a backlog of jobs can't
 * starve either. All speak UTC and READ COMMITTED: under REPEATABLE READ a plain read followed by a
 * write can lose an update, and gap locks turn sorted inserts into deadlocks.
 */
export interface Pools {
  web: Pool
  worker: Pool
  /** Carries the fused batches. The only pool that accepts several statements in one trip. */
  spine: Pool
  close(): Promise<void>
}

const SESSION = [
  // The only spelling of the isolation level that MySQL and MariaDB share.
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  "SET SESSION time_zone = '+00:00', SESSION innodb_lock_wait_timeout = 5, " +
    "SESSION sql_mode = 'STRICT_TRANS_TABLES,ONLY_FULL_GROUP_BY,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
]

export function createPools(databaseUrl: string): Pools {
  const base: PoolOptions = {
    uri: databaseUrl,
    timezone: 'Z',
    charset: 'utf8mb4',
    supportBigNumbers: true,
    connectTimeout: 5_000,
    enableKeepAlive: true,
    waitForConnections: true,
    // A caller's stack for each query costs a twentieth of a page; an error carries its SQL, and the log its call.
    trace: false,
  }
  const web = open({ ...base, connectionLimit: 12, queueLimit: 500 })
  const worker = open({ ...base, connectionLimit: 6 })
  const spine = open({
    ...base,
    connectionLimit: 4,
    multipleStatements: true,
    // Texts arrive complete; mysql2 would otherwise scan every batch for placeholders.
    queryFormat: (text: string) => text,
  })
  return {
    web,
    worker,
    spine,
    close: async () => {
      await Promise.all([web.end(), worker.end(), spine.end()])
    },
  }
}

function open(options: PoolOptions): Pool {
  const pool = mysql.createPool(options)
  // Queued on the new connection ahead of the caller's first statement.
  pool.pool.on('connection', (connection) => {
    for (const statement of SESSION) connection.query(statement)
  })
  return pool
}
