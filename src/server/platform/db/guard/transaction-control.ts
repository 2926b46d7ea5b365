import type { Token } from './lexer.ts'

/** Whole statements, as words joined by one blank; `*` stands for the name of a savepoint. */
const STATEMENTS = new RegExp(
  `^(?:${[
    'begin(?: work)?',
    'start transaction(?: with consistent snapshot)?(?: ?,? ?read (?:only|write))?',
    '(?:commit|rollback)(?: work)?',
    'savepoint NAME',
    'release savepoint NAME',
    'rollback(?: work)? to(?: savepoint)? NAME',
    'set (?:session |local )?transaction(?: isolation level (?:read uncommitted|read committed|repeatable read|serializable))?(?: ?,? ?read (?:only|write))?',
  ].join('|')})$`.replaceAll('NAME', '[a-z0-9_$]+'),
)

// The longest of them has ten words.
const MAX_TOKENS = 16

/** BEGIN, COMMIT, ROLLBACK, SAVEPOINT and SET TRANSACTION touch no rows; SET GLOBAL is none of them. */
export function isTransactionControl(tokens: readonly Token[]): boolean {
  if (tokens.length > MAX_TOKENS) return false
  const words = tokens.map((token) => (token.kind === 'number' || token.kind === 'param' ? '?' : token.text))
  const hasStrings = tokens.some((token) => token.kind === 'string')
  return !hasStrings && STATEMENTS.test(words.join(' '))
}
