import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { Board as BoardData, DealCard } from '@shared/contracts/deals.ts'
import type { PipelineDto } from '@shared/contracts/pipelines.ts'
import type { DealId, StageId } from '@shared/ids.ts'
import { findCard } from '../../lib/board-patch.ts'
import { isTextField } from '../../lib/commands.ts'
import { useNow, usePhone } from '../../lib/hooks.ts'
import { useStore } from '../../lib/store.ts'
import { useCan } from '../../lib/workspace-context.tsx'
import { BoardColumn } from './board-column.tsx'
import type { BoardView } from './board-card.tsx'
import { boardKey, type BoardKeys } from './board-keys.ts'
import { BulkBar } from './bulk-bar.tsx'
import { useFreshChats } from './deal-chats.ts'
import { useAutoScroll, useBoardDrops } from './drag.ts'
import { question } from './dialog-state.ts'
import { DropBar } from './drop-bar.tsx'
import { PhoneStages } from './phone-stages.tsx'
import { useDealActions } from './use-deal-actions.ts'

interface Props {
  slug: string
  pipeline: PipelineDto
  board: BoardData
  onMore: (stageId: StageId, cursor: string) => void
}

const CARD = '[data-testid="deal.card"]'

/** The stages side by side; on a phone one at a time. */
export function Board({ slug, pipeline, board, onMore }: Props) {
  const isPhone = usePhone()
  useFreshChats()
  const canUpdate = useCan()('deals.update')
  const focus = useFocus(board)
  const selection = useSelection()
  const keys = useKeys(slug, { board, focus, selection })
  const isUnderWay = useDrops(board)
  const view = useView({ slug, canDrag: canUpdate && !isPhone, focus, selected: selection.selected })
  const columns = board.columns.flatMap((column) => {
    const stage = pipeline.stages.find((candidate) => candidate.id === column.stageId)
    if (!stage) return []
    const more = () => column.nextCursor && onMore(stage.id, column.nextCursor)
    return [{ column, stage, view, isCapped: board.isCapped, onMore: more }]
  })
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-static-element-interactions -- hears the keys of the cards in it
    <div
      className="relative min-h-0 flex-1"
      onKeyDown={(event) => {
        if ((!canUpdate && event.shiftKey) || isTextField(event.target)) return
        const isOnCard = event.target instanceof Element && event.target.matches(CARD)
        if (boardKey(event, { board, focused: focus.focused, isOnCard }, keys)) event.preventDefault()
      }}
    >
      {isPhone ? (
        <PhoneStages columns={columns} />
      ) : (
        <Columns>
          {columns.map((column) => (
            <BoardColumn key={column.stage.id} {...column} />
          ))}
        </Columns>
      )}
      {isUnderWay && <DropBar />}
      {selection.selected.size > 0 && !isUnderWay && canUpdate && (
        <BulkBar ids={[...selection.selected]} pipeline={pipeline} onClear={selection.clear} />
      )}
    </div>
  )
}

function Columns({ children }: { children: React.ReactNode }) {
  const scroller = useRef<HTMLDivElement>(null)
  useAutoScroll(scroller)
  return (
    <div ref={scroller} className="flex h-full gap-3 overflow-x-auto px-4 pb-4 scroll-quiet">
      {children}
    </div>
  )
}

function useFocus(board: BoardData) {
  const [asked, setAsked] = useState<{ id: DealId; byKey: boolean } | null>(null)
  const byKey = useCallback((id: DealId) => setAsked({ id, byKey: true }), [])
  const byPointer = useCallback(
    (id: DealId) => setAsked((known) => (known?.id === id ? known : { id, byKey: false })),
    [],
  )
  // A question takes the focus; once it is answered, the card has it again.
  const isAsking = useStore(question) !== null
  const first = board.columns.find((column) => column.items.length > 0)?.items[0]
  // A card that left the board gives its place to the first one, so that Tab always finds one.
  const isThere = asked !== null && findCard(board, asked.id) !== undefined
  return {
    focused: isThere ? asked.id : (first?.id ?? null),
    // Whoever works by keys goes on at the first card where theirs has left.
    wantsFocus: asked !== null && asked.byKey && !isAsking,
    byKey,
    byPointer,
  }
}

function useSelection() {
  const [selected, setSelected] = useState<ReadonlySet<DealId>>(new Set())
  const toggle = (id: DealId) =>
    setSelected((known) => {
      const next = new Set(known)
      if (!next.delete(id)) next.add(id)
      return next
    })
  return { selected, toggle, clear: () => setSelected(new Set()) }
}

interface KeyParts {
  board: BoardData
  focus: ReturnType<typeof useFocus>
  selection: ReturnType<typeof useSelection>
}

function useKeys(slug: string, { focus, selection }: KeyParts): BoardKeys {
  const navigate = useNavigate()
  const actions = useDealActions()
  return {
    onFocus: focus.byKey,
    onOpen: ({ number }) =>
      void navigate({ to: '/w/$slug/deals/d/$number', params: { slug, number: String(number) } }),
    onStage: (deal, stageId) => {
      focus.byKey(deal.id)
      void actions.move(deal, { stageId })
    },
    onWin: (deal) => void actions.win(deal),
    onLose: (deal) => actions.askLost(deal),
    onSelect: (deal) => selection.toggle(deal.id),
  }
}

function useDrops(board: BoardData): boolean {
  const actions = useDealActions()
  const withDeal = (id: DealId, act: (deal: DealCard) => unknown) => {
    const deal = findCard(board, id)
    if (deal) act(deal)
  }
  return useBoardDrops({
    onPlace: (id, place) => withDeal(id, (deal) => actions.move(deal, place)),
    onFate: (id, fate) =>
      withDeal(id, (deal) => (fate === 'won' ? actions.win(deal) : actions.askLost(deal))),
  })
}

interface ViewParts {
  slug: string
  canDrag: boolean
  focus: ReturnType<typeof useFocus>
  selected: ReadonlySet<DealId>
}

function useView({ slug, canDrag, focus, selected }: ViewParts): BoardView {
  const now = useNow(60_000)
  const { focused, wantsFocus, byPointer } = focus
  return useMemo(
    () => ({ slug, now, canDrag, focused, wantsFocus, selected, onFocus: byPointer }),
    [slug, now, canDrag, focused, wantsFocus, selected, byPointer],
  )
}
