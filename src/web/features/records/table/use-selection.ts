import { useState } from 'react'

const NOTHING: ReadonlySet<string> = new Set()

/** What is selected, by id; with Shift everything between the last choice and this one. */
export function useSelection(order: readonly string[]) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(NOTHING)
  const [last, setLast] = useState<string | null>(null)
  return {
    selected,
    clear: () => setSelected(NOTHING),
    /** All of what is loaded; again, nothing. */
    toggleAll: () => setSelected(order.every((id) => selected.has(id)) ? NOTHING : new Set(order)),
    toggle: (id: string, isRange: boolean) => {
      const from = last === null ? -1 : order.indexOf(last)
      const to = order.indexOf(id)
      const next = new Set(selected)
      if (isRange && from >= 0)
        for (const between of order.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(between)
      else if (!next.delete(id)) next.add(id)
      setSelected(next)
      setLast(id)
    },
  }
}
