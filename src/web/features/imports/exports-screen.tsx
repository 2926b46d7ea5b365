import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import type { ExportDto } from '@shared/contracts/exports.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { buttonVariants } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { Denied } from '../settings/page.tsx'
import { Frame } from './frame.tsx'

const route = getRouteApi('/w/$slug/contacts/exports')

/** Files that were asked for: those that can be fetched, and what became of the others. */
export function ExportsScreen() {
  const t = useT()
  const can = useCan()
  const { slug } = route.useParams()
  if (!can('contacts.export')) return <Denied />
  return (
    <Frame slug={slug} title={t('exports.title')} intro={t('exports.intro')}>
      <Files />
    </Frame>
  )
}

function Files() {
  const t = useT()
  const { trpc } = useApi()
  const { data, error, refetch } = useQuery(trpc.exports.list.queryOptions({}))
  if (error && !data) return <ErrorPane error={toAppError(error)} onRetry={() => void refetch()} />
  if (!data)
    return (
      <Delayed>
        <Bone className="h-32" />
      </Delayed>
    )
  if (data.items.length === 0)
    return <EmptyState drawing title={t('exports.empty')} text={t('exports.emptyText')} />
  return (
    <ul className="divide-y rounded-lg border">
      {data.items.map((item) => (
        <FileRow key={item.id} item={item} />
      ))}
    </ul>
  )
}

function FileRow({ item }: { item: ExportDto }) {
  const { t, format } = useLanguage()
  const { fileName, state, rowCount, size, url, expiresAt } = item
  return (
    <li
      className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 text-small"
      data-testid="exports.row"
    >
      <div className="min-w-0 flex-1">
        <bdi className="block truncate font-[600]">{fileName}</bdi>
        <p className="text-micro text-text-3">
          {[
            t(`exports.state.${state}`),
            t('exports.rows', { count: rowCount }),
            size === null ? null : format.bytes(size),
            url && expiresAt ? t('exports.until', { at: format.dateTime(new Date(expiresAt)) }) : null,
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
      </div>
      {url && (
        <a href={url} className={buttonVariants({ variant: 'neutral', size: 'sm' })}>
          <Download aria-hidden /> {t('exports.download')}
        </a>
      )}
    </li>
  )
}
