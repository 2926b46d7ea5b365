import type { WorkspaceDb } from '../../src/server/platform/db/workspace-db.ts'

export interface Statement {
  text: string
  values: unknown[]
}

/** What one call of the product sends, in order. */
export type Statements = Statement[]

/** By case, then by variant. */
export type RecordedCases = Record<string, Statements[]>

/** The statements that `call` sends through `rows`; it runs for real, since some follow from earlier answers. */
export async function record(
  db: WorkspaceDb,
  call: (db: WorkspaceDb) => Promise<unknown>,
): Promise<Statements> {
  const statements: Statements = []
  await call({
    ...db,
    rows: <Row>(text: string, values: readonly unknown[]) => {
      statements.push({ text, values: [...values] })
      return db.rows<Row>(text, values)
    },
  })
  return statements
}

type Marked = { bytes: string } | { time: string }

export function encodeStatements(cases: RecordedCases): string {
  return JSON.stringify(
    cases,
    function mark(this: Record<string, unknown>, key: string, value: unknown): unknown {
      // Before JSON asks them, Dates and Buffers are still what they are in their holder.
      const original = this[key]
      if (original instanceof Uint8Array) return { bytes: Buffer.from(original).toString('hex') }
      return original instanceof Date ? { time: original.toISOString() } : value
    },
  )
}

export function decodeStatements(json: string): RecordedCases {
  const cases = JSON.parse(json) as RecordedCases
  for (const statement of Object.values(cases).flat(2)) statement.values = statement.values.map(unmark)
  return cases
}

function unmark(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const marked = value as Marked
  return 'bytes' in marked ? Buffer.from(marked.bytes, 'hex') : new Date(marked.time)
}
