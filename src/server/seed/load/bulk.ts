import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'

const ROWS_AT_ONCE = 1_000

export interface TableLoad {
  table: string
  columns: readonly string[]
  count: number
  /** The rows that belong to the n-th thing: one, several or none. */
  rowsOf(index: number): unknown[][]
}

/** Fills a table with statements of a thousand rows: a million take as long as a thousand use cases. */
export async function load(db: WorkspaceDb, { table, columns, count, rowsOf }: TableLoad): Promise<void> {
  let rows: unknown[][] = []
  // One statement is under way while the next one is put together.
  let underWay: Promise<unknown> = Promise.resolve()
  const flush = async () => {
    await underWay
    if (rows.length > 0) underWay = db.rows(insertOf(table, columns, rows.length), rows.flat())
    rows = []
  }
  for (let index = 0; index < count; index++) {
    rows.push(...rowsOf(index))
    if (rows.length >= ROWS_AT_ONCE) await flush()
  }
  await flush()
  await underWay
}

function insertOf(table: string, columns: readonly string[], rows: number): string {
  const row = `(${columns.map(() => '?').join(', ')})`
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array(rows).fill(row).join(', ')}`
}
