import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DealCard, DealSort } from '@shared/contracts/deals.ts'
import type { PipelineDto } from '@shared/contracts/pipelines.ts'
import type { ViewDefinition } from '@shared/contracts/views.ts'
import type { DealId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { useCommands } from '../../lib/commands.ts'
import { toAppError } from '../../lib/errors.ts'
import { useApi, useCan, useWorkspace } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Grid } from '../../ui/grid/grid.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { ExportMenu } from '../imports/export-menu.tsx'
import { ColumnMenu } from '../records/table/column-menu.tsx'
import { useColumns } from '../records/table/use-columns.ts'
import { useSelection } from '../records/table/use-selection.ts'
import { ViewMenu } from '../records/table/view-menu.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { DEAL_COLUMNS, isDescending, useDealColumns } from './deal-columns.tsx'
import { useFreshChats } from './deal-chats.ts'
import { isFiltered, listFilter, searchOfView, viewText, type DealSearch } from './search.ts'
import { useDealTable, useLiveTables } from './use-deal-table.ts'
import { useSaveCell } from './use-save-cell.ts'

interface Props {
  slug: string
  pipeline: PipelineDto
  search: DealSearch
  onSearch: (search: DealSearch) => void
}

/** The deals of a pipeline as a table: sorted by its heads, edited in its cells, changed by many. */
export function DealList({ slug, pipeline, search, onSearch }: Props) {
  const t = useT()
  const navigate = useNavigate()
  const can = useCan()
  const { me, api } = useWorkspace()
  const sort: DealSort = search.sort ?? 'created'
  const filter = { pipelineId: pipeline.id, ...listFilter(search, me.user.id) }
  const table = useDealTable({ ...filter, sort, ...(search.rev ? { isReversed: true } : {}) })
  useFreshChats()
  useLiveTables()
  const all = useDealColumns(slug, pipeline)
  const { current, views } = useCurrentView(search)
  const columns = useColumns<DealCard>('contact', {
    all,
    view: current?.definition.columns ?? DEAL_COLUMNS.map((key) => ({ key })),
    storageKey: `crm.columns.${api.workspaceId}.deal.${current?.id ?? 'all'}`,
  })
  const selection = useSelection(table.rows.map((row) => row.id))
  useCommands([
    {
      id: 'deal.clear',
      label: 'bulk.clear',
      group: 'view',
      keys: 'Escape',
      hidden: true,
      run: selection.clear,
    },
  ])
  const save = useSaveCell()
  const definition: ViewDefinition = { columns: columns.choice, filter: viewText(search) }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col" data-testid="deals.list">
      <div className="flex items-center gap-1.5 px-4 pb-2">
        <ViewMenu
          entity="deal"
          views={views}
          current={current}
          definition={definition}
          isChanged={current !== undefined && !isSame(definition, current.definition)}
          onChoose={(view) => {
            columns.forget()
            onSearch(view ? { ...searchOfView(view.definition.filter ?? ''), view: view.id } : {})
          }}
        />
        <span className="ms-auto flex items-center gap-1.5">
          <ColumnMenu all={all} columns={columns} />
          <ExportMenu slug={slug} view={{ entity: 'deal', status: 'open', ...filter }} />
        </span>
      </div>
      <Body table={table} search={search} onClear={() => onSearch({})}>
        <Grid
          label={t('deals.list')}
          columns={columns.shown}
          rows={table.rows}
          rowKey={(deal) => deal.id}
          rowName={(deal) => deal.title}
          total={table.isComplete ? table.rows.length : null}
          sort={{ key: sort, isDescending: isDescending(sort, search.rev === '1') }}
          selected={selection.selected}
          openKey={null}
          onSort={(column) => onSearch(sortedBy(search, column.sort as DealSort))}
          onResize={(column, width) => columns.resize(column.key, width)}
          onSelect={(deal, { isRange }) => selection.toggle(deal.id, isRange)}
          onPeek={() => undefined}
          onOpen={({ number }) =>
            void navigate({ to: '/w/$slug/deals/d/$number', params: { slug, number: String(number) } })
          }
          onSave={save}
          onEnd={table.more}
        />
      </Body>
      {selection.selected.size > 0 && can('deals.update') && (
        <BulkBar ids={[...selection.selected] as DealId[]} pipeline={pipeline} onClear={selection.clear} />
      )}
    </div>
  )
}

function useCurrentView({ view }: DealSearch) {
  const { trpc } = useApi()
  const { data } = useQuery(trpc.views.list.queryOptions({ entity: 'deal' }))
  return { views: data ?? [], current: data?.find(({ id }) => id === view) }
}

/** The same head again turns the order round. */
function sortedBy({ rev, ...search }: DealSearch, sort: DealSort): DealSearch {
  const isSame = (search.sort ?? 'created') === sort
  return { ...search, sort, ...(isSame && !rev ? { rev: '1' as const } : {}) }
}

const isSame = (one: ViewDefinition, other: ViewDefinition) =>
  JSON.stringify([one.columns, one.filter ?? '']) === JSON.stringify([other.columns, other.filter ?? ''])

interface BodyProps {
  table: ReturnType<typeof useDealTable>
  search: DealSearch
  onClear: () => void
  children: ReactNode
}

function Body({ table, search, onClear, children }: BodyProps) {
  const t = useT()
  const { error, isLoading, rows, isComplete, refetch } = table
  if (error && rows.length === 0)
    return <ErrorPane className="flex-1" error={toAppError(error)} onRetry={() => void refetch()} />
  if (isLoading) return <ListSkeleton />
  if (rows.length > 0 || !isComplete) return children
  if (isFiltered(search) || search.status)
    return (
      <EmptyState
        className="flex-1"
        title={t('deals.noMatch')}
        action={<Button onClick={onClear}>{t('deals.clearFilters')}</Button>}
      />
    )
  return <EmptyState drawing className="flex-1" title={t('deals.firstTitle')} text={t('deals.firstText')} />
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
