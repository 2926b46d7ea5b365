import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { AuditRowDto, ListAudit } from '@shared/contracts/audit.ts'
import type { UserId } from '@shared/ids.ts'
import { isLocalTime } from '@shared/local-time.ts'
import type { AuditSearch } from '../../app/search.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { toAppError } from '../../lib/errors.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { Denied, SettingsPage } from '../settings/page.tsx'
import { useActorName } from '../timeline/use-actor-name.ts'
import { AuditFilters } from './audit-filters.tsx'
import { actionText } from './audit-words.ts'
import { AuditValues } from './audit-values.tsx'

const route = getRouteApi('/w/$slug/settings/audit')

/** Who changed what: filters above, before and after under each row. */
export function AuditScreen() {
  const t = useT()
  const can = useCan()
  const filter = route.useSearch()
  const navigate = useNavigate()
  const setFilter = (search: AuditSearch) => void navigate({ to: '.', search, replace: true })
  if (!can('audit.view')) return <Denied />
  return (
    <SettingsPage title={t('settings.audit')} intro={t('audit.intro')}>
      <AuditFilters filter={filter} onChange={setFilter} />
      <Rows filter={filter} />
    </SettingsPage>
  )
}

/** Days of the filter are days where the reader is. */
function inputOf({ actorId, entity, from, to }: AuditSearch): Omit<ListAudit, 'limit'> {
  return {
    ...(actorId && { actorId: actorId as UserId }),
    ...(entity && { entity }),
    ...(isDay(from) && { from: new Date(`${from.slice(0, 10)}T00:00`).toISOString() }),
    ...(isDay(to) && { to: new Date(`${to.slice(0, 10)}T23:59:59.999`).toISOString() }),
  }
}

const isDay = (text: string | undefined): text is string => text !== undefined && isLocalTime(text)

function Rows({ filter }: { filter: AuditSearch }) {
  const t = useT()
  const { trpc } = useApi()
  const result = useInfiniteQuery({
    ...trpc.audit.list.infiniteQueryOptions(inputOf(filter), { getNextPageParam: (page) => page.nextCursor }),
    // Nothing tells of new rows: it is asked anew each time.
    staleTime: 0,
  })
  if (result.error && !result.data)
    return <ErrorPane error={toAppError(result.error)} onRetry={() => void result.refetch()} />
  if (!result.data)
    return (
      <Delayed>
        <Bone className="h-48" />
      </Delayed>
    )
  const rows = result.data.pages.flatMap((page) => page.items)
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState drawing title={t('audit.empty')} text={t('audit.emptyText')} />
      ) : (
        <ul className="rounded-lg border" data-testid="audit.list">
          {rows.map((row) => (
            <Row key={row.seq} row={row} />
          ))}
        </ul>
      )}
      {result.hasNextPage && (
        <Button className="mt-4" busy={result.isFetchingNextPage} onClick={() => void result.fetchNextPage()}>
          {t(rows.length === 0 ? 'audit.readOn' : 'common.showMore')}
        </Button>
      )}
    </>
  )
}

function Row({ row }: { row: AuditRowDto }) {
  const { t, format } = useLanguage()
  const nameOf = useActorName()
  const [open, setOpen] = useState(false)
  const hasValues = row.before !== null || row.after !== null
  return (
    <li className="border-t px-4 py-2.5 first:border-t-0" data-testid="audit.row" data-seq={row.seq}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="min-w-[220px] flex-1 text-small">
          <span className="font-[600]">{actionText(row, t)}</span>{' '}
          <span className="text-text-2">· {nameOf({ kind: row.actorKind, id: row.actorId })}</span>
          <span className="block text-micro text-text-3">
            {format.dateTime(new Date(row.at))} · {row.recordId}
          </span>
        </p>
        {hasValues && (
          <Button variant="quiet" size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('audit.details')}
            <ChevronDown aria-hidden className={cn('transition-transform', open && 'rotate-180')} />
          </Button>
        )}
      </div>
      {open && <AuditValues before={row.before} after={row.after} />}
    </li>
  )
}
