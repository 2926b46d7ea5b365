import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Plus, Search } from 'lucide-react'
import { useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react'
import type { ViewDefinition } from '@shared/contracts/views.ts'
import { LIMITS } from '@shared/limits.ts'
import type { TableSearch } from '../../../app/table-search.ts'
import type { PlainKey } from '../../../i18n/catalogue.ts'
import { useLanguage } from '../../../i18n/provider.tsx'
import { useCommands } from '../../../lib/commands.ts'
import { toAppError } from '../../../lib/errors.ts'
import { useMedia, useSettled, useTitle } from '../../../lib/hooks.ts'
import { useApi, useCan, useWorkspace } from '../../../lib/workspace-context.tsx'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorPane } from '../../../ui/error-pane.tsx'
import { Grid } from '../../../ui/grid/grid.tsx'
import { Bone, Delayed } from '../../../ui/skeleton.tsx'
import { Sheet } from '../../../ui/sheet.tsx'
import { ExportMenu } from '../../imports/export-menu.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { ColumnMenu } from './column-menu.tsx'
import type { TableEntity, TableRow } from '../../../lib/table-rows.ts'
import { FilterBar } from './filter-bar.tsx'
import { NewRows } from './new-rows.tsx'
import { saveCell } from './save-cell.ts'
import { TableFooter } from './table-footer.tsx'
import { useColumns } from './use-columns.ts'
import { useMessageKey } from './use-message-key.ts'
import { useNewcomers } from './use-newcomers.ts'
import { useSelection } from './use-selection.ts'
import { orderOf, useTable } from './use-table.ts'
import { useTableColumns } from './use-table-columns.ts'
import { ViewMenu } from './view-menu.tsx'

interface Props {
  entity: TableEntity
  slug: string
  search: TableSearch
  onSearch: (change: TableSearch) => void
  words: { title: PlainKey; create: PlainKey; empty: PlainKey; emptyText: PlainKey }
  /** Further actions beside the main one. */
  actions?: ReactNode
  Peek: ComponentType<{ id: string; slug: string; onClose: () => void }>
  /** The dialog that makes a record. */
  Create: ComponentType<{ onClose: () => void; onMade: (record: { id: string }) => void }>
}

const PAUSE_MS = 200
/** Scrolled by less than this, the table is at its beginning. */
const ROW_PX = 40
/** In the address: not even the view's own filter. */
const NO_FILTER = 'none'

