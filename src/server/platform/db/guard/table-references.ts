import { isIdentifier, isSymbol, isWord, looksLikeQuery, splitAtCommas } from './nodes.ts'
import type { Node } from './nodes.ts'
import { refuse } from './refusal.ts'
import type { Condition, Factor } from './scope.ts'

/** What a FROM (or the head of an UPDATE) names, joins and filters. */
export type References = {
  readonly factors: Factor[]
  readonly conditions: Condition[]
  /** The bodies of derived tables, which see nothing of the block around them. */
  readonly derivedQueries: Node[][]
}

/** Tells the workspace table behind a name, or null (a table of another kind, a common table expression). */
export type TableLookup = (name: { schema: string | null; raw: string }) => string | null

type Reading = References & { readonly lookup: TableLookup }
type Cursor = { readonly nodes: readonly Node[]; at: number }

// The engines' own limit.
const MAX_FACTORS = 61
const JOIN_WORDS = ['join', 'inner', 'cross', 'left', 'right', 'natural', 'full', 'straight_join']
const NOT_AN_ALIAS = new Set([
  ...JOIN_WORDS,
  'on',
  'using',
  'use',
  'force',
  'ignore',
  'partition',
  'for',
  'lateral',
  'tablesample',
])

/** Reads the list of tables of one block. Throws a Refusal. */
export function readReferences(nodes: readonly Node[], lookup: TableLookup): References {
  const reading: Reading = { factors: [], conditions: [], derivedQueries: [], lookup }
  readList(nodes, reading)
  if (reading.factors.length > MAX_FACTORS) refuse('too many tables')
  if (new Set(reading.factors.map((factor) => factor.alias)).size < reading.factors.length)
    refuse('two tables under one name')
  return reading
}

/** Returns the aliases of the list: those that an ON around it can filter. */
function readList(nodes: readonly Node[], reading: Reading): Set<string> {
  const aliases = new Set<string>()
  for (const tree of splitAtCommas(nodes)) {
    for (const alias of readTree({ nodes: tree, at: 0 }, reading)) aliases.add(alias)
  }
  return aliases
}

/** `a JOIN b ON … LEFT JOIN c ON …`: an ON sees the tables of its own tree alone, and those named before it. */
function readTree(cursor: Cursor, reading: Reading): Set<string> {
  const tree = readFactor(cursor, reading)
  while (cursor.at < cursor.nodes.length) {
    const join = readJoin(cursor)
    const right = readFactor(cursor, reading)
    for (const alias of right) tree.add(alias)
    if (isWord(cursor.nodes[cursor.at], 'on')) {
      cursor.at += 1
      const visible = new Set(tree)
      reading.conditions.push({
        nodes: takeUntilJoin(cursor),
        visible,
        filters: join === 'left' ? right : visible,
      })
    } else if (join === 'left') refuse('a LEFT JOIN without an ON of its own')
  }
  return tree
}

function readJoin(cursor: Cursor): 'inner' | 'left' {
  const [first, second, third] = cursor.nodes.slice(cursor.at, cursor.at + 3)
  if (isWord(first, 'join')) return advance(cursor, 1, 'inner')
  if (isWord(first, 'inner', 'cross') && isWord(second, 'join')) return advance(cursor, 2, 'inner')
  if (isWord(first, 'left') && isWord(second, 'join')) return advance(cursor, 2, 'left')
  if (isWord(first, 'left') && isWord(second, 'outer') && isWord(third, 'join'))
    return advance(cursor, 3, 'left')
  return refuse('a kind of join that is not allowed here')
}

function advance<Result>(cursor: Cursor, count: number, result: Result): Result {
  cursor.at += count
  return result
}

function takeUntilJoin(cursor: Cursor): Node[] {
  const start = cursor.at
  while (cursor.at < cursor.nodes.length && !startsJoin(cursor)) cursor.at += 1
  return cursor.nodes.slice(start, cursor.at)
}

function startsJoin(cursor: Cursor): boolean {
  const [first, second] = cursor.nodes.slice(cursor.at, cursor.at + 2)
  const isFunction = isWord(first, 'left', 'right') && second?.kind === 'group'
  return isWord(first, ...JOIN_WORDS) && !isFunction
}

function readFactor(cursor: Cursor, reading: Reading): Set<string> {
  const node = cursor.nodes[cursor.at]
  if (node?.kind === 'group') {
    cursor.at += 1
    return looksLikeQuery(node.children)
      ? readDerived(node.children, cursor, reading)
      : readList(node.children, reading)
  }
  return readTable(cursor, reading)
}

function readDerived(query: Node[], cursor: Cursor, reading: Reading): Set<string> {
  reading.derivedQueries.push(query)
  const alias = readAlias(cursor)
  if (alias === null) refuse('a derived table without a name')
  if (cursor.nodes[cursor.at]?.kind === 'group') cursor.at += 1
  reading.factors.push({ alias, schema: null, workspaceTable: null })
  return new Set([alias])
}

function readTable(cursor: Cursor, reading: Reading): Set<string> {
  const first = readIdentifier(cursor)
  const isQualified = isSymbol(cursor.nodes[cursor.at], '.')
  if (isQualified) cursor.at += 1
  const table = isQualified ? readIdentifier(cursor) : first
  const schema = isQualified ? first.raw : null
  if (cursor.nodes[cursor.at]?.kind === 'group') refuse('a table function')
  const ownAlias = readAlias(cursor)
  skipIndexHints(cursor)
  const alias = ownAlias ?? table.text
  reading.factors.push({
    alias,
    schema: ownAlias === null ? schema : null,
    workspaceTable: reading.lookup({ schema, raw: table.raw }),
  })
  return new Set([alias])
}

function readIdentifier(cursor: Cursor): { text: string; raw: string } {
  const node = cursor.nodes[cursor.at]
  if (!isIdentifier(node) || (node.kind === 'word' && NOT_AN_ALIAS.has(node.text)))
    return refuse('no table name where one belongs')
  cursor.at += 1
  return node
}

function readAlias(cursor: Cursor): string | null {
  if (isWord(cursor.nodes[cursor.at], 'as')) {
    cursor.at += 1
    return readIdentifier(cursor).text
  }
  const node = cursor.nodes[cursor.at]
  if (!isIdentifier(node) || (node.kind === 'word' && NOT_AN_ALIAS.has(node.text))) return null
  cursor.at += 1
  return node.text
}

/** `USE | FORCE | IGNORE  INDEX | KEY (…)`, which changes the plan and not the rows. */
function skipIndexHints(cursor: Cursor): void {
  while (isWord(cursor.nodes[cursor.at], 'use', 'force', 'ignore')) {
    if (!isWord(cursor.nodes[cursor.at + 1], 'index', 'key') || cursor.nodes[cursor.at + 2]?.kind !== 'group')
      refuse('an unknown index hint')
    cursor.at += 3
  }
}
