import type { Connection } from 'mysql2/promise'
import * as lit from '../../src/server/platform/db/literals.ts'

const ROWS_AT_ONCE = 1_000

export interface TableLoad {
  table: string
  columns: string
  /** How many times `rowsOf` is asked. */
  count: number
  rowsOf(index: number): lit.Sql[][]
}

/** Fills a table with multi-row inserts. Rows come in the order of the primary key where that is possible. */
export async function load(
  connection: Connection,
  { table, columns, count, rowsOf }: TableLoad,
): Promise<void> {
  // Rows are unique by making: checking each again would only read the index at random.
  await connection.query('SET SESSION unique_checks = 0, SESSION foreign_key_checks = 0')
  let rows: lit.Sql[][] = []
  for (let index = 0; index < count; index++) {
    rows.push(...rowsOf(index))
    if (rows.length < ROWS_AT_ONCE && index < count - 1) continue
    await connection.query(lit.insertRows(table, columns, rows))
    rows = []
  }
}
