/**
 * The rows to show while the pointer is inside the list: those that were there keep their places,
 * pages that are read on come after them, and what arrived above is only counted.
 */
export function frozenOrder<T extends { id: string }>(
  held: readonly T[],
  current: readonly T[],
): { rows: T[]; arrived: number } {
  const now = new Map(current.map((row, index) => [row.id, { row, index }]))
  const heldIds = new Set(held.map((row) => row.id))
  const lastHeldIndex = held.reduce((last, row) => Math.max(last, now.get(row.id)?.index ?? -1), -1)
  const newcomers = current.filter((row) => !heldIds.has(row.id))
  const below = newcomers.filter((row) => (now.get(row.id)?.index ?? 0) > lastHeldIndex)
  const rows = [...held.map((row) => now.get(row.id)?.row ?? row), ...below]
  return { rows, arrived: newcomers.length - below.length }
}
