import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ChevronDown, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ConversationDetail } from '@shared/contracts/conversations.ts'
import type { DealCard } from '@shared/contracts/deals.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useNow } from '../../lib/hooks.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Menu, MenuContent, MenuTrigger } from '../../ui/menu.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { CloseMark, TaskMark, useDealMarks } from './deal-marks.tsx'
import { DealMenu, StageItems } from './deal-menu.tsx'
import { NewDealDialog } from './new-deal-dialog.tsx'
import { StagePill } from './stage-pill.tsx'
import { useMoney } from './use-money.ts'
import { usePipelines } from './use-pipelines.ts'

const route = getRouteApi('/w/$slug')

/** The deals of the person in the conversation: made, moved and opened without leaving it. */
export function DealPanel({ detail }: { detail: ConversationDetail }) {
  const t = useT()
  const { slug } = route.useParams()
  const { trpc } = useApi()
  const canUpdate = useCan()('deals.update')
  const { pipelines } = usePipelines()
  const [isNew, setNew] = useState(false)
  const { data, error, refetch } = useQuery(
    trpc.deals.ofConversation.queryOptions({ conversationId: detail.id }),
  )
  const [pipeline] = pipelines
  if (error && !data) return <ErrorPane error={toAppError(error)} onRetry={() => void refetch()} />
  return (
    <div className="flex flex-col gap-3 px-4 py-[18px]" data-testid="deal.panel">
      {!data && <PanelSkeleton />}
      {data?.length === 0 && <p className="text-small text-text-3">{t('deals.noneOfContact')}</p>}
      <ul className="space-y-2">
        {data?.map((deal) => (
          <PanelDeal key={deal.id} deal={deal} slug={slug} canUpdate={canUpdate} />
        ))}
      </ul>
      {canUpdate && pipeline && (
        <Button onClick={() => setNew(true)} data-testid="deal.panel.new">
          <Plus /> {t('deals.newTitle')}
        </Button>
      )}
      {isNew && pipeline && (
        <NewDealDialog
          slug={slug}
          pipeline={pipeline}
          conversationId={detail.id}
          onClose={() => setNew(false)}
        />
      )}
    </div>
  )
}

function PanelSkeleton() {
  return (
    <Delayed>
      <Bone className="h-20" />
    </Delayed>
  )
}

function PanelDeal({ deal, slug, canUpdate }: { deal: DealCard; slug: string; canUpdate: boolean }) {
  const money = useMoney()
  const { stageOf } = usePipelines()
  const marks = useDealMarks(deal, stageOf(deal.stageId), useNow(60_000))
  return (
    <li className="rounded-[10px] border px-3 py-2 text-small" data-testid="deal.panel.item">
      <div className="flex items-start gap-1">
        <Link
          to="/w/$slug/deals/d/$number"
          params={{ slug, number: String(deal.number) }}
          className="min-w-0 flex-1 pt-1 font-[600] wrap-anywhere hover:underline"
        >
          <bdi dir="auto">{deal.title}</bdi>
        </Link>
        <DealMenu deal={deal} slug={slug} />
      </div>
      <div className="mt-1 flex flex-wrap items-center gap-2 text-text-2">
        {canUpdate && deal.status === 'open' ? <StageSwitch deal={deal} /> : <StagePill deal={deal} />}
        {deal.amount !== null && (
          <span className="font-[600] text-text">{money.format(deal.amount, deal.currency)}</span>
        )}
        <TaskMark marks={marks} />
        <CloseMark deal={deal} marks={marks} />
      </div>
      {marks.stale && <p className="mt-1 text-micro text-signal-text">{marks.stale}</p>}
    </li>
  )
}

function StageSwitch({ deal }: { deal: DealCard }) {
  const t = useT()
  return (
    <Menu>
      <MenuTrigger asChild>
        <button
          type="button"
          aria-label={t('deals.moveTo')}
          data-testid="deal.panel.stage"
          className="inline-flex items-center gap-0.5 rounded-md hover:bg-surface-2"
        >
          <StagePill deal={deal} />
          <ChevronDown aria-hidden className="size-3.5 text-text-3" />
        </button>
      </MenuTrigger>
      <MenuContent align="start">
        <StageItems deal={deal} />
      </MenuContent>
    </Menu>
  )
}
