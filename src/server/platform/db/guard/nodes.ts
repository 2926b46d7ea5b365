import type { Token } from './lexer.ts'
import { refuse } from './refusal.ts'

/** A token, or what lies between a pair of parentheses or between CASE and END. */
export type Node = Token | Group
export type Group = { readonly kind: 'group' | 'case'; readonly children: Node[] }

// Deeper than any statement of ours, and shallow enough for the recursion that follows.
const MAX_DEPTH = 64
const WORDS_OF_CASE = new Set(['when', 'then', 'else', 'end'])

/** Nests the tokens by parentheses and CASE … END, so that each level can be read alone. */
export function nest(tokens: readonly Token[]): Node[] {
  const root: Group = { kind: 'group', children: [] }
  const open: Group[] = [root]
  for (const token of tokens) {
    const current = open.at(-1) ?? root
    if (opens(token)) {
      if (open.length > MAX_DEPTH) refuse('nested too deeply')
      const group: Group = { kind: isSymbol(token, '(') ? 'group' : 'case', children: [] }
      current.children.push(group)
      open.push(group)
    } else if (closes(token, current)) {
      open.pop()
      if (open.length === 0) refuse('unbalanced parentheses')
    } else current.children.push(token)
  }
  if (open.length > 1) refuse('unbalanced parentheses')
  return root.children
}

function opens(token: Token): boolean {
  return isSymbol(token, '(') || isWord(token, 'case')
}

function closes(token: Token, current: Group): boolean {
  const insideCase = current.kind === 'case'
  if (isSymbol(token, ')')) return insideCase ? refuse('CASE without END') : true
  if (token.kind !== 'word' || !WORDS_OF_CASE.has(token.text)) return false
  if (!insideCase) refuse('a word of CASE outside CASE')
  return token.text === 'end'
}

/** Whether the node is one of these unquoted words. */
export function isWord(node: Node | undefined, ...words: string[]): boolean {
  return node?.kind === 'word' && words.includes(node.text)
}

export function isSymbol(node: Node | undefined, text: string): boolean {
  return node?.kind === 'symbol' && node.text === text
}

/** An identifier by its place: the caller knows that no keyword can stand here. */
export function isIdentifier(node: Node | undefined): node is Extract<Token, { kind: 'word' | 'name' }> {
  return node?.kind === 'word' || node?.kind === 'name'
}

/** Splits at each node that `isSeparator` names; the separators are dropped. */
export function split(nodes: readonly Node[], isSeparator: (node: Node) => boolean): Node[][] {
  const parts: Node[][] = [[]]
  for (const node of nodes) {
    if (isSeparator(node)) parts.push([])
    else parts.at(-1)?.push(node)
  }
  return parts
}

export function splitAtCommas(nodes: readonly Node[]): Node[][] {
  return split(nodes, (node) => isSymbol(node, ','))
}

/** Whether what lies in parentheses is a query and not an expression, a list or a join. */
export function looksLikeQuery(nodes: readonly Node[]): boolean {
  const [first, second] = nodes
  if (isWord(first, 'select', 'with')) return true
  if (first?.kind !== 'group' || !looksLikeQuery(first.children)) return false
  return second === undefined || isWord(second, 'union', 'intersect', 'except', 'order', 'limit')
}
