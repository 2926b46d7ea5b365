import { HIDDEN, hideNamedValues, hideShapes, isHiddenName } from './secrets.ts'

const MAX_DEPTH = 5
const MAX_ENTRIES = 50
/** Of one call, over all its branches: a log line is no place for a whole tree. */
const MAX_VALUES = 500
const MAX_TEXT = 2_000
const MAX_STACK_LINES = 12
const CONTROL_CHARACTER = /[\u0000-\u001f]/

interface Budget {
  valuesLeft: number
}

/** A copy that may be logged: secrets hidden by name and by shape, depth and size capped. Never throws. */
export function redact(value: unknown): unknown {
  return copyOf(value, 0, { valuesLeft: MAX_VALUES })
}

/** The message of an error without values: Drizzle puts the parameters behind the statement. */
export function messageOf(error: Error): string {
  return redactText(error.message.split('\nparams:')[0] ?? '')
}

/** A text that is fit to be logged. Shapes are hidden in the finished line too, where they cost least. */
export function redactText(text: string): string {
  const isLong = text.length > MAX_TEXT
  const start = isLong ? text.slice(0, 2 * MAX_TEXT) : text
  // A secret that the cut goes through, or that follows what JSON writes as \n, has lost its shape by then.
  const shown = hideNamedValues(isLong || CONTROL_CHARACTER.test(text) ? hideShapes(start) : start)
  return isLong ? `${shown.slice(0, MAX_TEXT)}…` : shown
}

function copyOf(value: unknown, depth: number, budget: Budget): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  budget.valuesLeft -= 1
  if (depth >= MAX_DEPTH || budget.valuesLeft < 0) return '[deep]'
  try {
    return copyOfObject(value, depth + 1, budget)
  } catch {
    // A getter or a toJSON of somebody else's; the line is worth more than the value.
    return '[unreadable]'
  }
}

function copyOfObject(value: object, depth: number, budget: Budget): unknown {
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`
  if (value instanceof Error) return copyOfError(value, depth, budget)
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((entry) => copyOf(entry, depth, budget))
  if (value instanceof Map || value instanceof Set) return `[${value.constructor.name} of ${value.size}]`
  if ('toJSON' in value && typeof value.toJSON === 'function') return copyOf(value.toJSON(), depth, budget)
  const copy: Record<string, unknown> = {}
  for (const [key, entry] of Object.entries(value).slice(0, MAX_ENTRIES)) {
    const isHidden = entry !== null && entry !== undefined && typeof entry !== 'boolean' && isHiddenName(key)
    copy[key] = isHidden ? HIDDEN : copyOf(entry, depth, budget)
  }
  return copy
}

/** Drivers and clients put statements, requests and answers into errors: only what names the fault is kept. */
function copyOfError(error: Error, depth: number, budget: Budget): Record<string, unknown> {
  const { code, errno, kind, reason } = error as Error & Record<'code' | 'errno' | 'kind' | 'reason', unknown>
  const facts = Object.entries({ code, errno, kind, reason }).filter(
    ([, fact]) => typeof fact === 'string' || typeof fact === 'number',
  )
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: error.name,
    message: messageOf(error),
    ...Object.fromEntries(facts.map(([name, fact]) => [name, copyOf(fact, depth, budget)])),
    stack: redactText(frames.slice(0, MAX_STACK_LINES).join('\n')),
    ...(error.cause === undefined ? {} : { cause: copyOf(error.cause, depth, budget) }),
  }
}
