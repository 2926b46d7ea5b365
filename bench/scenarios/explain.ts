import type { RowDataPacket } from 'mysql2/promise'
import type { LoadWorld } from '../../test/load/world.ts'
import type { ListCase } from './list-cases.ts'

/** What the engine does for a case's statements beyond walking an index; empty where all is well. */
export async function explainProblems(world: LoadWorld, { statements }: ListCase): Promise<string[]> {
  const connection = await world.connect()
  const problems = new Set<string>()
  for (const { text, values } of statements.flat()) {
    const [rows] = await connection.query<RowDataPacket[]>(`EXPLAIN ${text}`, values)
    for (const row of rows) {
      const extra = String(row['Extra'] ?? '')
      if (row['key'] === null && row['table'] !== null) problems.add(`${row['table']} without an index`)
      if (/filesort|temporary/i.test(extra)) problems.add(`${row['table']} by ${row['key']}: ${extra}`)
    }
  }
  await connection.end()
  return [...problems]
}
