import { refuse } from './refusal.ts'

/**
 * The words of a statement, as MySQL and MariaDB cut them in their default `sql_mode`
 * (double quotes make strings, a backslash escapes). What the engines may read in two ways is refused.
 */
export type Token =
  /** Unquoted: a keyword or an identifier; `text` is lower case, `raw` as written. */
  | { readonly kind: 'word'; readonly text: string; readonly raw: string }
  /** Back-quoted, or right behind a dot: never a keyword. */
  | { readonly kind: 'name'; readonly text: string; readonly raw: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number' }
  /** A `?`, with its position among the statement's parameters. */
  | { readonly kind: 'param'; readonly index: number }
  | { readonly kind: 'symbol'; readonly text: string }

type Lexing = { readonly sql: string; at: number; params: number; readonly tokens: Token[] }

const WHITESPACE = /[ \t\n\r\v\f]+/y
const WORD = /[A-Za-z_$][A-Za-z0-9_$]*/y
const NUMBER = /(?:0x[0-9a-fA-F]+|0b[01]+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)/y
// The commonest symbols, which begin no longer one.
const SINGLE_SYMBOLS = '(),='
const SYMBOL = /<=>|->>|->|<=|>=|<>|!=|<<|>>|\|\||&&|[-+*/%<>!~^&|@]/y
const IDENTIFIER_CHARACTER = /[A-Za-z0-9_$.\u0080-\uffff]/
const PRINTABLE_ASCII = /^[ -~]+$/

/** Cuts `sql` into tokens without comments and blanks. Throws a Refusal. */
export function tokenize(sql: string): Token[] {
  const lexing: Lexing = { sql, at: 0, params: 0, tokens: [] }
  while (lexing.at < sql.length) readNext(lexing)
  return lexing.tokens
}

function readNext(lexing: Lexing): void {
  const character = lexing.sql.charAt(lexing.at)
  if (character <= ' ' && match(lexing, WHITESPACE) !== null) return
  if (character === '?') return readParam(lexing)
  if (character === '`') return readQuotedName(lexing)
  if (character === "'" || character === '"') return readString(lexing, character)
  if (character === '.') return readDot(lexing)
  if (character >= '0' && character <= '9') return readNumber(lexing)
  if ('#-/'.includes(character) && skipComment(lexing)) return
  if (SINGLE_SYMBOLS.includes(character)) return readSingleSymbol(lexing, character)
  const word = match(lexing, WORD)
  if (word !== null) return push(lexing, { kind: 'word', text: word.toLowerCase(), raw: word })
  const symbol = match(lexing, SYMBOL)
  if (symbol !== null) return push(lexing, { kind: 'symbol', text: symbol })
  if (character === ';') refuse('more than one statement')
  refuse('a character outside strings that is not known here')
}

function push(lexing: Lexing, token: Token): void {
  lexing.tokens.push(token)
}

function match(lexing: Lexing, pattern: RegExp): string | null {
  pattern.lastIndex = lexing.at
  const found = pattern.exec(lexing.sql)?.[0] ?? null
  if (found !== null) lexing.at += found.length
  return found
}

function readSingleSymbol(lexing: Lexing, text: string): void {
  lexing.at += 1
  push(lexing, { kind: 'symbol', text })
}

/** `--` opens a comment only before a blank, a control character or the end: `a--1` is arithmetic. */
function skipComment(lexing: Lexing): boolean {
  const { sql, at } = lexing
  const character = sql.charAt(at)
  if (character === '#' || (sql.startsWith('--', at) && !(sql.charAt(at + 2) > ' '))) {
    const end = sql.indexOf('\n', at)
    lexing.at = end === -1 ? sql.length : end + 1
    return true
  }
  if (!sql.startsWith('/*', at)) return false
  // `/*!` and `/*M!` are executed, `/*+` can change sql_mode for the statement.
  if (/^(?:!|M!|\+)/i.test(sql.slice(at + 2, at + 4))) refuse('an executable comment or an optimiser hint')
  const end = sql.indexOf('*/', at + 2)
  if (end === -1) refuse('a comment without an end')
  lexing.at = end + 2
  return true
}

/** A doubled quote is read as two adjacent strings, which is the same string for our purpose. */
function readString(lexing: Lexing, quote: string): void {
  const { sql } = lexing
  const start = lexing.at + 1
  for (let at = start; at < sql.length; at += 1) {
    const character = sql.charAt(at)
    if (character === '\\') at += 1
    else if (character === quote) {
      lexing.at = at + 1
      return push(lexing, { kind: 'string', text: sql.slice(start, at) })
    }
  }
  refuse('a string without an end')
}

function readQuotedName(lexing: Lexing): void {
  const { sql } = lexing
  const start = lexing.at + 1
  let end = sql.indexOf('`', start)
  while (end !== -1 && sql.charAt(end + 1) === '`') end = sql.indexOf('`', end + 2)
  if (end === -1) refuse('a quoted name without an end')
  const raw = sql.slice(start, end).replaceAll('``', '`')
  // The engines fold some letters beyond ASCII (ſ is s), so such a name could hide a known one.
  if (!PRINTABLE_ASCII.test(raw)) refuse('a name with characters outside ASCII')
  lexing.at = end + 1
  push(lexing, { kind: 'name', text: raw.toLowerCase(), raw })
}

function readParam(lexing: Lexing): void {
  // The driver replaces `??` with an identifier.
  if (lexing.sql.charAt(lexing.at + 1) === '?') refuse('an identifier placeholder')
  lexing.at += 1
  push(lexing, { kind: 'param', index: lexing.params })
  lexing.params += 1
}

/**
 * Right behind a dot even a reserved word is a name (`t.from`), but not behind a blank (`t. from`),
 * and `1.or 1` is a number and a keyword.
 */
function readDot(lexing: Lexing): void {
  const { sql, at } = lexing
  const previous = lexing.tokens.at(-1)
  const followsName = previous?.kind === 'word' || previous?.kind === 'name'
  if (!followsName) return readNumber(lexing)
  lexing.at += 1
  push(lexing, { kind: 'symbol', text: '.' })
  const next = sql.charAt(at + 1)
  if (next === '*' || next === '`') return
  const raw = match(lexing, WORD)
  if (raw === null) refuse('a dot without a name right behind it')
  push(lexing, { kind: 'name', text: raw.toLowerCase(), raw })
}

/** `1or` is an identifier and `1e5or` a number and a keyword: a number must end at a border. */
function readNumber(lexing: Lexing): void {
  const number = match(lexing, NUMBER)
  if (number === null || IDENTIFIER_CHARACTER.test(lexing.sql.charAt(lexing.at)))
    refuse('a number that runs into a name')
  push(lexing, { kind: 'number' })
}
