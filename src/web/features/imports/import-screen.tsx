import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ImportDto } from '@shared/contracts/imports.ts'
import { isId } from '@shared/ids.ts'
import { NotFound } from '../../app/route-states.tsx'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { buttonVariants } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { Denied } from '../settings/page.tsx'
import { CheckStep } from './check-step.tsx'
import { Frame } from './frame.tsx'
import { MapStep } from './map-step.tsx'
import { Progress } from './progress.tsx'
import { Report } from './report.tsx'
import { fileWord } from './words.ts'

const route = getRouteApi('/w/$slug/contacts/import/$importId')

/** Events tell how far an import is; asking now and then covers for those that were missed. */
const ASK_EVERY_MS = 3_000
const UNDER_WAY = new Set<ImportDto['state']>(['mapped', 'running', 'undoing'])

/** One import, at whatever step it is. */
export function ImportScreen() {
  const can = useCan()
  const { slug, importId } = route.useParams()
  if (!can('contacts.import')) return <Denied />
  if (!isId('import', importId)) return <NotFound />
  return <Loaded slug={slug} importId={importId} />
}

function Loaded({ slug, importId }: { slug: string; importId: ImportDto['id'] }) {
  const { trpc } = useApi()
  const { data, error, refetch } = useQuery({
    ...trpc.imports.get.queryOptions({ id: importId }),
    refetchInterval: ({ state }) => (state.data && UNDER_WAY.has(state.data.state) ? ASK_EVERY_MS : false),
  })
  if (error && !data) {
    const failure = toAppError(error)
    return failure.code === 'NOT_FOUND' ? (
      <NotFound />
    ) : (
      <ErrorPane error={failure} onRetry={() => void refetch()} />
    )
  }
  if (!data)
    return (
      <Delayed>
        <Bone className="m-8 h-64" />
      </Delayed>
    )
  return (
    <Frame slug={slug} title={data.fileName}>
      <Step slug={slug} item={data} />
    </Frame>
  )
}

function Step({ slug, item }: { slug: string; item: ImportDto }) {
  const t = useT()
  const [isMapping, setMapping] = useState(false)
  if (item.state === 'uploaded' || (isMapping && item.state === 'checked'))
    return <MapStep item={item} onMapped={() => setMapping(false)} />
  switch (item.state) {
    case 'mapped':
      return <Progress item={item} text={t('imports.checking')} />
    case 'checked':
      return <CheckStep item={item} onChange={() => setMapping(true)} />
    case 'running':
      return <Progress item={item} text={t('imports.running')} />
    case 'undoing':
      return <Progress item={item} text={t('imports.undoing')} />
    case 'failed':
      return <Failed slug={slug} item={item} />
    case 'done':
    case 'undone':
      return <Report slug={slug} item={item} />
  }
}

function Failed({ slug, item }: { slug: string; item: ImportDto }) {
  const t = useT()
  const why = fileWord(item.error?.code) ?? 'imports.file.not_a_table'
  const line = item.error?.line
  return (
    <EmptyState
      title={t('imports.failedFile')}
      text={line ? `${t(why)} ${t('imports.line', { line })}` : t(why)}
      action={
        <Link
          to="/w/$slug/contacts/import"
          params={{ slug }}
          className={buttonVariants({ variant: 'primary' })}
        >
          {t('imports.another')}
        </Link>
      }
    />
  )
}
