import { useNavigate } from '@tanstack/react-router'
import { ChevronDown, CircleCheck, CircleX, ExternalLink, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ConversationDetail } from '@shared/contracts/conversations.ts'
import type { DealCard, ThreadDeal } from '@shared/contracts/deals.ts'
import type { StageId } from '@shared/ids.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { useCommands } from '../../lib/commands.ts'
import { useCan, useWorkspace } from '../../lib/workspace-context.tsx'
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '../../ui/menu.tsx'
import { DealDialogs } from './deal-dialogs.tsx'
import { StageItems } from './deal-menu.tsx'
import { NewDealDialog } from './new-deal-dialog.tsx'
import { StagePill } from './stage-pill.tsx'
import { useThreadDeal } from './thread-deals.ts'
import { useDealActions } from './use-deal-actions.ts'
import { useMoney } from './use-money.ts'
import { usePipelines } from './use-pipelines.ts'

interface Props {
  detail: ConversationDetail
  /** On a line of its own, as on a phone. */
  isLine?: boolean
}

/** The open deal of the person in the conversation: seen, moved, and made without leaving it. */
export function HeaderDeal(props: Props) {
  const { has } = useLanguage()
  const can = useCan()
  return can('deals.view') && has('all') ? <ChatDeal {...props} /> : null
}

function ChatDeal({ detail, isLine = false }: Props) {
  const t = useT()
  const { slug } = useWorkspace().detail
  const canUpdate = useCan()('deals.update')
  const found = useThreadDeal(detail)
  const { pipelines } = usePipelines()
  const [isNew, setNew] = useState(false)
  const [pipeline] = pipelines
  const add = () => setNew(true)
  useCommands(
    canUpdate
      ? [{ id: 'conversation.newDeal', label: 'deals.newTitle', group: 'conversation', run: add }]
      : [],
  )
  return (
    <>
      {found && (
        <span className={cn('flex min-w-0', isLine && 'basis-full ps-12')}>
          <DealButton found={found} slug={slug} canUpdate={canUpdate} onAdd={add} />
        </span>
      )}
      {found === null && canUpdate && !isLine && (
        <button
          type="button"
          onClick={add}
          data-testid="thread.deal.new"
          aria-label={t('deals.newTitle')}
          className="inline-flex min-h-6 shrink-0 items-center gap-0.5 rounded-[6px] px-1.5 text-micro font-[550] text-brand-text hover:bg-surface-2"
        >
          <Plus aria-hidden className="size-3 stroke-2" /> {t('deals.new')}
        </button>
      )}
      {isNew && pipeline && (
        <NewDealDialog
          slug={slug}
          pipeline={pipeline}
          conversationId={detail.id}
          onClose={() => setNew(false)}
        />
      )}
      <DealDialogs />
    </>
  )
}

interface ButtonProps {
  found: ThreadDeal
  slug: string
  canUpdate: boolean
  onAdd: () => void
}

function DealButton({ found: { deal, count }, slug, canUpdate, onAdd }: ButtonProps) {
  const t = useT()
  const { stageOf } = usePipelines()
  const { move } = useDealActions()
  // Shown from the choice on; the answer of the server then says where it is.
  const [moving, setMoving] = useState<StageId | null>(null)
  const stage = moving ?? deal.stageId
  const moveTo = async (stageId: StageId) => {
    setMoving(stageId)
    await move(deal, { stageId })
    setMoving(null)
  }
  return (
    <Menu>
      <MenuTrigger asChild>
        <button
          type="button"
          title={deal.title}
          aria-label={t('deals.stageMenu', { title: deal.title, stage: stageOf(stage)?.name ?? '' })}
          data-testid="thread.deal"
          className="inline-flex min-h-6 min-w-0 items-center gap-0.5 rounded-md hover:bg-surface-2 pointer-coarse:min-h-11"
        >
          <StagePill deal={{ ...deal, stageId: stage }} />
          {count > 1 && <span className="px-0.5 text-micro text-text-3">+{count - 1}</span>}
          <ChevronDown aria-hidden className="size-3.5 shrink-0 text-text-3" />
        </button>
      </MenuTrigger>
      <MenuContent align="start" className="max-w-[300px]">
        <DealItems
          deal={deal}
          slug={slug}
          canUpdate={canUpdate}
          onAdd={onAdd}
          onMove={(stageId) => void moveTo(stageId)}
        />
      </MenuContent>
    </Menu>
  )
}

interface ItemsProps extends Omit<ButtonProps, 'found'> {
  deal: DealCard
  onMove: (stageId: StageId) => void
}

function DealItems({ deal, slug, canUpdate, onAdd, onMove }: ItemsProps) {
  const t = useT()
  const money = useMoney()
  const navigate = useNavigate()
  const actions = useDealActions()
  const open = () =>
    void navigate({ to: '/w/$slug/deals/d/$number', params: { slug, number: String(deal.number) } })
  return (
    <>
      <MenuLabel>
        <bdi dir="auto">{deal.title}</bdi>
        {deal.amount !== null && ` · ${money.format(deal.amount, deal.currency)}`}
      </MenuLabel>
      <MenuItem onSelect={open} data-testid="thread.deal.open">
        <ExternalLink /> {t('deals.open')}
      </MenuItem>
      {canUpdate && (
        <>
          <MenuSeparator />
          <StageItems deal={deal} onMove={onMove} />
          <MenuSeparator />
          <MenuItem onSelect={() => void actions.win(deal)}>
            <CircleCheck /> {t('deals.markWon')}
          </MenuItem>
          <MenuItem onSelect={() => actions.askLost(deal)}>
            <CircleX /> {t('deals.markLost')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem onSelect={onAdd}>
            <Plus /> {t('deals.another')}
          </MenuItem>
        </>
      )}
    </>
  )
}
