import { factsOf } from './facts.ts'
import type { WorkspaceColumn } from './facts.ts'
import type { Node } from './nodes.ts'

/** One table, common table expression or derived table in the FROM of a block. */
export type Factor = {
  /** Lower case: the engines may or may not tell `c` from `C`, so both count as the same name. */
  readonly alias: string
  /** The schema as written, when the table is named without an alias of its own. */
  readonly schema: string | null
  /** The workspace table that it reads, or null if it reads none directly. */
  readonly workspaceTable: string | null
}

/** A WHERE or an ON. */
export type Condition = {
  readonly nodes: readonly Node[]
  /** Aliases of this block that can be named in it. */
  readonly visible: ReadonlySet<string>
  /** Aliases whose rows it filters: an outer join keeps its left side whatever its ON says. */
  readonly filters: ReadonlySet<string>
}

/** The aliases that a subquery can name, innermost block first. */
export type Scope = {
  readonly factors: readonly Factor[]
  readonly visible: ReadonlySet<string>
  /** Aliases whose every surviving row has the handle's workspace (or is the NULL row of an outer join). */
  readonly pinned: ReadonlySet<string>
  readonly outer: Scope | null
}

export type Block = {
  readonly factors: readonly Factor[]
  readonly conditions: readonly Condition[]
  readonly outer: Scope | null
}

type Place =
  | { readonly kind: 'local'; readonly alias: string }
  | { readonly kind: 'pinned-outside' }
  | { readonly kind: 'unknown' }
type Bond = { readonly from: Place; readonly to: Place }
type Carry = { readonly from: string; readonly to: string }

const UNKNOWN: Place = { kind: 'unknown' }
const PINNED_OUTSIDE: Place = { kind: 'pinned-outside' }

/**
 * Finds which aliases the block's conditions pin to the workspace, carrying a pin along
 * `a.workspace_id = b.workspace_id` until nothing changes. Each `?` compared with a
 * `workspace_id` is added to `bindings`.
 */
export function resolveScope(block: Block, bindings: Set<number>): Scope {
  const pinned = new Set<string>()
  const carries: Carry[] = []
  for (const condition of block.conditions) {
    for (const { from, to } of bondsOf(condition, block, bindings)) {
      if (to.kind !== 'local' || !condition.filters.has(to.alias)) continue
      if (from.kind === 'pinned-outside') pinned.add(to.alias)
      if (from.kind === 'local') carries.push({ from: from.alias, to: to.alias })
    }
  }
  spread(pinned, carries)
  return { factors: block.factors, visible: aliasesOf(block.factors), pinned, outer: block.outer }
}

/** A parameter counts as a place that is pinned outside: `check` compares it with the workspace. */
function bondsOf(condition: Condition, block: Block, bindings: Set<number>): Bond[] {
  return factsOf(condition.nodes).flatMap((fact): Bond[] => {
    if (fact.kind === 'is-param') {
      bindings.add(fact.param)
      return [{ from: PINNED_OUTSIDE, to: locate(fact.column, condition, block) }]
    }
    const left = locate(fact.left, condition, block)
    const right = locate(fact.right, condition, block)
    return [
      { from: left, to: right },
      { from: right, to: left },
    ]
  })
}

export function aliasesOf(factors: readonly Factor[]): Set<string> {
  return new Set(factors.map((factor) => factor.alias))
}

function spread(pinned: Set<string>, carries: readonly Carry[]): void {
  let sizeBefore: number
  do {
    sizeBefore = pinned.size
    for (const { from, to } of carries) if (pinned.has(from)) pinned.add(to)
  } while (pinned.size > sizeBefore)
}

/** Where the engine would find the column: in this block if it names the table, else in the nearest block around. */
function locate(column: WorkspaceColumn, condition: Condition, block: Block): Place {
  const { qualifier } = column
  if (qualifier === null) {
    const [only] = block.factors
    // With several tables an unqualified name may belong to any of them.
    return only !== undefined && block.factors.length === 1 ? { kind: 'local', alias: only.alias } : UNKNOWN
  }
  const local = findFactor(block.factors, qualifier)
  if (local !== undefined) {
    return condition.visible.has(qualifier) && isSameSchema(column, local)
      ? { kind: 'local', alias: qualifier }
      : UNKNOWN
  }
  for (let scope = block.outer; scope !== null; scope = scope.outer) {
    const factor = findFactor(scope.factors, qualifier)
    if (factor === undefined) continue
    const isPinned =
      scope.visible.has(qualifier) && scope.pinned.has(qualifier) && isSameSchema(column, factor)
    return isPinned ? PINNED_OUTSIDE : UNKNOWN
  }
  return UNKNOWN
}

function findFactor(factors: readonly Factor[], alias: string): Factor | undefined {
  return factors.find((factor) => factor.alias === alias)
}

function isSameSchema(column: WorkspaceColumn, factor: Factor): boolean {
  return column.schema === null || column.schema === factor.schema
}
