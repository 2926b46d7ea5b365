import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DealCard as Card } from '@shared/contracts/deals.ts'
import type { StageDto } from '@shared/contracts/pipelines.ts'
import { useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { LabelChip } from '../records/label-chip.tsx'
import { useMembers } from '../inbox/use-members.ts'
import { ChatLink } from './chat-link.tsx'
import { DealMenu } from './deal-menu.tsx'
import { CloseMark, TaskMark, useDealMarks, type DealMarks } from './deal-marks.tsx'
import { useLabels } from './use-labels.ts'
import { useMoney } from './use-money.ts'

interface Props {
  deal: Card
  stage: StageDto
  slug: string
  now: Date
  isSelected: boolean
  isDragged?: boolean
  /** Further items of its menu. */
  items?: ReactNode
}

/** A deal on the board: amber stripe where it is stale, a clock for its task. */
export function DealCard({ deal, stage, slug, now, isSelected, isDragged = false, items }: Props) {
  const marks = useDealMarks(deal, stage, now)
  return (
    <div
      data-selected={isSelected}
      className={cn(
        'group relative rounded-[10px] border bg-surface py-2 ps-3.5 pe-2 text-small shadow-1',
        isSelected && 'border-brand bg-brand-soft',
        isDragged && 'opacity-40',
      )}
    >
      {marks.stale && (
        <span
          title={marks.stale}
          data-testid="deal.stale"
          className="absolute inset-y-1.5 start-1 w-[3px] rounded-full bg-signal"
        >
          <span className="sr-only">{marks.stale}</span>
        </span>
      )}
      <div className="flex items-start gap-1">
        <Link
          to="/w/$slug/deals/d/$number"
          params={{ slug, number: String(deal.number) }}
          tabIndex={-1}
          draggable={false}
          className="min-w-0 flex-1 pt-[3px] font-[600] wrap-anywhere hover:underline"
        >
          <bdi dir="auto">{deal.title}</bdi>
        </Link>
        <DealMenu deal={deal} slug={slug}>
          {items}
        </DealMenu>
      </div>
      <WhoAndHowMuch deal={deal} />
      {deal.labels.length > 0 && <Labels deal={deal} />}
      <Footer deal={deal} marks={marks} slug={slug} />
    </div>
  )
}

function WhoAndHowMuch({ deal }: { deal: Card }) {
  const money = useMoney()
  const who = deal.contactName ?? deal.companyName
  return (
    <p className="flex items-baseline gap-2 text-text-2">
      <bdi dir="auto" className="min-w-0 flex-1 truncate">
        {who === deal.title ? '' : who}
      </bdi>
      {deal.amount !== null && (
        <span className="font-[600] whitespace-nowrap text-text">
          {money.format(deal.amount, deal.currency)}
        </span>
      )}
    </p>
  )
}

function Labels({ deal }: { deal: Card }) {
  const labels = useLabels()
  return (
    <p className="mt-1 flex flex-wrap gap-1">
      {labels.of(deal.labels).map((label) => (
        <LabelChip key={label.id} label={label} />
      ))}
    </p>
  )
}

function Footer({ deal, marks, slug }: { deal: Card; marks: DealMarks; slug: string }) {
  const t = useT()
  const members = useMembers()
  const owner = deal.ownerId ? members.nameOf(deal.ownerId) : undefined
  return (
    <div className="mt-1 flex items-center gap-2 text-micro text-text-3">
      <TaskMark marks={marks} />
      <CloseMark deal={deal} marks={marks} />
      <span className="min-w-0 flex-1 truncate text-signal-text">{marks.stale}</span>
      <ChatLink deal={deal} slug={slug} />
      {deal.ownerId && owner && (
        <span title={`${t('deals.owner')}: ${owner}`} className="me-1">
          <Avatar id={deal.ownerId} name={owner} size={22} />
          <span className="sr-only">{owner}</span>
        </span>
      )}
    </div>
  )
}
