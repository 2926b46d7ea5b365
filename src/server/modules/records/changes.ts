type Values = Record<string, unknown>

/** What an edit changed, for the audit log: the same keys on both sides. */
export interface Changes {
  before: Values
  after: Values
}

/**
 * The values of `next` that differ from those of `previous`, or null where none does. Of custom fields
 * only the keys that differ are told.
 */
export function changesBetween(previous: Values, next: Values): Changes | null {
  const changes: Changes = { before: {}, after: {} }
  for (const [key, value] of Object.entries(next)) {
    if (value === undefined || isSame(previous[key], value)) continue
    const nested = key === 'custom' ? ofCustom(previous[key], value) : null
    changes.before[key] = nested ? nested.before : (previous[key] ?? null)
    changes.after[key] = nested ? nested.after : value
  }
  return Object.keys(changes.after).length === 0 ? null : changes
}

function ofCustom(previous: unknown, next: unknown): Changes {
  const [before, after] = [(previous ?? {}) as Values, (next ?? {}) as Values]
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changed = keys.filter((key) => !isSame(before[key], after[key]))
  const pick = (values: Values) => Object.fromEntries(changed.map((key) => [key, values[key] ?? null]))
  return { before: pick(before), after: pick(after) }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
}
