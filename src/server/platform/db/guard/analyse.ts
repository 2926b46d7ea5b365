import { tokenize } from './lexer.ts'
import type { Token } from './lexer.ts'
import { isWord, nest } from './nodes.ts'
import type { Node } from './nodes.ts'
import { readQuery } from './query.ts'
import type { Context } from './query.ts'
import { Refusal, refuse } from './refusal.ts'
import { isTransactionControl } from './transaction-control.ts'
import { readDelete, readInsert, readReplace, readUpdate } from './writes.ts'

export type Verdict =
  /** `bindings`: ascending positions of the `?` that must be the handle's workspace. */
  | { readonly ok: true; readonly bindings: readonly number[] }
  | { readonly ok: false; readonly reason: string }

/**
 * Tells whether a statement can touch rows of its own workspace alone, whatever its other
 * parameters are. `workspaceTables` are names in lower case. A shape not known here is refused.
 */
export function analyse(sql: string, workspaceTables: ReadonlySet<string>): Verdict {
  try {
    return { ok: true, bindings: readStatement(tokenize(sql), workspaceTables) }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.message }
    throw error
  }
}

function readStatement(tokens: readonly Token[], workspaceTables: ReadonlySet<string>): number[] {
  if (isTransactionControl(tokens)) return []
  if (!mentionsAny(tokens, workspaceTables)) {
    checkUnscoped(tokens)
    return []
  }
  const context: Context = { workspaceTables, bindings: new Set(), commonTables: new Set(), outer: null }
  readScoped(nest(tokens), context)
  return [...context.bindings].sort((one, other) => one - other)
}

function readScoped(nodes: readonly Node[], context: Context): void {
  const [first] = nodes
  if (isWord(first, 'select', 'with') || first?.kind === 'group') return readQuery(nodes, context)
  if (isWord(first, 'insert')) return readInsert(nodes, context)
  if (isWord(first, 'replace')) return readReplace(nodes, context)
  if (isWord(first, 'update')) return readUpdate(nodes, context)
  if (isWord(first, 'delete')) return readDelete(nodes, context)
  refuse('a kind of statement that is not allowed here')
}

/** A double-quoted string counts too: with ANSI_QUOTES it would be a name. */
function mentionsAny(tokens: readonly Token[], tables: ReadonlySet<string>): boolean {
  return tokens.some(
    (token) =>
      (token.kind === 'word' || token.kind === 'name' || token.kind === 'string') &&
      tables.has(token.text.toLowerCase()),
  )
}

function checkUnscoped(tokens: readonly Token[]): void {
  const [first] = tokens
  const isQuery = first?.kind === 'symbol' && first.text === '('
  if (!isQuery && !isWord(first, 'select', 'with', 'insert', 'replace', 'update', 'delete')) {
    refuse('a kind of statement that is not allowed here')
  }
  if (tokens.some((token) => isWord(token, 'outfile', 'dumpfile'))) refuse('a query that writes to a file')
}
