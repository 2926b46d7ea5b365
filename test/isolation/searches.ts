import type { z } from 'zod'
import { encodeCursor } from '../../src/server/platform/cursor.ts'
import { nodesOf, type Path } from './schema-walk.ts'
import type { Stock } from './stock.ts'

/** Every word and every position by which something of a workspace might be found, in each field that takes one. */
export function searchesOf(
  schema: z.ZodType,
  { canaries, customerPhone, ids, numbers }: Stock,
): { path: Path; value: string }[] {
  const now = Date.now()
  const words = [canaries[0] ?? '', customerPhone, customerPhone.slice(-6)]
  const positions = [
    ...(['conversation', 'message', 'contact', 'channel'] as const).map((kind) =>
      encodeCursor([now, ids[kind]]),
    ),
    encodeCursor([numbers.receipt + 1]),
  ]
  const values: Record<string, string[]> = { query: words, q: words, cursor: positions }
  const paths = new Set(nodesOf(schema).map(({ path }) => path))
  return [...paths].flatMap((path) => (values[path] ?? []).map((value) => ({ path, value })))
}
