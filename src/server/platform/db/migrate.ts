import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise'
import { readMigrationFiles, type MigrationFile, type MigrationStatement } from './migration-files.ts'

const LOCK_WAIT_SECONDS = 60
const CHARSET = 'utf8mb4'
const COLLATION = 'utf8mb4_unicode_520_ci'
/** The row under this number says that the file was applied to its end. */
const SEAL = 0

export interface MigrateOptions {
  /** drizzle-kit's output folder. */
  folder: string
  log?: (line: string) => void
}

export interface MigrateResult {
  /** Tags of the files finished by this call, in order. */
  applied: string[]
  alreadyApplied: number
}

/** Says which file and statement failed, and why; the engine's error is the cause. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/**
 * Brings a database to the newest schema. Several processes may call it at once: one works, the rest wait.
 * DDL cannot be rolled back, so progress is kept per statement and a run that stopped half-way is continued.
 * @param target URL of a database, or a connection with that database selected.
 * @throws MigrationError when a statement fails, or when an applied file has been changed since.
 */
export async function migrate(target: string | Connection, options: MigrateOptions): Promise<MigrateResult> {
  if (typeof target !== 'string') return withMigrationLock(target, () => applyAll(target, options))
  const connection = await createConnection({ uri: target, timezone: 'Z', charset: CHARSET })
  try {
    return await migrate(connection, options)
  } finally {
    await connection.end()
  }
}

/** Tags of the files that this database still lacks; a half-applied file counts as pending. */
export async function pendingMigrations(connection: Connection, folder: string): Promise<string[]> {
  const files = await readMigrationFiles(folder)
  const sealed = await sealedTags(connection)
  return files.map((file) => file.tag).filter((tag) => !sealed.has(tag))
}

async function sealedTags(connection: Connection): Promise<Set<string>> {
  const [tables] = await connection.query<RowDataPacket[]>("SHOW TABLES LIKE 'schema\\_migrations'")
  if (tables.length === 0) return new Set()
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT tag FROM schema_migrations WHERE statement_no = ?',
    [SEAL],
  )
  return new Set(rows.map((row) => String(row.tag)))
}

async function withMigrationLock<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  // A lock's name holds 64 characters, and so may the database's.
  const name = "concat(left(database(), 56), '.migrate')"
  const [rows] = await connection.query<RowDataPacket[]>(`SELECT get_lock(${name}, ?) AS isMine`, [
    LOCK_WAIT_SECONDS,
  ])
  if (rows[0]?.isMine !== 1) {
    throw new MigrationError(`Another process has been migrating for more than ${LOCK_WAIT_SECONDS} s`)
  }
  try {
    return await work()
  } finally {
    // If the connection is dead the server has released the lock itself, and the first error matters more.
    await connection.query(`SELECT release_lock(${name})`).catch(() => undefined)
  }
}

async function applyAll(connection: Connection, options: MigrateOptions): Promise<MigrateResult> {
  const files = await readMigrationFiles(options.folder)
  await prepareDatabase(connection)
  const done = await readProgress(connection)
  for (const file of files) refuseChanged(file, done)
  const pending = files.filter((file) => !done.has(rowKey(file.tag, SEAL)))
  for (const file of pending) {
    await applyFile(connection, file, done)
    options.log?.(`applied migration ${file.tag} (${file.statements.length} statements)`)
  }
  return { applied: pending.map((file) => file.tag), alreadyApplied: files.length - pending.length }
}

/** Migration zero: the database's defaults decide the collation of every table that does not name one. */
async function prepareDatabase(connection: Connection): Promise<void> {
  await connection.query("SET time_zone = '+00:00'")
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT default_collation_name AS collation FROM information_schema.schemata WHERE schema_name = database()',
  )
  if (rows[0]?.collation !== COLLATION) {
    await connection.query(`ALTER DATABASE CHARACTER SET ${CHARSET} COLLATE ${COLLATION}`)
  }
  await connection.query(
    `CREATE TABLE IF NOT EXISTS schema_migrations (
      tag varchar(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
      statement_no int NOT NULL,
      checksum char(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      applied_at datetime(3) NULL,
      PRIMARY KEY (tag, statement_no)
    )`,
  )
}

