import { isWord } from './nodes.ts'
import type { Node } from './nodes.ts'
import { refuse } from './refusal.ts'

const SELECT_CLAUSES = [
  'select',
  'from',
  'where',
  'group',
  'having',
  'window',
  'order',
  'limit',
  'for',
  'lock',
] as const
const UPDATE_CLAUSES = ['update', 'set', 'where', 'order', 'limit'] as const
const DELETE_CLAUSES = ['delete', 'from', 'where', 'order', 'limit'] as const
// INTO writes to files and variables; the others would end a clause in a way that is not read here.
const REFUSED_WORDS = ['into', 'procedure', 'returning']

/** The nodes behind each clause's first word; a clause that is absent is an empty list. */
export type Clauses<Name extends string> = { readonly [name in Name]: Node[] }

export const readSelectClauses = (nodes: readonly Node[]): Clauses<(typeof SELECT_CLAUSES)[number]> =>
  readClauses(nodes, SELECT_CLAUSES)
export const readUpdateClauses = (nodes: readonly Node[]): Clauses<(typeof UPDATE_CLAUSES)[number]> =>
  readClauses(nodes, UPDATE_CLAUSES)
export const readDeleteClauses = (nodes: readonly Node[]): Clauses<(typeof DELETE_CLAUSES)[number]> =>
  readClauses(nodes, DELETE_CLAUSES)

/** Cuts one block into its clauses, which must come in `order` and once each. Throws a Refusal. */
function readClauses<Name extends string>(nodes: readonly Node[], order: readonly Name[]): Clauses<Name> {
  const found = new Map<Name, Node[]>()
  let position = -1
  for (const node of nodes) {
    const next = node.kind === 'word' ? order.findIndex((name) => name === node.text) : -1
    if (isWord(node, ...REFUSED_WORDS)) refuse('a clause that is not allowed here')
    const name = order[next === -1 ? position : next]
    if (name === undefined || (next !== -1 && next <= position)) return refuse('clauses in an unknown order')
    if (next === -1) found.get(name)?.push(node)
    else {
      position = next
      found.set(name, [])
    }
  }
  return Object.fromEntries(order.map((name) => [name, found.get(name) ?? []])) as Clauses<Name>
}
