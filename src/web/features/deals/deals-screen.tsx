import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router'
import { CalendarRange, Columns3, Plus, Rows3 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { PipelineDto } from '@shared/contracts/pipelines.ts'
import type { StageId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { useCommands } from '../../lib/commands.ts'
import { toAppError } from '../../lib/errors.ts'
import { useTitle } from '../../lib/hooks.ts'
import { useCan, useWorkspace } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Select } from '../../ui/field.tsx'
import { Denied } from '../settings/page.tsx'
import { Board } from './board.tsx'
import { BoardSkeleton } from './board-skeleton.tsx'
import { BoardTotals } from './board-totals.tsx'
import { DealDialogs } from './deal-dialogs.tsx'
import { FilterBar } from './filter-bar.tsx'
import { NewDealDialog } from './new-deal-dialog.tsx'
import { dealSearch, boardFilter, isFiltered, type DealSearch } from './search.ts'
import { useBoard } from './use-board.ts'
import { usePipelines } from './use-pipelines.ts'

const DealList = lazy(() => import('./deal-list.tsx').then(({ DealList: it }) => ({ default: it })))
const Forecast = lazy(() => import('./forecast.tsx').then(({ Forecast: it }) => ({ default: it })))

const route = getRouteApi('/w/$slug/deals/$pipelineId/$view')
const workspaceRoute = getRouteApi('/w/$slug')

/** `/deals` leads to the first pipeline's board. */
export function DealsHome() {
  const { slug } = workspaceRoute.useParams()
  const { query, pipelines } = usePipelines()
  const [first] = pipelines
  if (!useCan()('deals.view')) return <Denied />
  if (query.error && !query.data)
    return <ErrorPane error={toAppError(query.error)} onRetry={() => void query.refetch()} />
  if (!first) return <BoardSkeleton />
  return (
    <Navigate
      to="/w/$slug/deals/$pipelineId/$view"
      params={{ slug, pipelineId: first.id, view: 'board' }}
      replace
    />
  )
}

export function DealsScreen() {
  const t = useT()
  const { pipelineId } = route.useParams()
  const { query, pipelines } = usePipelines()
  useTitle(t('nav.deals'))
  if (!useCan()('deals.view')) return <Denied />
  const pipeline = pipelines.find((candidate) => candidate.id === pipelineId)
  if (query.error && !query.data)
    return <ErrorPane error={toAppError(query.error)} onRetry={() => void query.refetch()} />
  if (!query.data) return <BoardSkeleton />
  if (!pipeline) return <NoPipeline />
  return <OpenPipeline key={pipeline.id} pipeline={pipeline} pipelines={pipelines} />
}

function NoPipeline() {
  const t = useT()
  const { slug } = workspaceRoute.useParams()
  return (
    <EmptyState
      drawing
      isPage
      className="h-full"
      title={t('route.notFoundTitle')}
      action={
        <Link to="/w/$slug/deals" params={{ slug }} className="font-[600] text-brand-text hover:underline">
          {t('deals.toBoard')}
        </Link>
      }
    />
  )
}

function OpenPipeline({ pipeline, pipelines }: { pipeline: PipelineDto; pipelines: readonly PipelineDto[] }) {
  const { slug, view: asked } = route.useParams()
  const search = dealSearch({ ...route.useSearch() })
  const navigate = useNavigate()
  const canUpdate = useCan()('deals.update')
  const [isNew, setNew] = useState(false)
  const view = asked === 'list' || asked === 'forecast' ? asked : 'board'
  const go = (next: DealSearch) =>
    void navigate({
      to: '/w/$slug/deals/$pipelineId/$view',
      params: { slug, pipelineId: pipeline.id, view },
      search: next,
      replace: true,
    })
  const openNew = () => canUpdate && setNew(true)
  useCommands([{ id: 'deals.new', label: 'deals.newTitle', group: 'board', keys: 'n', run: openNew }])
  return (
    <div className="flex h-full min-h-0 flex-col" data-testid="deals.screen">
      <header className="flex flex-col gap-2.5 px-4 pt-3.5 pb-3">
        <TitleLine slug={slug} view={view} pipeline={pipeline} pipelines={pipelines} search={search}>
          {canUpdate && (
            <Button variant="primary" onClick={openNew} data-testid="deals.new">
              <Plus /> {/* one word is enough beside a plus */}
              <NewWord />
            </Button>
          )}
        </TitleLine>
        <FilterBar
          pipeline={pipeline}
          search={search}
          view={view}
          onSearch={(change) => go({ ...search, ...change } as DealSearch)}
        />
      </header>
      {view === 'board' ? (
        <BoardPane slug={slug} pipeline={pipeline} search={search} onNew={openNew} onClear={() => go({})} />
      ) : view === 'list' ? (
        <Suspense fallback={<BoardSkeleton />}>
          <DealList slug={slug} pipeline={pipeline} search={search} onSearch={go} />
        </Suspense>
      ) : (
        <Suspense fallback={<BoardSkeleton />}>
          <Forecast slug={slug} pipeline={pipeline} search={search} onNew={canUpdate ? openNew : undefined} />
        </Suspense>
      )}
      {isNew && <NewDealDialog slug={slug} pipeline={pipeline} onClose={() => setNew(false)} />}
      <DealDialogs />
    </div>
  )
}

function NewWord() {
  return <>{useT()('deals.new')}</>
}

type DealsView = 'board' | 'list' | 'forecast'

interface TitleProps {
  slug: string
  view: DealsView
  pipeline: PipelineDto
  pipelines: readonly PipelineDto[]
  search: DealSearch
  children: React.ReactNode
}

function TitleLine({ slug, view, pipeline, pipelines, search, children }: TitleProps) {
  const t = useT()
  const navigate = useNavigate()
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {pipelines.length === 1 ? (
        <h1 className="font-head text-title font-[650] tracking-[-0.01em]">
          <bdi dir="auto">{pipeline.name}</bdi>
        </h1>
      ) : (
        <h1 className="sr-only">{t('nav.deals')}</h1>
      )}
      {pipelines.length > 1 && (
        <Select
          aria-label={t('deals.pipeline')}
          value={pipeline.id}
          className="-ms-3 w-auto font-[600]"
          data-testid="deals.pipeline"
          onChange={(event) =>
            void navigate({
              to: '/w/$slug/deals/$pipelineId/$view',
              params: { slug, pipelineId: event.target.value, view },
              search,
            })
          }
        >
          {pipelines.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <ViewTabs slug={slug} view={view} pipeline={pipeline} search={search} />
      <BoardTotals pipeline={pipeline} search={search} isShown={view === 'board'} />
      <div className="ms-auto">{children}</div>
    </div>
  )
}

function ViewTabs({
  slug,
  view,
  pipeline,
  search,
}: Pick<TitleProps, 'slug' | 'view' | 'pipeline' | 'search'>) {
  const t = useT()
  const tabs = [
    { to: 'board', label: t('deals.board'), Icon: Columns3 },
    { to: 'list', label: t('deals.list'), Icon: Rows3 },
    { to: 'forecast', label: t('deals.forecast'), Icon: CalendarRange },
  ] as const
  return (
    <nav aria-label={t('nav.deals')} className="flex rounded-[9px] bg-surface-2 p-[3px]">
      {tabs.map(({ to, label, Icon }) => (
        <Link
          key={to}
          to="/w/$slug/deals/$pipelineId/$view"
          params={{ slug, pipelineId: pipeline.id, view: to }}
          search={search}
          aria-current={to === view ? 'page' : undefined}
          className={cn(
            'flex min-h-7 items-center gap-1.5 rounded-[7px] px-2.5 text-small font-[550]',
            to === view ? 'bg-surface text-text shadow-1' : 'text-text-2 hover:text-text',
          )}
        >
          <Icon aria-hidden className="size-4 stroke-[1.75]" /> {label}
        </Link>
      ))}
    </nav>
  )
}

interface PaneProps {
  slug: string
  pipeline: PipelineDto
  search: DealSearch
  onNew: () => void
  onClear: () => void
}

function BoardPane({ slug, pipeline, search, onNew, onClear }: PaneProps) {
  const t = useT()
  const { me } = useWorkspace()
  const canUpdate = useCan()('deals.update')
  const { query, loadMore } = useBoard(pipeline.id, boardFilter(search, me.user.id))
  const { data, error, refetch } = query
  if (error && !data)
    return <ErrorPane className="flex-1" error={toAppError(error)} onRetry={() => void refetch()} />
  if (!data) return <BoardSkeleton />
  const more = (stageId: StageId, cursor: string) => void loadMore(stageId, cursor)
  if (data.columns.every((column) => column.items.length === 0 && column.sums.length === 0)) {
    const action = isFiltered(search) ? (
      <Button onClick={onClear}>{t('deals.clearFilters')}</Button>
    ) : canUpdate ? (
      <Button variant="primary" onClick={onNew}>
        <Plus /> {t('deals.newTitle')}
      </Button>
    ) : undefined
    return isFiltered(search) ? (
      <EmptyState className="flex-1" title={t('deals.noMatch')} action={action} />
    ) : (
      <EmptyState
        drawing
        className="flex-1"
        title={t('deals.firstTitle')}
        text={t('deals.firstText')}
        action={action}
      />
    )
  }
  return <Board slug={slug} pipeline={pipeline} board={data} onMore={more} />
}