/** A table of records: views, filters, search, columns, editing in place, and changes of many at once. */
export function TableScreen(props: Props) {
  const { entity, slug, search, onSearch, words, Peek, Create } = props
  const { t } = useLanguage()
  const can = useCan()
  const { trpc } = useApi()
  const { api } = useWorkspace()
  const navigate = useNavigate()
  useTitle(t(words.title))
  const { context, all } = useTableColumns(entity)
  const views = useQuery(trpc.views.list.queryOptions({ entity }))
  const view = views.data?.find(({ id }) => id === search.view)
  const [isCreating, setCreating] = useState(false)
  const [text, setText] = useState(search.q ?? '')
  const settled = useSettled(text.trim(), PAUSE_MS)
  const searchField = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (settled !== (search.q ?? '')) onSearch({ ...search, q: settled })
  }, [settled, search, onSearch])

  const filter = search.f === NO_FILTER ? '' : (search.f ?? view?.definition.filter ?? '')
  const { data: fields } = useQuery(trpc.fields.list.queryOptions({ entity }))
  const sort = orderOf(entity, search.sort ?? view?.definition.sort, fields)
  const table = useTable(entity, { filter, sort, q: settled })
  const columns = useColumns(entity, {
    all,
    view: view?.definition.columns ?? null,
    storageKey: `crm.columns.${api.workspaceId}.${entity}.${view?.id ?? 'all'}`,
  })
  const selection = useSelection(table.rows.map((row) => row.id))
  const scroller = useRef<HTMLDivElement>(null)
  const newcomers = useNewcomers(entity, table, () => (scroller.current?.scrollTop ?? 0) < ROW_PX)
  const closePeek = () => onSearch({ ...search, peek: '' })
  const open = (row: TableRow) =>
    void (entity === 'contact'
      ? navigate({ to: '/w/$slug/contacts/$contactId', params: { slug, contactId: row.id } })
      : navigate({ to: '/w/$slug/companies/$companyId', params: { slug, companyId: row.id } }))
  const keys = useMessageKey(entity, slug, open)
  useCommands([
    {
      id: `${entity}.search`,
      label: 'table.search',
      group: 'view',
      keys: '/',
      run: () => searchField.current?.focus(),
    },
    ...(can('contacts.update')
      ? [
          {
            id: `${entity}.create`,
            label: words.create,
            group: 'view' as const,
            keys: 'c',
            run: () => setCreating(true),
          },
        ]
      : []),
    {
      id: `${entity}.clear`,
      label: 'bulk.clear',
      group: 'view',
      keys: 'Escape',
      hidden: true,
      run: () => (selection.selected.size > 0 ? selection.clear() : closePeek()),
    },
  ])
  const definition: ViewDefinition = { columns: columns.choice, ...(filter ? { filter } : {}), sort }
  return (
    <div className="relative flex h-full min-h-0">
      <div className="relative flex min-w-0 flex-1 flex-col">
        <header className="flex flex-wrap items-center gap-2 px-5 pt-4 pb-2 max-md:px-3">
          <h1 className="flex items-baseline gap-2 font-head text-title font-[650] tracking-[-0.01em]">
            {t(words.title)}
            <Total total={table.total} />
          </h1>
          <ViewMenu
            entity={entity}
            views={views.data ?? []}
            current={view}
            definition={definition}
            isChanged={view !== undefined && !isSame(definition, view.definition)}
            onChoose={(chosen) => {
              columns.forget()
              onSearch({ view: chosen?.id ?? '', peek: search.peek ?? '' })
            }}
          />
          <div className="ms-auto flex items-center gap-1.5 max-md:w-full">
            <div className="relative min-w-0 max-md:flex-1">
              <Search
                aria-hidden
                className="pointer-events-none absolute start-2.5 top-1/2 size-4 -translate-y-1/2 stroke-[1.75] text-text-3"
              />
              <input
                ref={searchField}
                type="search"
                data-testid="table.search"
                aria-label={t('table.search')}
                placeholder={t('table.search')}
                maxLength={LIMITS.searchQuery}
                value={text}
                onChange={(event) => setText(event.target.value)}
                onKeyDown={(event) => event.key === 'Escape' && (setText(''), event.currentTarget.blur())}
                className="h-(--control-h) w-56 rounded-[9px] border border-border-strong bg-overlay ps-9 pe-2 text-body max-md:w-full"
              />
            </div>
            <ColumnMenu all={all} columns={columns} />
            <ExportMenu
              slug={slug}
              view={{ entity, filter, sort, q: settled, columns: columns.shown.map(({ key }) => key) }}
            />
            {props.actions}
            {can('contacts.update') && (
              <Button variant="primary" onClick={() => setCreating(true)} data-testid="table.create">
                <Plus aria-hidden /> <span className="max-md:sr-only">{t(words.create)}</span>
              </Button>
            )}
          </div>
          <div className="w-full">
            <FilterBar
              entity={entity}
              fields={context.fields}
              filter={filter}
              onChange={(f) => onSearch({ ...search, f: f || NO_FILTER })}
            />
          </div>
        </header>
        <TableBody
          table={table}
          isFiltered={filter !== '' || settled !== ''}
          words={words}
          onClear={() => {
            setText('')
            onSearch({ ...(search.view ? { view: search.view } : {}), f: NO_FILTER })
          }}
        >
          <NewRows
            count={newcomers.count}
            onShow={() => {
              newcomers.show()
              scroller.current?.scrollTo({ top: 0 })
            }}
          />
          <Grid
            scroller={scroller}
            label={t(words.title)}
            columns={columns.shown}
            rows={table.rows}
            rowKey={(row) => row.id}
            rowName={(row) => row.name}
            total={table.total?.isExact ? table.total.count : table.isComplete ? table.rows.length : null}
            sort={{ key: sort.replace('-', ''), isDescending: sort.startsWith('-') }}
            selected={selection.selected}
            openKey={search.peek ?? null}
            onSort={(column) =>
              onSearch({ ...search, sort: sort === column.sort ? `-${column.sort}` : (column.sort ?? '') })
            }
            onResize={(column, width) => columns.resize(column.key, width)}
            onSelect={(row, { isRange }) => selection.toggle(row.id, isRange)}
            onPeek={(row) => onSearch({ ...search, peek: row.id })}
            onOpen={open}
            onSave={(row, column, value) =>
              saveCell({ api, entity, fields: context.fields, values: context, t }, row, {
                column: column.key,
                text: value,
              })
            }
            onEnd={table.more}
            onSelectAll={can('contacts.update') ? selection.toggleAll : undefined}
            onMoveColumn={columns.place}
            keys={keys}
          />
          <TableFooter
            entity={entity}
            rows={table.rows}
            total={table.total}
            isComplete={table.isComplete}
            columns={columns.shown}
            fields={context.fields}
          />
        </TableBody>
        {selection.selected.size > 0 && can('contacts.update') && (
          <BulkBar
            entity={entity}
            ids={[...selection.selected]}
            labels={context.labels}
            onClear={selection.clear}
          />
        )}
      </div>
      {search.peek && (
        <PeekPane title={t('table.peek')} onClose={closePeek}>
          <Peek key={search.peek} id={search.peek} slug={slug} onClose={closePeek} />
        </PeekPane>
      )}
      {isCreating && (
        <Create
          onClose={() => setCreating(false)}
          onMade={({ id }) => {
            setCreating(false)
            onSearch({ ...search, peek: id })
          }}
        />
      )}
    </div>
  )
}

