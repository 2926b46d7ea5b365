import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool, RowDataPacket } from 'mysql2/promise'
import { idToBytes, type WorkspaceId } from '../../src/shared/ids.ts'

/** What a workspace holds, table by table: the number of rows and a checksum of all their columns. */
export type Fingerprint = Record<string, string>

interface Column {
  table: string
  name: string
  type: string
}

/** Where rows of a workspace are found in tables that don't carry its id. */
const BY_RELATION: Record<string, string> = {
  workspaces: 'id = ?',
  users: 'id IN (SELECT user_id FROM memberships WHERE workspace_id = ?)',
  sessions: 'user_id IN (SELECT user_id FROM memberships WHERE workspace_id = ?)',
}

/** Noted once a minute for whoever calls, also for a call that is refused: a walk takes longer than that. */
const LAST_USE = 'last_used_at'

const BINARY = new Set(['binary', 'varbinary', 'blob', 'mediumblob', 'longblob'])

/** Reads everything that belongs to a workspace, whatever tables there will be. */
export class Fingerprints {
  private readonly pool: Pool
  private readonly statement: string
  private readonly count: number

  private constructor(pool: Pool, parts: string[]) {
    this.pool = pool
    this.statement = parts.join(' UNION ALL ')
    this.count = parts.length
  }

  static async of(pool: Pool): Promise<Fingerprints> {
    const [rows] = await pool.query<RowDataPacket[]>(
      'SELECT table_name AS tableName, column_name AS columnName, data_type AS dataType FROM information_schema.columns ' +
        'WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position',
    )
    const columns = rows
      .map((row): Column => ({ table: row['tableName'], name: row['columnName'], type: row['dataType'] }))
      .filter(({ name }) => name !== LAST_USE)
    const parts: string[] = []
    for (const table of new Set(columns.map((column) => column.table))) {
      const all = columns.filter((column) => column.table === table)
      const where = all.some((column) => column.name === 'workspace_id')
        ? 'workspace_id = ?'
        : BY_RELATION[table]
      if (where) parts.push(checksum(table, all, where))
    }
    return new Fingerprints(pool, parts)
  }

  async read(workspaceId: WorkspaceId): Promise<Fingerprint> {
    const bytes = Buffer.from(idToBytes(workspaceId))
    const [rows] = await this.pool.query<RowDataPacket[]>(this.statement, Array(this.count).fill(bytes))
    return Object.fromEntries(rows.map((row) => [row['tableName'], `${row['n']} rows, ${row['sum']}`]))
  }
}

/** The XOR of the rows' hashes: the order of rows does not matter, and no row is too long. */
function checksum(table: string, columns: Column[], where: string): string {
  const texts = columns.map(({ name, type }) => {
    const text = BINARY.has(type) ? `HEX(\`${name}\`)` : `HEX(CAST(\`${name}\` AS CHAR))`
    return `COALESCE(${text}, '~')`
  })
  const hash = `MD5(CONCAT_WS('|', ${texts.join(', ')}))`
  const half = (from: number) => `BIT_XOR(CAST(CONV(SUBSTRING(${hash}, ${from}, 16), 16, 10) AS UNSIGNED))`
  return `SELECT '${table}' AS tableName, COUNT(*) AS n, CONCAT(${half(1)}, '-', ${half(17)}) AS \`sum\` FROM \`${table}\` WHERE ${where}`
}

/** The files that a workspace has in storage, by path and content. */
export function filesOf(storageDir: string, workspaceId: WorkspaceId): Record<string, string> {
  const folder = join(storageDir, workspaceId.slice(workspaceId.indexOf('_') + 1))
  const entries = readdirSafely(folder)
  return Object.fromEntries(
    entries.map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('hex'),
    ]),
  )
}

function readdirSafely(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
