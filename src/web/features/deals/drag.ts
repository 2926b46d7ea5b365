import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge'
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { useEffect, useEffectEvent, useState, type RefObject } from 'react'
import type { DealId, StageId } from '@shared/ids.ts'
import type { Place } from '../../lib/board-patch.ts'

type Fate = 'won' | 'lost'
export type Edge = 'top' | 'bottom'

/** What a drag is over, told by the innermost target. */
type Over =
  | { kind: 'card'; dealId: DealId; stageId: StageId }
  | { kind: 'column'; stageId: StageId }
  | { kind: 'fate'; fate: Fate }
  | { kind: 'month'; month: string | null }

const dealOf = (data: Record<string, unknown>) => data.dealId as DealId | undefined

/** A card that can be picked up, and that others can be put above or below. */
export function useCardDrag(
  ref: RefObject<HTMLElement | null>,
  { dealId, stageId, canDrag }: { dealId: DealId; stageId: StageId; canDrag: boolean },
) {
  const [isDragged, setDragged] = useState(false)
  const [edge, setEdge] = useState<Edge | null>(null)
  useEffect(() => {
    const element = ref.current
    if (!element || !canDrag) return
    const over: Over = { kind: 'card', dealId, stageId }
    return combine(
      draggable({
        element,
        getInitialData: () => ({ dealId, stageId }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => dealOf(source.data) !== undefined && dealOf(source.data) !== dealId,
        getData: ({ input }) =>
          attachClosestEdge({ ...over }, { element, input, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self }) => setEdge(extractClosestEdge(self.data) as Edge | null),
        onDragLeave: () => setEdge(null),
        onDrop: () => setEdge(null),
      }),
    )
  }, [ref, dealId, stageId, canDrag])
  return { isDragged, edge }
}

/** A place to drop that says when something is over it. */
function useDropPlace(ref: RefObject<HTMLElement | null>, over: Over): boolean {
  const [isOver, setOver] = useState(false)
  const data = useEffectEvent(() => ({ ...over }))
  useEffect(() => {
    const element = ref.current
    if (!element) return
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => dealOf(source.data) !== undefined,
      getData: () => data(),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    })
  }, [ref])
  return isOver
}

export const useColumnDrop = (ref: RefObject<HTMLElement | null>, stageId: StageId) =>
  useDropPlace(ref, { kind: 'column', stageId })

export const useFateDrop = (ref: RefObject<HTMLElement | null>, fate: Fate) =>
  useDropPlace(ref, { kind: 'fate', fate })

/** A month of the forecast; null is the place of those without a day. */
export const useMonthDrop = (ref: RefObject<HTMLElement | null>, month: string | null) =>
  useDropPlace(ref, { kind: 'month', month })

/** Tells of cards that were dropped on a month, whatever lay over it. */
export function useMonthDrops(onMonth: (id: DealId, month: string | null) => void): void {
  const drop = useEffectEvent(onMonth)
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => dealOf(source.data) !== undefined,
        onDrop: ({ source, location }) => {
          const id = dealOf(source.data)
          const targets = location.current.dropTargets.map(({ data }) => data as unknown as Over)
          const over = targets.find((target) => target.kind === 'month')
          if (id && over?.kind === 'month') drop(id, over.month)
        },
      }),
    [],
  )
}

/** Scrolls whatever lies near the edge while something is dragged. */
export function useAutoScroll(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = ref.current
    return element ? autoScrollForElements({ element }) : undefined
  }, [ref])
}

interface Drops {
  onPlace: (id: DealId, place: Place) => void
  onFate: (id: DealId, fate: Fate) => void
}

/** @returns whether a card is under way. */
export function useBoardDrops({ onPlace, onFate }: Drops): boolean {
  const [isUnderWay, setUnderWay] = useState(false)
  const drop = useEffectEvent((id: DealId, data: Record<string | symbol, unknown>) => {
    const over = data as unknown as Over
    if (over.kind === 'month') return
    if (over.kind === 'fate') return onFate(id, over.fate)
    if (over.kind === 'column') return onPlace(id, { stageId: over.stageId })
    const isBelow = extractClosestEdge(data) === 'bottom'
    onPlace(id, {
      stageId: over.stageId,
      ...(isBelow ? { afterId: over.dealId } : { beforeId: over.dealId }),
    })
  })
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => dealOf(source.data) !== undefined,
        onDragStart: () => setUnderWay(true),
        onDrop: ({ source, location }) => {
          setUnderWay(false)
          const id = dealOf(source.data)
          const [innermost] = location.current.dropTargets
          if (id && innermost) drop(id, innermost.data)
        },
      }),
    [],
  )
  return isUnderWay
}