const isSame = (one: ViewDefinition, other: ViewDefinition) =>
  JSON.stringify([one.columns, one.filter ?? '', one.sort ?? '-createdAt']) ===
  JSON.stringify([other.columns, other.filter ?? '', other.sort ?? '-createdAt'])

/** How many there are; beyond what one call counts, "at least". */
function Total({ total }: { total: { count: number; isExact: boolean } | null }) {
  const { format } = useLanguage()
  if (!total) return null
  return (
    <small className="font-sans text-small font-medium text-text-3 tabular-nums" data-testid="table.total">
      {format.count(total.count)}
      {total.isExact ? '' : '+'}
    </small>
  )
}

interface BodyProps {
  table: ReturnType<typeof useTable>
  isFiltered: boolean
  words: Props['words']
  onClear: () => void
  children: ReactNode
}

function TableBody({ table, isFiltered, words, onClear, children }: BodyProps) {
  const { t } = useLanguage()
  const { error, isLoading, rows, isComplete } = table
  if (error && rows.length === 0)
    return <ErrorPane className="flex-1" error={toAppError(error)} onRetry={() => void table.refetch()} />
  if (isLoading)
    return (
      <Delayed>
        <div className="space-y-px px-5 pt-2">
          {Array.from({ length: 14 }, (_, at) => (
            <Bone key={at} className="h-[39px] rounded-none opacity-60" />
          ))}
        </div>
      </Delayed>
    )
  if (rows.length === 0 && isComplete)
    return isFiltered ? (
      <EmptyState
        className="flex-1"
        title={t('table.nothing')}
        action={<Button onClick={onClear}>{t('filter.clear')}</Button>}
      />
    ) : (
      <EmptyState drawing className="flex-1" title={t(words.empty)} text={t(words.emptyText)} />
    )
  return <div className="relative flex min-h-0 flex-1 flex-col">{children}</div>
}

/** The record beside the table, or over it where there is no room. */
function PeekPane({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const isWide = useMedia('(min-width: 64rem)')
  if (!isWide)
    return (
      <Sheet open onOpenChange={(isOpen) => !isOpen && onClose()} title={title}>
        {children}
      </Sheet>
    )
  return (
    <aside
      aria-label={title}
      className="w-[340px] shrink-0 overflow-y-auto border-s scroll-quiet"
      data-testid="table.peek"
    >
      {children}
    </aside>
  )
}
