import { getRouteApi, Link } from '@tanstack/react-router'
import { ChevronLeft, CircleCheck, CircleX } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { DealDetail, DealThread } from '@shared/contracts/deals.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useTitle } from '../../lib/hooks.ts'
import { useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { EditableName } from '../records/editable-name.tsx'
import { Notes } from '../records/notes.tsx'
import { Denied } from '../settings/page.tsx'
import { RecordTasks } from '../tasks/record-tasks.tsx'
import { Timeline } from '../timeline/timeline.tsx'
import type { OpenThread } from './deal-chat.tsx'
import { DealDialogs } from './deal-dialogs.tsx'
import { DealLabels } from './deal-labels.tsx'
import { DealFacts } from './deal-facts.tsx'
import { DealChats, DealFiles } from './deal-links.tsx'
import { DealMenu } from './deal-menu.tsx'
import { DealPeople } from './deal-people.tsx'
import { StagePath } from './stage-path.tsx'
import { StagePill } from './stage-pill.tsx'
import { useDealActions } from './use-deal-actions.ts'
import { useDeal } from './use-deal.ts'
import { useMoney } from './use-money.ts'
import { WhyStale } from './why-stale.tsx'

const DealChat = lazy(() => import('./deal-chat.tsx').then(({ DealChat: it }) => ({ default: it })))

const route = getRouteApi('/w/$slug/deals/d/$number')

export function DealPage() {
  const { slug, number } = route.useParams()
  const asked = /^\d{1,12}$/.test(number) ? Number(number) : 0
  if (!useCan()('deals.view')) return <Denied />
  return asked > 0 ? <OneDeal key={asked} slug={slug} number={asked} /> : <Gone slug={slug} />
}

function OneDeal({ slug, number }: { slug: string; number: number }) {
  const { query, update } = useDeal(number)
  const { data, error, refetch } = query
  if (error && !data) {
    const failure = toAppError(error)
    if (failure.code === 'NOT_FOUND') return <Gone slug={slug} />
    return <ErrorPane className="h-full" error={failure} onRetry={() => void refetch()} />
  }
  if (!data)
    return (
      <Delayed>
        <div className="space-y-4 p-5" aria-busy>
          <Bone className="h-10 w-72" />
          <Bone className="h-9" />
          <Bone className="h-64" />
        </div>
      </Delayed>
    )
  return <OpenDeal slug={slug} deal={data} update={update} />
}

function Gone({ slug }: { slug: string }) {
  const t = useT()
  return (
    <EmptyState
      drawing
      isPage
      className="h-full"
      title={t('deals.notFound')}
      text={t('deals.notFoundText')}
      action={
        <Link to="/w/$slug/deals" params={{ slug }} className="font-[600] text-brand-text hover:underline">
          {t('deals.toBoard')}
        </Link>
      }
    />
  )
}

interface Props {
  slug: string
  deal: DealDetail
  update: ReturnType<typeof useDeal>['update']
}

function OpenDeal({ slug, deal, update }: Props) {
  const can = useCan()
  const canEdit = can('deals.update') && deal.deletedAt === null
  const record = { entity: 'deal', recordId: deal.id } as const
  const threads = can('conversations.view') ? deal.threads.filter(hasConversation) : []
  useTitle(deal.title)
  const history = (
    <>
      <Notes record={record} />
      <Timeline record={record} currency={deal.currency} />
    </>
  )
  return (
    <div className="flex h-full min-h-0 flex-col" data-testid="deal.page">
      <Header slug={slug} deal={deal} update={update} canEdit={canEdit} />
      <div className="relative min-h-0 flex-1 overflow-y-auto scroll-quiet lg:flex lg:overflow-hidden">
        <Column className="lg:w-[310px] lg:border-e">
          <DealFacts deal={deal} canEdit={canEdit} update={update} />
          <DealPeople slug={slug} deal={deal} canEdit={canEdit} />
        </Column>
        {threads.length > 0 ? (
          <div className="min-w-0 max-lg:h-[70dvh] max-lg:border-y lg:flex-1">
            <Suspense>
              <DealChat slug={slug} threads={threads} />
            </Suspense>
          </div>
        ) : (
          <Column className="lg:flex-1">{history}</Column>
        )}
        <Column className="lg:w-[330px] lg:border-s">
          <DealChats slug={slug} deal={deal} canEdit={canEdit} />
          <div className="mt-5">
            <RecordTasks record={record} />
          </div>
          <DealFiles deal={deal} canEdit={canEdit} />
          {threads.length > 0 && <div className="mt-6">{history}</div>}
        </Column>
      </div>
      <DealDialogs />
    </div>
  )
}

const hasConversation = (thread: DealThread): thread is OpenThread => thread.conversationNumber !== null

function Column({ className, children }: { className: string; children: React.ReactNode }) {
  return (
    <div className={`relative min-w-0 p-5 scroll-quiet max-md:p-4 lg:overflow-y-auto ${className}`}>
      {children}
    </div>
  )
}

function Header({ slug, deal, update, canEdit }: Props & { canEdit: boolean }) {
  const t = useT()
  const money = useMoney()
  return (
    <header className="flex flex-col gap-2 border-b px-5 py-3 max-md:px-3">
      <div className="flex flex-wrap items-center gap-3">
        <Link
          to="/w/$slug/deals/$pipelineId/$view"
          params={{ slug, pipelineId: deal.pipelineId, view: 'board' }}
          aria-label={t('deals.toBoard')}
          className="grid size-8 place-items-center rounded-md text-text-2 hover:bg-surface-2"
        >
          <ChevronLeft className="size-[18px] rtl:-scale-x-100" aria-hidden />
        </Link>
        <div className="min-w-0 flex-1">
          <EditableName
            name={deal.title}
            label={t('deals.titleLabel')}
            canEdit={canEdit}
            onSave={(title) => update({ title })}
          />
          <p className="flex flex-wrap items-center gap-2 text-small text-text-2">
            <span>#{deal.number}</span>
            <StagePill deal={deal} />
            {deal.amount !== null && (
              <span className="font-[600] text-text">{money.format(deal.amount, deal.currency)}</span>
            )}
          </p>
        </div>
        <DealLabels deal={deal} canEdit={canEdit} />
        <Ends deal={deal} canEdit={canEdit} />
        <DealMenu deal={deal} slug={slug} withOpen={false} />
      </div>
      <StagePath deal={deal} canMove={canEdit} />
      <WhyStale deal={deal} />
    </header>
  )
}

function Ends({ deal, canEdit }: { deal: DealDetail; canEdit: boolean }) {
  const t = useT()
  const can = useCan()
  const actions = useDealActions()
  if (deal.deletedAt)
    return (
      <p className="flex items-center gap-2 text-small text-danger-text">
        {t('deals.isDeleted')}
        {can('deals.delete') && (
          <Button onClick={() => void actions.restore(deal.id)}>{t('deals.restore')}</Button>
        )}
      </p>
    )
  if (!canEdit) return null
  if (deal.status !== 'open')
    return <Button onClick={() => void actions.reopen(deal)}>{t('deals.reopen')}</Button>
  return (
    <div className="flex gap-2 max-md:order-last max-md:w-full">
      <Button onClick={() => void actions.win(deal)} data-testid="deal.page.win">
        <CircleCheck className="text-success-text" /> {t('deals.won')}
      </Button>
      <Button onClick={() => actions.askLost(deal)} data-testid="deal.page.lose">
        <CircleX className="text-danger-text" /> {t('deals.lost')}
      </Button>
    </div>
  )
}
