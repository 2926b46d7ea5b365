import { isIdentifier, isSymbol, isWord, looksLikeQuery } from './nodes.ts'
import type { Node } from './nodes.ts'

/** `[[schema.]qualifier.]workspace_id` as written in a predicate. */
export type WorkspaceColumn = { readonly schema: string | null; readonly qualifier: string | null }

/** What a condition says about `workspace_id` for every row it lets through. */
export type Fact =
  | { readonly kind: 'is-param'; readonly column: WorkspaceColumn; readonly param: number }
  | { readonly kind: 'are-equal'; readonly left: WorkspaceColumn; readonly right: WorkspaceColumn }

export const WORKSPACE_COLUMN = 'workspace_id'

/**
 * The facts that hold whenever the condition is true. Only a whole conjunct of exactly
 * `column = ?`, `? = column` or `column = column` counts: anything around it may weaken it.
 */
export function factsOf(condition: readonly Node[]): Fact[] {
  return conjunctsOf(condition).flatMap((conjunct) => {
    const fact = readFact(conjunct)
    return fact === null ? [] : [fact]
  })
}

/** Splits at AND, through redundant parentheses; OR, XOR and `||` bind weaker, so beside them nothing is certain. */
function conjunctsOf(nodes: readonly Node[]): Node[][] {
  const [only] = nodes
  if (nodes.length === 1 && only?.kind === 'group')
    return looksLikeQuery(only.children) ? [] : conjunctsOf(only.children)
  if (nodes.some((node) => isWord(node, 'or', 'xor') || isSymbol(node, '||') || isSymbol(node, ',')))
    return []
  const parts = splitAtAnd(nodes)
  return parts.length === 1 ? parts : parts.flatMap(conjunctsOf)
}

/** The AND of `x BETWEEN a AND b` does not join conditions. */
function splitAtAnd(nodes: readonly Node[]): Node[][] {
  const parts: Node[][] = [[]]
  let openBetweens = 0
  for (const node of nodes) {
    if (isWord(node, 'between')) openBetweens += 1
    if (!isWord(node, 'and')) parts.at(-1)?.push(node)
    else if (openBetweens > 0) {
      openBetweens -= 1
      parts.at(-1)?.push(node)
    } else parts.push([])
  }
  return parts
}

function readFact(nodes: readonly Node[]): Fact | null {
  const equals = nodes.findIndex((node) => isSymbol(node, '='))
  if (equals === -1) return null
  const leftSide = nodes.slice(0, equals)
  const rightSide = nodes.slice(equals + 1)
  const left = readColumn(leftSide)
  const right = readColumn(rightSide)
  if (left !== null && right !== null) return { kind: 'are-equal', left, right }
  const column = left ?? right
  const param = readParam(left === null ? leftSide : rightSide)
  return column === null || param === null ? null : { kind: 'is-param', column, param }
}

/** The index of the parameter, if these nodes are one `?` and nothing else. */
export function readParam(nodes: readonly Node[]): number | null {
  const [only] = nodes
  return nodes.length === 1 && only?.kind === 'param' ? only.index : null
}

function readColumn(nodes: readonly Node[]): WorkspaceColumn | null {
  const path = readPath(nodes)
  if (path === null || path.length > 3 || path.at(-1)?.text !== WORKSPACE_COLUMN) return null
  return { schema: path.at(-3)?.raw ?? null, qualifier: path.at(-2)?.text ?? null }
}

/** `a.b.c` as its identifiers, or null if the nodes are anything else. */
export function readPath(nodes: readonly Node[]): { text: string; raw: string }[] | null {
  const path: { text: string; raw: string }[] = []
  for (const [position, node] of nodes.entries()) {
    const isDotExpected = position % 2 === 1
    if (isDotExpected ? !isSymbol(node, '.') : !isIdentifier(node)) return null
    if (isIdentifier(node)) path.push(node)
  }
  return nodes.length % 2 === 1 ? path : null
}
