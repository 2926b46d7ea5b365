import { readDeleteClauses, readUpdateClauses } from './clauses.ts'
import { readParam, readPath, WORKSPACE_COLUMN } from './facts.ts'
import { isIdentifier, isSymbol, isWord, splitAtCommas } from './nodes.ts'
import type { Node } from './nodes.ts'
import { lookUpTable, readBlock, readQuery, scanForQueries } from './query.ts'
import type { Context, Projection } from './query.ts'
import { refuse } from './refusal.ts'
import { readReferences } from './table-references.ts'

/** `UPDATE tables SET … [WHERE …]`, with the tables pinned as in a SELECT. Throws a Refusal. */
export function readUpdate(nodes: readonly Node[], context: Context): void {
  const clauses = readUpdateClauses(nodes)
  const tables = dropWords(clauses.update, 'low_priority', 'ignore')
  const references = readReferences(tables, ({ raw }) => lookUpTable(raw, context))
  const outer = readBlock(references, clauses.where, context)
  readAssignments(clauses.set, { ...context, outer })
  for (const nodesOfClause of [clauses.where, clauses.order, clauses.limit])
    scanForQueries(nodesOfClause, { ...context, outer })
}

/** `DELETE FROM table …` or `DELETE aliases FROM tables …`. Throws a Refusal. */
export function readDelete(nodes: readonly Node[], context: Context): void {
  const clauses = readDeleteClauses(nodes)
  const references = readReferences(clauses.from, ({ raw }) => lookUpTable(raw, context))
  const outer = readBlock(references, clauses.where, context)
  const targets = dropWords(clauses.delete, 'low_priority', 'quick', 'ignore')
  for (const target of targets.length === 0 ? [] : splitAtCommas(targets)) {
    const name = readPath(target)?.at(-1)?.text
    if (!references.factors.some((factor) => factor.alias === name))
      refuse('DELETE of a table that is not in its FROM')
  }
  for (const nodesOfClause of [clauses.where, clauses.order, clauses.limit])
    scanForQueries(nodesOfClause, { ...context, outer })
}

/** `INSERT INTO table (columns) VALUES … | SELECT …  [ON DUPLICATE KEY UPDATE …]`. Throws a Refusal. */
export function readInsert(nodes: readonly Node[], context: Context): void {
  const { head, assignments } = cutOnDuplicate(nodes)
  const { table, rest } = readTarget(head)
  if (lookUpTable(table, context) === null) readUnscopedInsert(rest, context)
  else readScopedInsert(rest, context)
  if (assignments.length > 0) readAssignments(assignments, context)
}

/** REPLACE deletes whatever row it collides with, so it may write only to tables of no workspace. Throws a Refusal. */
export function readReplace(nodes: readonly Node[], context: Context): void {
  const { table, rest } = readTarget(nodes)
  if (lookUpTable(table, context) !== null) refuse('REPLACE into a workspace table')
  readUnscopedInsert(rest, context)
}

/** Our own tables take rows in any form, but what is read for them is checked. */
function readUnscopedInsert(rest: readonly Node[], context: Context): void {
  const body = rest[0]?.kind === 'group' ? rest.slice(1) : rest
  if (isWord(body[0], 'values', 'value', 'set')) {
    scanForQueries(rest, context)
    return
  }
  if (body.length > 0) readQuery(body, context)
  else scanForQueries(rest, context)
}

function readScopedInsert(rest: readonly Node[], context: Context): void {
  const [columns, keyword] = rest
  if (columns?.kind !== 'group') return refuse('INSERT without a list of columns')
  const names = splitAtCommas(columns.children).map((name) => readPath(name)?.at(-1)?.text)
  const projection: Projection = { length: names.length, workspaceAt: names.indexOf(WORKSPACE_COLUMN) }
  if (projection.workspaceAt === -1) refuse('INSERT without workspace_id')
  if (isWord(keyword, 'values', 'value')) readRows(rest.slice(2), projection, context)
  else readQuery(rest.slice(1), context, projection)
}

function readRows(nodes: readonly Node[], { length, workspaceAt }: Projection, context: Context): void {
  for (const [row, ...others] of splitAtCommas(nodes)) {
    if (row?.kind !== 'group' || others.length > 0) return refuse('an unknown form of VALUES')
    const values = splitAtCommas(row.children)
    const workspace = readParam(values[workspaceAt] ?? [])
    if (workspace === null || values.length !== length)
      return refuse('INSERT of a row without the workspace as a parameter')
    context.bindings.add(workspace)
  }
  scanForQueries(nodes, context)
}

/** `column = expression, …`, of which none may move a row to another workspace. */
function readAssignments(nodes: readonly Node[], context: Context): void {
  for (const assignment of splitAtCommas(nodes)) {
    const equals = assignment.findIndex((node) => isSymbol(node, '='))
    const column = readPath(assignment.slice(0, Math.max(equals, 0)))?.at(-1)?.text
    if (column === undefined) refuse('an unknown form of SET')
    if (column === WORKSPACE_COLUMN) refuse('SET of workspace_id')
  }
  scanForQueries(nodes, context)
}

function readTarget(nodes: readonly Node[]): { table: string; rest: readonly Node[] } {
  const body = dropWords(nodes.slice(1), 'low_priority', 'delayed', 'high_priority', 'ignore', 'into')
  const isQualified = isSymbol(body[1], '.')
  const table = body[isQualified ? 2 : 0]
  if (!isIdentifier(table)) return refuse('an unknown target of INSERT')
  return { table: table.raw, rest: body.slice(isQualified ? 3 : 1) }
}

function cutOnDuplicate(nodes: readonly Node[]): { head: readonly Node[]; assignments: readonly Node[] } {
  const at = nodes.findIndex(
    (node, index) =>
      isWord(node, 'on') && isWord(nodes[index + 1], 'duplicate') && isWord(nodes[index + 2], 'key'),
  )
  if (at === -1) return { head: nodes, assignments: [] }
  if (!isWord(nodes[at + 3], 'update')) refuse('an unknown form of ON DUPLICATE KEY')
  return { head: nodes.slice(0, at), assignments: nodes.slice(at + 4) }
}

function dropWords(nodes: readonly Node[], ...words: string[]): readonly Node[] {
  const start = nodes.findIndex((node) => !isWord(node, ...words))
  return start === -1 ? [] : nodes.slice(start)
}
