import { useMedia } from '../../lib/hooks.ts'

const FALLBACK = 80

/** The fixed height of a row by density and pointer, as the stylesheet has it. */
export function useRowHeight(): number {
  // Read again when the pointer changes: a finger needs taller rows.
  useMedia('(pointer: coarse)')
  const value = getComputedStyle(document.documentElement).getPropertyValue('--row-h')
  return Number.parseFloat(value) || FALLBACK
}
