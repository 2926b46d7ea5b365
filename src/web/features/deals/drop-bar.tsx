import { CircleCheck, CircleX } from 'lucide-react'
import { useRef } from 'react'
import { useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { useFateDrop } from './drag.ts'

/** While a card is under way: where it may end. */
export function DropBar() {
  return (
    <div className="absolute inset-x-4 bottom-4 z-20 flex animate-rise gap-3" data-testid="deals.dropBar">
      <Fate fate="won" />
      <Fate fate="lost" />
    </div>
  )
}

function Fate({ fate }: { fate: 'won' | 'lost' }) {
  const t = useT()
  const box = useRef<HTMLDivElement>(null)
  const isOver = useFateDrop(box, fate)
  const Icon = fate === 'won' ? CircleCheck : CircleX
  return (
    <div
      ref={box}
      data-testid={`deals.drop.${fate}`}
      className={cn(
        'flex h-16 flex-1 items-center justify-center gap-2 rounded-lg border-2 border-dashed font-[600] shadow-2',
        fate === 'won'
          ? 'border-success bg-success-soft text-success-text'
          : 'border-danger bg-danger-soft text-danger-text',
        isOver && 'border-solid',
      )}
    >
      <Icon aria-hidden className="size-5 stroke-[1.75]" />
      {t(fate === 'won' ? 'deals.won' : 'deals.lost')}
    </div>
  )
}
