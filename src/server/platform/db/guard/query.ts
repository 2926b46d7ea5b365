import { readSelectClauses } from './clauses.ts'
import { readParam } from './facts.ts'
import { isIdentifier, isSymbol, isWord, looksLikeQuery, split, splitAtCommas } from './nodes.ts'
import type { Node } from './nodes.ts'
import { refuse } from './refusal.ts'
import { aliasesOf, resolveScope } from './scope.ts'
import type { Condition, Scope } from './scope.ts'
import { readReferences } from './table-references.ts'
import type { References, TableLookup } from './table-references.ts'

/** What holds at one place of a statement. */
export type Context = {
  readonly workspaceTables: ReadonlySet<string>
  /** Collects the positions of the parameters that must be the handle's workspace. */
  readonly bindings: Set<number>
  /** Common table expressions that can be named here, as written. */
  readonly commonTables: ReadonlySet<string>
  /** The blocks around a subquery; null where nothing of them can be named. */
  readonly outer: Scope | null
}

/** Which column of the result must be a `?` in every arm: the `workspace_id` of an INSERT … SELECT. */
export type Projection = { readonly length: number; readonly workspaceAt: number }

/** Reads `[WITH …] arm [UNION arm …]` and demands that each block pins its workspace tables. Throws a Refusal. */
export function readQuery(nodes: readonly Node[], context: Context, projection?: Projection): void {
  const { body, inner } = isWord(nodes[0], 'with')
    ? readCommonTables(nodes, context)
    : { body: nodes, inner: context }
  for (const arm of split(body, (node) => isWord(node, 'union', 'intersect', 'except'))) {
    readArm(isWord(arm[0], 'all', 'distinct') ? arm.slice(1) : arm, inner, projection)
  }
}

// More than any statement of ours has, and few enough to copy.
const MAX_COMMON_TABLES = 61

/** A table expression sees only those before it; names shadow tables only when spelt exactly alike. */
function readCommonTables(
  nodes: readonly Node[],
  context: Context,
): { body: readonly Node[]; inner: Context } {
  let inner: Context = { ...context }
  let at = isWord(nodes[1], 'recursive') ? 2 : 1
  while (inner.commonTables.size < MAX_COMMON_TABLES) {
    const name = nodes[at]
    const hasColumns = nodes[at + 1]?.kind === 'group'
    const asAt = at + (hasColumns ? 2 : 1)
    const query = nodes[asAt + 1]
    if (!isIdentifier(name) || !isWord(nodes[asAt], 'as') || query?.kind !== 'group')
      return refuse('an unknown form of WITH')
    readQuery(query.children, { ...inner, outer: null })
    inner = { ...inner, commonTables: new Set([...inner.commonTables, name.raw]) }
    at = asAt + 2
    if (!isSymbol(nodes[at], ',')) return { body: nodes.slice(at), inner }
    at += 1
  }
  return refuse('too many tables')
}

function readArm(nodes: readonly Node[], context: Context, projection: Projection | undefined): void {
  const [first, second] = nodes
  if (isWord(first, 'select')) return readSelect(nodes, context, projection)
  if (first?.kind !== 'group' || !looksLikeQuery(first.children)) return refuse('an unknown form of query')
  readQuery(first.children, context, projection)
  if (second !== undefined && !isWord(second, 'order', 'limit')) refuse('an unknown form of query')
  scanForQueries(nodes.slice(1), context)
}

function readSelect(nodes: readonly Node[], context: Context, projection: Projection | undefined): void {
  const clauses = readSelectClauses(nodes)
  if (clauses.for.length > 0 && !isWord(clauses.for[0], 'update', 'share')) refuse('an unknown form of FOR')
  if (projection !== undefined) context.bindings.add(readProjectedWorkspace(clauses.select, projection))
  const { from, ...expressions } = clauses
  const scope = readBlock(readTablesOf(from, context), clauses.where, context)
  for (const expression of Object.values(expressions))
    scanForQueries(expression, { ...context, outer: scope })
}

/** Reads a FROM list in which a common table expression hides a table of the same name. */
function readTablesOf(from: readonly Node[], context: Context): References {
  const lookup: TableLookup = ({ schema, raw }) => {
    if (schema === null && context.commonTables.has(raw)) return null
    return lookUpTable(raw, context)
  }
  return from.length === 0
    ? { factors: [], conditions: [], derivedQueries: [] }
    : readReferences(from, lookup)
}

/** The workspace table of this name, or null. */
export function lookUpTable(raw: string, context: Context): string | null {
  const name = raw.toLowerCase()
  return context.workspaceTables.has(name) ? name : null
}

/** Demands that the block's conditions pin its workspace tables, and reads the queries in its FROM. */
export function readBlock(references: References, where: readonly Node[], context: Context): Scope {
  const { factors, derivedQueries } = references
  const all = aliasesOf(factors)
  const conditions: Condition[] = [...references.conditions, { nodes: where, visible: all, filters: all }]
  const scope = resolveScope({ factors, conditions, outer: context.outer }, context.bindings)
  for (const { alias, workspaceTable } of factors) {
    if (workspaceTable !== null && !scope.pinned.has(alias))
      refuse(`${workspaceTable} is not pinned to the workspace`)
  }
  for (const query of derivedQueries) readQuery(query, { ...context, outer: null })
  for (const { nodes, visible } of references.conditions)
    scanForQueries(nodes, { ...context, outer: { ...scope, visible } })
  return scope
}

// Reserved words that no expression holds: where one turns up, the statement was cut wrongly.
const NEVER_IN_EXPRESSIONS = [
  'select',
  'union',
  'intersect',
  'except',
  'table',
  'lateral',
  'join',
  'straight_join',
]

/** Finds and reads the subqueries of an expression or of a list of them. */
export function scanForQueries(nodes: readonly Node[], context: Context): void {
  for (const node of nodes) {
    if (node.kind === 'group' && looksLikeQuery(node.children)) readQuery(node.children, context)
    else if (node.kind === 'group' || node.kind === 'case') scanForQueries(node.children, context)
    else if (isWord(node, ...NEVER_IN_EXPRESSIONS)) refuse('a query in an unknown place')
  }
}

/** Returns the parameter that fills `workspace_id`. */
function readProjectedWorkspace(list: readonly Node[], projection: Projection): number {
  const items = splitAtCommas(isWord(list[0], 'distinct', 'all') ? list.slice(1) : list)
  // A star stands for any number of columns and would shift the ones behind it.
  const hasStar = items.some((item) => isSymbol(item.at(-1), '*'))
  const item = items[projection.workspaceAt] ?? []
  const value = isIdentifier(item.at(-1)) ? item.slice(0, isWord(item.at(-2), 'as') ? -2 : -1) : item
  const param = readParam(value)
  if (hasStar || items.length !== projection.length || param === null) {
    return refuse('INSERT … SELECT without the workspace as a parameter')
  }
  return param
}
