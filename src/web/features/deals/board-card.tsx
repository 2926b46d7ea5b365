import { memo, useEffect, useRef } from 'react'
import type { DealCard as Card } from '@shared/contracts/deals.ts'
import type { StageDto } from '@shared/contracts/pipelines.ts'
import type { DealId } from '@shared/ids.ts'
import { cn } from '../../lib/cn.ts'
import { isTextField } from '../../lib/commands.ts'
import { useCardDrag } from './drag.ts'
import { DealCard } from './deal-card.tsx'

/** What the cards of a board share. */
export interface BoardView {
  slug: string
  now: Date
  canDrag: boolean
  /** The one card that Tab reaches; arrows move it. */
  focused: DealId | null
  /** Set by the keyboard: the card takes the focus when it is drawn. */
  wantsFocus: boolean
  selected: ReadonlySet<DealId>
  onFocus: (id: DealId) => void
}

interface Props extends Pick<BoardView, 'slug' | 'now' | 'canDrag' | 'onFocus'> {
  deal: Card
  stage: StageDto
  isFocused: boolean
  takesFocus: boolean
  isSelected: boolean
}

/** A card with what dragging and the keyboard need. Drawn anew only where something of its own changed. */
export const BoardCard = memo(function BoardCard(props: Props) {
  const { deal, stage, slug, now, canDrag, isFocused, takesFocus, isSelected, onFocus } = props
  const box = useRef<HTMLDivElement>(null)
  const { isDragged, edge } = useCardDrag(box, { dealId: deal.id, stageId: deal.stageId, canDrag })
  useEffect(() => {
    if (takesFocus && !isTypingElsewhere()) box.current?.focus({ preventScroll: true })
  }, [takesFocus])
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/prefer-tag-over-role -- focus is noted, not acted on: keys are handled by the board
    <div
      ref={box}
      role="group"
      aria-label={deal.title}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the one tab stop of the board; arrows move it
      tabIndex={isFocused ? 0 : -1}
      onFocus={(event) => {
        if (event.target === event.currentTarget) onFocus(deal.id)
      }}
      data-testid="deal.card"
      data-id={deal.id}
      className="relative rounded-[10px]"
    >
      <DealCard
        deal={deal}
        stage={stage}
        slug={slug}
        now={now}
        isSelected={isSelected}
        isDragged={isDragged}
      />
      {edge && (
        <span
          aria-hidden
          className={cn(
            'absolute inset-x-0 h-[3px] rounded-full bg-ring',
            edge === 'top' ? '-top-[6px]' : '-bottom-[6px]',
          )}
        />
      )}
    </div>
  )
})

/** In the search, say: what it leaves of the board must not take the focus from it. */
function isTypingElsewhere(): boolean {
  const { activeElement } = document
  return isTextField(activeElement) && !activeElement?.closest('[role="dialog"]')
}
