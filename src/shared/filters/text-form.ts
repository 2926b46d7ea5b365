import {
  isGroup,
  OPERATORS,
  type FilterCondition,
  type FilterGroup,
  type FilterNode,
  type FilterOp,
} from './model.ts'

/**
 * A filter as text, for addresses, views and calls: `owner:any:usr_1,usr_2~lifecycle:any:lead` where all
 * conditions must hold, and `!` with JSON in base64url where there are groups.
 */
const OPS = new Set<string>(Object.values(OPERATORS).flat())

export function writeFilter(filter: FilterGroup): string {
  const { items } = filter
  const isFlat = filter.join === 'and' && items.every((item) => !isGroup(item))
  return isFlat
    ? (items as FilterCondition[]).map(writeCondition).join('~')
    : `!${toBase64(JSON.stringify(filter))}`
}

function writeCondition({ field, op, values }: FilterCondition): string {
  return [field, op, ...(values.length > 0 ? [values.map(escape).join(',')] : [])].join(':')
}

/** What `encodeURIComponent` leaves alone has no meaning here but one. */
const escape = (value: string) => encodeURIComponent(value).replaceAll('~', '%7E')

/** @returns null where the text is none that `writeFilter` makes. Says nothing about the fields. */
export function readFilter(text: string): FilterGroup | null {
  if (text === '') return { join: 'and', items: [] }
  try {
    if (text.startsWith('!')) return readGroup(JSON.parse(fromBase64(text.slice(1))), 0)
    const items = text.split('~').map(readCondition)
    return items.every((item) => item !== null) ? { join: 'and', items } : null
  } catch {
    // Neither JSON, base64 nor an escape that can be read.
    return null
  }
}

function readCondition(text: string): FilterCondition | null {
  const [field = '', op = '', values = '', ...more] = text.split(':')
  if (!field || !isOp(op) || more.length > 0) return null
  return { field, op, values: values === '' ? [] : values.split(',').map(decodeURIComponent) }
}

const isOp = (text: unknown): text is FilterOp => typeof text === 'string' && OPS.has(text)

/** Deeper than any filter may be; only that reading ends. */
const DEEP = 10

function readGroup(raw: unknown, depth: number): FilterGroup | null {
  if (depth > DEEP || typeof raw !== 'object' || raw === null) return null
  const { join, items } = raw as { join?: unknown; items?: unknown }
  if ((join !== 'and' && join !== 'or') || !Array.isArray(items)) return null
  const nodes = items.map((item) => readNode(item, depth + 1))
  return nodes.every((node) => node !== null) ? { join, items: nodes } : null
}

function readNode(raw: unknown, depth: number): FilterNode | null {
  if (typeof raw !== 'object' || raw === null) return null
  if ('join' in raw) return readGroup(raw, depth)
  const { field, op, values } = raw as { field?: unknown; op?: unknown; values?: unknown }
  if (typeof field !== 'string' || !isOp(op) || !Array.isArray(values)) return null
  return values.every((value) => typeof value === 'string') ? { field, op, values } : null
}

function toBase64(text: string): string {
  const binary = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return new TextDecoder('utf-8', { fatal: true }).decode(
    Uint8Array.from(binary, (character) => character.charCodeAt(0)),
  )
}
