import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { useEffect, type RefObject } from 'react'
import type { Place } from './types.ts'

export const ROW_PX = 40
export const BOX_PX = 40

interface Init {
  scroller: RefObject<HTMLElement | null>
  rows: number
  /** Of all columns, in order; the first one stands still. */
  widths: readonly number[]
  /** Drawn wherever it lies, so that the focus has a place to be. */
  active: Place
}

/** Which cells of a grid are drawn: those in sight and a few beyond, of rows and of columns. */
export function useGridWindow({ scroller, rows, widths, active }: Init) {
  const down = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    paddingStart: ROW_PX,
    scrollPaddingStart: ROW_PX,
    rangeExtractor: (range) => withThese(range, [active.row]),
  })
  const across = useVirtualizer({
    horizontal: true,
    count: widths.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => widths[index] ?? 0,
    overscan: 2,
    paddingStart: BOX_PX,
    scrollPaddingStart: BOX_PX + (widths[0] ?? 0),
    rangeExtractor: (range) => withThese(range, [0, active.column - 1]),
  })
  const measured = widths.join()
  useEffect(() => across.measure(), [across, measured])
  let end = BOX_PX
  const shown = across.getVirtualItems().map(({ index, start, size }) => {
    const gap = start - end
    end = start + size
    return { index, gap }
  })
  return {
    items: down.getVirtualItems(),
    shown,
    width: across.getTotalSize(),
    height: down.getTotalSize(),
    /** Scrolls until the cell is in sight. */
    reveal: ({ row, column }: Place) => {
      if (row >= 0) down.scrollToIndex(row)
      // The box and the first column are in sight always.
      if (column > 1) across.scrollToIndex(column - 1)
    },
  }
}

function withThese(range: Range, these: readonly number[]): number[] {
  const wanted = new Set(defaultRangeExtractor(range))
  for (const index of these) if (index >= 0 && index < range.count) wanted.add(index)
  return [...wanted].sort((a, b) => a - b)
}