interface ProgressRow {
  checksum: string
  /** False: begun by a run that died before it could say how it went. */
  isFinished: boolean
}

type Progress = Map<string, ProgressRow>

async function readProgress(connection: Connection): Promise<Progress> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT tag, statement_no AS no, checksum, applied_at IS NOT NULL AS isFinished FROM schema_migrations',
  )
  return new Map(
    rows.map((row) => [
      rowKey(row.tag, row.no),
      { checksum: String(row.checksum), isFinished: row.isFinished === 1 },
    ]),
  )
}

function rowKey(tag: string, no: number): string {
  return `${tag}#${no}`
}

/** What has run must stay as it was; the rest of a half-applied file may be mended. */
function refuseChanged(file: MigrationFile, done: Progress): void {
  const seal = done.get(rowKey(file.tag, SEAL))
  const changed = file.statements.find(({ no, checksum }) => {
    const row = done.get(rowKey(file.tag, no))
    return row?.isFinished === true && row.checksum !== checksum
  })
  if (!changed && (!seal || seal.checksum === file.checksum)) return
  const where = changed ? `, statement ${changed.no} (${firstLine(changed.sql)})` : ''
  throw new MigrationError(
    `${file.tag}.sql${where} was changed after it had been applied. Restore it and write a new migration.`,
  )
}

async function applyFile(connection: Connection, file: MigrationFile, done: Progress): Promise<void> {
  for (const statement of file.statements) {
    const row = done.get(rowKey(file.tag, statement.no))
    if (row?.isFinished) continue
    // Only the very text that was begun may be taken as having been applied.
    const wasBegun = row?.checksum === statement.checksum
    await applyStatement(connection, { tag: file.tag, statement, wasBegun })
  }
  await connection.query('INSERT INTO schema_migrations VALUES (?, ?, ?, now(3))', [
    file.tag,
    SEAL,
    file.checksum,
  ])
}

interface StatementRun {
  tag: string
  statement: MigrationStatement
  wasBegun: boolean
}

/**
 * Begun is recorded before, finished after, the latter in one transaction with the statement where the
 * engine allows it (data), so that only DDL can be applied and yet not recorded; see `tellsOfEarlierSuccess`.
 */
async function applyStatement(connection: Connection, run: StatementRun): Promise<void> {
  const { tag, statement } = run
  await connection.query('REPLACE INTO schema_migrations VALUES (?, ?, ?, NULL)', [
    tag,
    statement.no,
    statement.checksum,
  ])
  await connection.beginTransaction()
  try {
    await connection.query(statement.sql)
  } catch (error) {
    if (!(run.wasBegun && tellsOfEarlierSuccess(error))) {
      await forgetBegun(connection, run)
      throw failure(run, error)
    }
  }
  await connection.query(
    'UPDATE schema_migrations SET applied_at = now(3) WHERE tag = ? AND statement_no = ?',
    [tag, statement.no],
  )
  await connection.commit()
}

/** A statement that the engine refused did not happen. When the connection died we cannot know, and keep the mark. */
async function forgetBegun(connection: Connection, { tag, statement }: StatementRun): Promise<void> {
  try {
    await connection.rollback()
    await connection.query('DELETE FROM schema_migrations WHERE tag = ? AND statement_no = ?', [
      tag,
      statement.no,
    ])
  } catch {
    // The statement's own error is thrown by the caller and says more than this one.
  }
}

const EARLIER_SUCCESS = new Set([
  1050, // table exists
  1051, // unknown table, on DROP TABLE
  1060, // column exists
  1061, // index exists
  1091, // cannot drop: no such column or index
  1826, // foreign key exists
  3822, // check constraint exists
])

function tellsOfEarlierSuccess(error: unknown): boolean {
  return error instanceof Error && 'errno' in error && EARLIER_SUCCESS.has(Number(error.errno))
}

function failure({ tag, statement }: StatementRun, cause: unknown): MigrationError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new MigrationError(
    `${tag}.sql, statement ${statement.no}: ${reason}\n  ${firstLine(statement.sql)}`,
    {
      cause,
    },
  )
}

function firstLine(sql: string): string {
  return sql.split('\n', 1)[0] ?? ''
}
