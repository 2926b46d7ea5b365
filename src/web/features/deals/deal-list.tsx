import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { DealCard } from '@shared/contracts/deals.ts'
import type { PipelineDto } from '@shared/contracts/pipelines.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useNow } from '../../lib/hooks.ts'
import { useApi, useWorkspace } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { useMembers } from '../inbox/use-members.ts'
import { DealMenu } from './deal-menu.tsx'
import { CloseMark, TaskMark, useDealMarks } from './deal-marks.tsx'
import type { DealSearch } from './search.ts'
import { StagePill } from './stage-pill.tsx'
import { useMoney } from './use-money.ts'
import { usePipelines } from './use-pipelines.ts'

interface Props {
  slug: string
  pipeline: PipelineDto
  search: DealSearch
}

function useDeals({ pipeline, search }: Props) {
  const { trpc } = useApi()
  const { me } = useWorkspace()
  const owner = search.owner === 'me' ? me.user.id : search.owner
  const input = {
    pipelineId: pipeline.id,
    ...(search.status ? { status: search.status } : {}),
    ...(search.sort ? { sort: search.sort } : {}),
    ...(owner ? { ownerId: owner as typeof me.user.id } : {}),
    ...(search.q ? { query: search.q } : {}),
  }
  return useInfiniteQuery(
    trpc.deals.list.infiniteQueryOptions(input, { getNextPageParam: (page) => page.nextCursor }),
  )
}

/** The deals of a pipeline as rows, in an order of their own. */
export function DealList(props: Props) {
  const t = useT()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useDeals(props)
  if (error && !data)
    return <ErrorPane className="flex-1" error={toAppError(error)} onRetry={() => void refetch()} />
  if (!data) return <ListSkeleton />
  const rows = data.pages.flatMap((page) => page.items)
  if (rows.length === 0) return <EmptyState className="flex-1" title={t('deals.noMatch')} />
  return (
    <div className="min-h-0 flex-1 overflow-auto px-4 pb-4 scroll-quiet">
      <table className="w-full border-separate border-spacing-0 text-small" data-testid="deals.table">
        <Head />
        <tbody>
          {rows.map((deal) => (
            <Row key={deal.id} deal={deal} slug={props.slug} />
          ))}
        </tbody>
      </table>
      {hasNextPage && (
        <div className="py-3 text-center">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('deals.loadMore')}
          </Button>
        </div>
      )}
    </div>
  )
}

const CELL = 'border-b px-2 py-2 align-middle'
const WIDE = 'max-md:hidden'

function Head() {
  const t = useT()
  const cell = `sticky top-0 z-10 bg-surface text-micro font-[650] text-text-3 ${CELL}`
  return (
    <thead>
      <tr>
        <th className={`${cell} text-start`}>{t('deals.titleLabel')}</th>
        <th className={`${cell} text-start`}>{t('deals.stage')}</th>
        <th className={`${cell} text-end`}>{t('deals.amount')}</th>
        <th className={`${cell} text-start ${WIDE}`}>{t('deals.contact')}</th>
        <th className={`${cell} text-start ${WIDE}`}>{t('deals.closeOn')}</th>
        <th className={`${cell} text-start ${WIDE}`}>{t('deals.owner')}</th>
        <th className={`${cell} text-start`}>
          <span className="sr-only">{t('deals.moveTo')}</span>
        </th>
      </tr>
    </thead>
  )
}

function Row({ deal, slug }: { deal: DealCard; slug: string }) {
  const money = useMoney()
  const members = useMembers()
  const { stageOf } = usePipelines()
  const marks = useDealMarks(deal, stageOf(deal.stageId), useNow(60_000))
  return (
    <tr data-testid="deals.row" data-id={deal.id} className="hover:bg-surface-2">
      <td className={CELL}>
        <Link
          to="/w/$slug/deals/d/$number"
          params={{ slug, number: String(deal.number) }}
          className="font-[600] wrap-anywhere hover:underline"
        >
          <bdi dir="auto">{deal.title}</bdi>
        </Link>
        {marks.stale && <span className="ms-2 text-micro text-signal-text">{marks.stale}</span>}
      </td>
      <td className={CELL}>
        <StagePill deal={deal} />
      </td>
      <td className={`${CELL} text-end whitespace-nowrap`}>
        {deal.amount === null ? '—' : money.format(deal.amount, deal.currency)}
      </td>
      <td className={`${CELL} ${WIDE}`}>
        <bdi dir="auto">{deal.contactName ?? deal.companyName ?? '—'}</bdi>
      </td>
      <td className={`${CELL} ${WIDE}`}>
        <span className="flex items-center gap-2">
          <TaskMark marks={marks} />
          <CloseMark deal={deal} marks={marks} />
        </span>
      </td>
      <td className={`${CELL} ${WIDE}`}>{(deal.ownerId && members.nameOf(deal.ownerId)) ?? '—'}</td>
      <td className={`${CELL} text-end`}>
        <DealMenu deal={deal} slug={slug} />
      </td>
    </tr>
  )
}

function ListSkeleton() {
  return (
    <Delayed>
      <div className="flex-1 space-y-2 px-4" aria-busy>
        {Array.from({ length: 10 }, (_, row) => (
          <Bone key={row} className="h-9" />
        ))}
      </div>
    </Delayed>
  )
}
