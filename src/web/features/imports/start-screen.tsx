import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { FileUp } from 'lucide-react'
import { useRef, useState, type DragEvent } from 'react'
import { errorText } from '../../i18n/error-text.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { toAppError, type AppError } from '../../lib/errors.ts'
import { uploadImport, UploadError } from '../../lib/upload.ts'
import { useApi, useCan, useWorkspace } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { Denied } from '../settings/page.tsx'
import { Frame } from './frame.tsx'
import { fileWord, stateWord } from './words.ts'

const route = getRouteApi('/w/$slug/contacts/import')

/** Where a file of contacts is handed in, and earlier ones are found again. */
export function StartScreen() {
  const t = useT()
  const can = useCan()
  const { slug } = route.useParams()
  if (!can('contacts.import')) return <Denied />
  return (
    <Frame slug={slug} title={t('imports.title')} intro={t('imports.intro')}>
      <DropZone slug={slug} />
      <Past slug={slug} />
    </Frame>
  )
}

function useUpload(slug: string) {
  const { api } = useWorkspace()
  const navigate = useNavigate()
  const [share, setShare] = useState<number | null>(null)
  const [failure, setFailure] = useState<AppError | null>(null)
  const send = async (file: File | undefined) => {
    if (!file) return
    setFailure(null)
    setShare(0)
    try {
      const { id } = await uploadImport({ workspaceId: api.workspaceId, file, onProgress: setShare }).done
      await navigate({ to: '/w/$slug/contacts/import/$importId', params: { slug, importId: id } })
    } catch (thrown) {
      setFailure(thrown instanceof UploadError ? thrown.failure : toAppError(thrown))
    } finally {
      setShare(null)
    }
  }
  return { share, failure, send }
}

function DropZone({ slug }: { slug: string }) {
  const t = useT()
  const { share, failure, send } = useUpload(slug)
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void send(event.dataTransfer.files[0])
  }
  return (
    <>
      <div
        onDragOver={(event) => (event.preventDefault(), setOver(true))}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          'flex flex-col items-center gap-3 rounded-xl border-2 border-dashed border-border-strong px-6 py-12 text-center',
          isOver && 'border-brand bg-brand-soft',
        )}
        data-testid="imports.drop"
      >
        <FileUp aria-hidden className="size-8 stroke-[1.5] text-text-3" />
        <p className="text-body font-[600]">{t('imports.drop')}</p>
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,.xlsx,text/csv"
          className="sr-only"
          aria-label={t('imports.choose')}
          data-testid="imports.file"
          tabIndex={-1}
          onChange={(event) => void send(event.target.files?.[0])}
        />
        <Button variant="primary" busy={share !== null} onClick={() => input.current?.click()}>
          {share === null
            ? t('imports.choose')
            : t('imports.uploading', { percent: Math.round(share * 100) })}
        </Button>
      </div>
      {failure && <FileFailure failure={failure} />}
    </>
  )
}

function FileFailure({ failure }: { failure: AppError }) {
  const t = useT()
  const why = fileWord(failure.details['reason'])
  const line = failure.details['line']
  return (
    <div role="alert" className="mt-4 rounded-lg bg-danger-soft p-4 text-small" data-testid="imports.refused">
      <p className="font-[600] text-danger-text">{t('imports.failedFile')}</p>
      <p className="mt-1 text-text">
        {why ? t(why) : errorText(t, failure)}
        {typeof line === 'number' && ` ${t('imports.line', { line })}`}
      </p>
    </div>
  )
}

function Past({ slug }: { slug: string }) {
  const { t, format } = useLanguage()
  const { trpc } = useApi()
  const { data, error, refetch } = useQuery(trpc.imports.list.queryOptions({}))
  if (error && !data) return <ErrorPane error={toAppError(error)} onRetry={() => void refetch()} />
  if (!data)
    return (
      <Delayed>
        <Bone className="mt-8 h-24" />
      </Delayed>
    )
  if (data.items.length === 0) return null
  return (
    <section className="mt-8">
      <h2 className="mb-2 text-heading font-[650]">{t('imports.past')}</h2>
      <ul className="divide-y rounded-lg border">
        {data.items.map((one) => (
          <li key={one.id}>
            <Link
              to="/w/$slug/contacts/import/$importId"
              params={{ slug, importId: one.id }}
              className="flex items-center gap-3 px-4 py-2.5 text-small hover:bg-surface-2"
            >
              <bdi className="min-w-0 flex-1 truncate font-[550]">{one.fileName}</bdi>
              <span className="text-text-2">{t(stateWord(one.state))}</span>
              <span className="text-micro text-text-3 max-sm:hidden">
                {format.dateTime(new Date(one.createdAt))}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
