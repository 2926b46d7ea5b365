/**
 * The rows to show while the pointer is inside the list: those that were there keep their places,
 * pages that are read on come after them, and what arrived above is only counted. One that left the
 * view keeps its place with what is last known of it: the open one changes under people's eyes.
 */
export function frozenOrder<T extends { id: string }>(
  held: readonly T[],
  current: readonly T[],
  opened?: T,
): { rows: T[]; arrived: number } {
  const now = new Map(current.map((row, index) => [row.id, { row, index }]))
  const heldIds = new Set(held.map((row) => row.id))
  const lastHeldIndex = held.reduce((last, row) => Math.max(last, now.get(row.id)?.index ?? -1), -1)
  const newcomers = current.filter((row) => !heldIds.has(row.id))
  const below = newcomers.filter((row) => (now.get(row.id)?.index ?? 0) > lastHeldIndex)
  const lastKnown = (row: T) => now.get(row.id)?.row ?? (opened?.id === row.id ? opened : row)
  const rows = [...held.map(lastKnown), ...below]
  return { rows, arrived: newcomers.length - below.length }
}
