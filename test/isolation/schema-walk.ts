import type { z } from 'zod'
import { idKindOf } from '../../src/shared/contracts/z.ts'
import type { IdKind } from '../../src/shared/ids.ts'

/** A place in an input: `id`, `ids[]`, `credentials.wabaId`; `|1` is the second shape of a union. */
export type Path = string

interface Node {
  path: Path
  schema: z.ZodType
}

interface Definition {
  type: string
  shape?: Record<string, z.ZodType>
  catchall?: z.ZodType
  innerType?: z.ZodType
  element?: z.ZodType
  options?: z.ZodType[]
  entries?: Record<string, string | number>
  values?: unknown[]
}

const definitionOf = (schema: z.ZodType) => schema.def as unknown as Definition

/** What an input must have to be valid, and the one thing in it that is under test. */
export interface Filling {
  /** The nth id of a kind that the caller may use. */
  own: (kind: IdKind, nth: number) => string
  target?: { path: Path; value: unknown }
}

/** Values tried until one fits, so that no pattern has to be read. */
const CANDIDATES: unknown[] = [
  'unas-palabras',
  '5550100200',
  'ana@nogal.example',
  'MX',
  1,
  true,
  '2026-01-02T03:04:05.000Z',
  '2026-01-02',
  'America/Mexico_City',
]

/** Every part of a schema, the schema itself first. Fails on a kind of schema that is not known here. */
export function nodesOf(schema: z.ZodType, path: Path = ''): Node[] {
  return [{ path, schema }, ...childrenOf(schema, path).flatMap((child) => nodesOf(child.schema, child.path))]
}

const LEAVES = new Set(['string', 'number', 'boolean', 'enum', 'literal', 'null', 'pipe', 'record'])

function childrenOf(schema: z.ZodType, path: Path): Node[] {
  const { type, shape, innerType, element, options } = definitionOf(schema)
  if (idKindOf(schema) || LEAVES.has(type)) return []
  if (shape)
    return Object.entries(shape).map(([key, child]) => ({
      path: path ? `${path}.${key}` : key,
      schema: child,
    }))
  if (innerType) return [{ path, schema: innerType }]
  if (element) return [{ path: `${path}[]`, schema: element }]
  if (options) return options.map((option, index) => ({ path: `${path}|${index}`, schema: option }))
  throw new Error(`the walker knows no schema of type ${type} at ${path || 'the top'}`)
}

export interface IdSlot {
  path: Path
  kind: IdKind
}

/** The places that take an id of ours. */
export function idSlotsOf(schema: z.ZodType): IdSlot[] {
  return nodesOf(schema).flatMap((node) => {
    const kind = idKindOf(node.schema)
    return kind ? [{ path: node.path, kind }] : []
  })
}

/** Places that are named like an id but were not declared as one. */
export function undeclaredIdsOf(schema: z.ZodType): Path[] {
  const isLeaf = (node: Node) => childrenOf(node.schema, node.path).length === 0
  return nodesOf(schema)
    .filter((node) => isLeaf(node) && !idKindOf(node.schema) && /ids?(\[\])*$/i.test(node.path))
    .map((node) => node.path)
}

/** Objects that would take a field which nobody declared. */
export function openObjectsOf(schema: z.ZodType): Path[] {
  return nodesOf(schema)
    .map((node) => ({ path: node.path, definition: definitionOf(node.schema) }))
    .filter(({ definition }) => definition.shape && definition.catchall?.def.type !== 'never')
    .map(({ path }) => path || 'the top')
}

/**
 * The smallest valid input, with the target in its place: optional fields are left out unless they
 * lead there, so that nothing but the target can be the reason for a refusal.
 */
export function inputFor(schema: z.ZodType, filling: Filling): unknown {
  return build({ path: '', schema }, filling)
}

function build(node: Node, filling: Filling): unknown {
  const { target } = filling
  const kind = idKindOf(node.schema)
  if (target?.path === node.path && childrenOf(node.schema, node.path).length === 0) return target.value
  if (kind) return filling.own(kind, 0)
  const { type } = definitionOf(node.schema)
  if (type === 'object') return buildObject(node, filling)
  if (type === 'array') return buildArray(node, filling)
  const children = childrenOf(node.schema, node.path)
  const towards = children.find((child) => leadsTo(child.path, target)) ?? children[0]
  return towards ? build(towards, filling) : example(node)
}

function buildObject(node: Node, filling: Filling): Record<string, unknown> {
  const built: Record<string, unknown> = {}
  for (const child of childrenOf(node.schema, node.path)) {
    if (isOptional(child.schema) && !leadsTo(child.path, filling.target)) continue
    built[child.path.slice(child.path.lastIndexOf('.') + 1)] = build(child, filling)
  }
  return built
}

/** The target stands among the caller's own: one foreign id must spoil the whole call. */
function buildArray(node: Node, filling: Filling): unknown[] {
  const [element] = childrenOf(node.schema, node.path)
  if (!element) return []
  const own = () => build(element, { own: filling.own })
  if (leadsTo(element.path, filling.target)) return [own(), build(element, filling), own()]
  return node.schema.safeParse([]).success ? [] : [own()]
}

function leadsTo(path: Path, target: Filling['target']): boolean {
  return target !== undefined && target.path.startsWith(path) && !/^\w/.test(target.path.slice(path.length))
}

const isOptional = (schema: z.ZodType) => schema.safeParse(undefined).success

function example({ path, schema }: Node): unknown {
  const { entries, values } = definitionOf(schema)
  const fitting = [...Object.values(entries ?? {}), ...(values ?? []), ...CANDIDATES].find(
    (candidate) => schema.safeParse(candidate).success,
  )
  if (fitting === undefined) throw new Error(`the walker has no example for ${path}`)
  return fitting
}
