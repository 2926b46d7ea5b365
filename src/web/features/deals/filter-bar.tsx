import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { PipelineDto } from '@shared/contracts/pipelines.ts'
import { LIMITS } from '@shared/limits.ts'
import type { PlainKey } from '../../i18n/catalogue.ts'
import { useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { useCommands } from '../../lib/commands.ts'
import { useSettled } from '../../lib/hooks.ts'
import { useApi, useWorkspace } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { FilterBar as Conditions } from '../records/table/filter-bar.tsx'
import { useMembers } from '../inbox/use-members.ts'
import { useLabels } from './use-labels.ts'
import { CLOSINGS, isFiltered, type DealSearch } from './search.ts'

interface Props {
  pipeline: PipelineDto
  search: DealSearch
  view: 'board' | 'list' | 'forecast'
  onSearch: (change: Partial<Record<keyof DealSearch, string | undefined>>) => void
}

const SMALL = 'h-8 w-auto shrink-0 text-small'

/** What is shown of the deals; all of it stands in the address. */
export function FilterBar({ pipeline, search, view, onSearch }: Props) {
  const t = useT()
  return (
    <div
      role="group"
      aria-label={t('deals.filters')}
      className="flex items-center gap-2 overflow-x-auto scroll-quiet max-md:-mx-4 max-md:px-4 md:flex-wrap"
    >
      {view !== 'forecast' && (
        <SearchField text={search.q ?? ''} onText={(q) => onSearch({ q: q || undefined })} />
      )}
      <OwnerFilter search={search} onSearch={onSearch} />
      {view === 'list' && <ListFilters pipeline={pipeline} search={search} onSearch={onSearch} />}
      {view !== 'forecast' && (
        <>
          <CloseFilters search={search} onSearch={onSearch} />
          <LabelFilter search={search} onSearch={onSearch} />
        </>
      )}
      {view !== 'forecast' && (
        <FieldFilters
          filter={search.filter ?? ''}
          onFilter={(filter) => onSearch({ filter: filter || undefined })}
        />
      )}
      {isFiltered(search) && (
        <Button
          size="sm"
          variant="quiet"
          onClick={() =>
            onSearch({
              owner: undefined,
              label: undefined,
              stale: undefined,
              closing: undefined,
              q: undefined,
              stage: undefined,
              filter: undefined,
            })
          }
        >
          {t('deals.clearFilters')}
        </Button>
      )}
    </div>
  )
}

function FieldFilters({ filter, onFilter }: { filter: string; onFilter: (filter: string) => void }) {
  const { trpc } = useApi()
  const fields = useQuery(trpc.fields.list.queryOptions({ entity: 'deal' }))
  return <Conditions entity="deal" fields={fields.data ?? []} filter={filter} onChange={onFilter} />
}

type Part = Pick<Props, 'search' | 'onSearch'>

function OwnerFilter({ search, onSearch }: Part) {
  const t = useT()
  const { me } = useWorkspace()
  const members = useMembers()
  return (
    <Select
      aria-label={t('deals.owner')}
      value={search.owner ?? ''}
      className={SMALL}
      data-testid="deals.filter.owner"
      onChange={(event) => onSearch({ owner: event.target.value || undefined })}
    >
      <option value="">{t('deals.everybody')}</option>
      <option value="me">{t('deals.mine')}</option>
      {members.items
        .filter((member) => member.userId !== me.user.id)
        .map((member) => (
          <option key={member.userId} value={member.userId}>
            {member.name}
          </option>
        ))}
    </Select>
  )
}

function LabelFilter({ search, onSearch }: Part) {
  const t = useT()
  const { all } = useLabels()
  if (all.length === 0) return null
  return (
    <Select
      aria-label={t('deals.anyLabel')}
      value={search.label ?? ''}
      className={SMALL}
      onChange={(event) => onSearch({ label: event.target.value || undefined })}
    >
      <option value="">{t('deals.anyLabel')}</option>
      {all.map((label) => (
        <option key={label.id} value={label.id}>
          {label.name}
        </option>
      ))}
    </Select>
  )
}

function CloseFilters({ search, onSearch }: Part) {
  const t = useT()
  return (
    <>
      <Select
        aria-label={t('deals.closeOn')}
        value={search.closing ?? ''}
        className={SMALL}
        onChange={(event) => onSearch({ closing: event.target.value || undefined })}
      >
        <option value="">{t('deals.anyClosing')}</option>
        {CLOSINGS.map((closing) => (
          <option key={closing} value={closing}>
            {t(`deals.closing.${closing}`)}
          </option>
        ))}
      </Select>
      <button
        type="button"
        aria-pressed={search.stale === '1'}
        data-testid="deals.filter.stale"
        onClick={() => onSearch({ stale: search.stale ? undefined : '1' })}
        className={cn(
          'h-8 shrink-0 rounded-[9px] border border-border-strong px-2.5 text-small font-[550]',
          search.stale ? 'bg-signal-soft text-signal-text' : 'text-text-2 hover:bg-surface-2',
        )}
      >
        {t('deals.stale')}
      </button>
    </>
  )
}

const STATUSES: readonly [value: string, label: PlainKey][] = [
  ['', 'deals.openStatus'],
  ['won', 'deals.won'],
  ['lost', 'deals.lost'],
]

function ListFilters({ pipeline, search, onSearch }: Part & Pick<Props, 'pipeline'>) {
  const t = useT()
  return (
    <>
      <Select
        aria-label={t('deals.status')}
        value={search.status ?? ''}
        className={SMALL}
        data-testid="deals.filter.status"
        onChange={(event) => onSearch({ status: event.target.value || undefined })}
      >
        {STATUSES.map(([value, label]) => (
          <option key={value} value={value}>
            {t(label)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('deals.stage')}
        value={search.stage ?? ''}
        className={SMALL}
        data-testid="deals.filter.stage"
        onChange={(event) => onSearch({ stage: event.target.value || undefined })}
      >
        <option value="">{t('deals.anyStage')}</option>
        {pipeline.stages.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </>
  )
}

function SearchField({ text, onText }: { text: string; onText: (text: string) => void }) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(text)
  const settled = useSettled(typed.trim(), 250)
  const tell = useEffectEvent(() => settled !== text && onText(settled))
  useEffect(() => {
    tell()
  }, [settled])
  const [shown, setShown] = useState(text)
  // The address changed from elsewhere, as by "clear filters" or Back.
  if (shown !== text) {
    setShown(text)
    if (text !== settled) setTyped(text)
  }
  useCommands([
    {
      id: 'deals.search',
      label: 'deals.search',
      group: 'board',
      keys: '/',
      hidden: true,
      run: () => input.current?.focus(),
    },
  ])
  return (
    <div className="relative w-56 shrink-0 max-md:w-44">
      <Search aria-hidden className="absolute start-2.5 top-2 size-4 stroke-[1.75] text-text-3" />
      <input
        ref={input}
        type="search"
        aria-label={t('deals.search')}
        placeholder={t('deals.search')}
        maxLength={LIMITS.searchQuery}
        value={typed}
        data-testid="deals.search"
        onChange={(event) => setTyped(event.target.value)}
        className="h-8 w-full rounded-[9px] border border-border-strong bg-overlay ps-8 pe-2 text-small"
      />
    </div>
  )
}
