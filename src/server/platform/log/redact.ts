/** Keys whose values never reach a log, whatever they hold. Compared in lower case. */
const SECRET_KEYS =
  /^(?:authorization|cookie|set-cookie|password|.*token|.*secret|credentials|api_?key|key|text|body|caption|phone|wa_?id|from|to|email|.*address)$/

/** Values that look like a secret, under any key. */
const SECRET_VALUES = [
  /\bBearer\s+[\w.~+/=-]{8,}/gi,
  /\bEAA[A-Za-z0-9]{12,}/g,
  /\b(?:sk|pk|rk)_[A-Za-z0-9_]{12,}/g,
  /\bcrm_[0-9a-z]{26}_[\w-]{20,}/g,
  /\bmysql:\/\/[^@\s]+@/gi,
  /\b(?:__Host-)?sid=[\w-]{16,}/g,
]

const HIDDEN = '[hidden]'
const MAX_DEPTH = 5
const MAX_ENTRIES = 50
const MAX_TEXT = 2_000

/** A copy that may be logged: secrets hidden by name and by shape, depth and size capped. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`
  if (value instanceof Error) return redactError(value, depth)
  if (depth >= MAX_DEPTH) return '[deep]'
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((entry) => redact(entry, depth + 1))
  const copy: Record<string, unknown> = {}
  for (const [key, entry] of Object.entries(value).slice(0, MAX_ENTRIES))
    copy[key] = isSecretKey(key) && entry !== null && entry !== undefined ? HIDDEN : redact(entry, depth + 1)
  return copy
}

function isSecretKey(key: string): boolean {
  return SECRET_KEYS.test(key.toLowerCase())
}

function redactText(text: string): string {
  let shown = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
  for (const shape of SECRET_VALUES) shown = shown.replace(shape, HIDDEN)
  return shown
}

/** Drivers put whole statements with their values into errors: only what names the fault is kept. */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const { code, errno } = error as Error & { code?: unknown; errno?: unknown }
  return {
    type: error.name,
    message: redactText(error.message.split('\nparams:')[0] ?? ''),
    ...(code === undefined ? {} : { code }),
    ...(errno === undefined ? {} : { errno }),
    stack: redactText((error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 12).join('\n')),
    ...(error.cause !== undefined && depth < MAX_DEPTH ? { cause: redact(error.cause, depth + 1) } : {}),
  }
}
