import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge'
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useEffectEvent, useState, type RefObject } from 'react'

/** On which side of a column another one is put. */
export type ColumnSide = 'before' | 'after'

interface Init {
  columnKey: string
  /** Heads lie beside each other, the lines of a menu below each other. */
  axis: 'across' | 'down'
  /** False for the column that stands still. */
  canMove: boolean
  onDrop: (columnKey: string, side: ColumnSide) => void
}

const COLUMN = 'gridColumn'
const EDGES = { across: ['left', 'right'], down: ['top', 'bottom'] } as const

/** A column that can be picked up, and that others can be put before or behind. @returns where one is held */
export function useColumnDrag(
  ref: RefObject<HTMLElement | null>,
  { columnKey, axis, canMove, onDrop }: Init,
): ColumnSide | null {
  const [side, setSide] = useState<ColumnSide | null>(null)
  const drop = useEffectEvent(onDrop)
  useEffect(() => {
    const element = ref.current
    if (!element || !canMove) return
    const [first] = EDGES[axis]
    const sideOf = (data: Record<string | symbol, unknown>): ColumnSide | null => {
      const edge = extractClosestEdge(data)
      return edge && (edge === first ? 'before' : 'after')
    }
    return combine(
      draggable({ element, getInitialData: () => ({ [COLUMN]: columnKey }) }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data[COLUMN] !== undefined && source.data[COLUMN] !== columnKey,
        getData: ({ input }) => attachClosestEdge({}, { element, input, allowedEdges: [...EDGES[axis]] }),
        onDrag: ({ self }) => setSide(sideOf(self.data)),
        onDragLeave: () => setSide(null),
        onDrop: ({ self, source }) => {
          setSide(null)
          const put = sideOf(self.data)
          if (put) drop(source.data[COLUMN] as string, put)
        },
      }),
    )
  }, [ref, columnKey, axis, canMove])
  return side
}
