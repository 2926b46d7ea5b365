import { useInfiniteQuery } from '@tanstack/react-query'
import { Download, FileText, Film, Music } from 'lucide-react'
import type { ThreadFile } from '@shared/contracts/messages.ts'
import type { ConversationId } from '@shared/ids.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { RowSkeletons } from './row-skeletons.tsx'

/** Everything that was sent and received, newest first: pictures as tiles, the rest by name. */
export function FilesPanel({ conversationId }: { conversationId: ConversationId }) {
  const t = useT()
  const { trpc } = useApi()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    trpc.messages.files.infiniteQueryOptions(
      { conversationId },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  )
  if (error && !data) return <ErrorPane error={toAppError(error)} onRetry={() => void refetch()} />
  if (!data) return <RowSkeletons />
  const files = data.pages.flatMap((page) => page.items)
  const pictures = files.filter((file) => file.type === 'image' && file.url)
  const others = files.filter((file) => !pictures.includes(file))
  return (
    <div className="flex flex-col gap-4 p-4" data-testid="files.panel">
      {files.length === 0 && !hasNextPage && (
        <EmptyState title={t('files.empty')} text={t('files.emptyText')} />
      )}
      {pictures.length > 0 && (
        <ul className="grid grid-cols-3 gap-1.5">
          {pictures.map((file) => (
            <li key={file.id}>
              <Picture file={file} />
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ul className="flex flex-col gap-1">
          {others.map((file) => (
            <li key={file.id}>
              <FileRow file={file} />
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button variant="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('files.older')}
        </Button>
      )}
    </div>
  )
}

function Picture({ file }: { file: ThreadFile }) {
  const { t, format } = useLanguage()
  return (
    <a
      href={file.url ?? undefined}
      target="_blank"
      rel="noopener"
      aria-label={`${file.fileName ?? t('attachment.openImage')} · ${format.dateTime(new Date(file.sentAt))}`}
      className="block aspect-square overflow-hidden rounded-lg bg-surface-3"
    >
      <img src={file.url ?? undefined} alt="" loading="lazy" className="size-full object-cover" />
    </a>
  )
}

const ICONS = { audio: Music, video: Film, document: FileText, image: FileText, sticker: FileText } as const

function FileRow({ file }: { file: ThreadFile }) {
  const { t, format } = useLanguage()
  const Icon = ICONS[file.type]
  const name = file.fileName ?? file.mime
  return (
    <div className="flex min-h-11 items-center gap-2.5 rounded-lg px-2 py-1.5 hover:bg-surface-2">
      <Icon aria-hidden className="size-4 shrink-0 text-text-3" />
      <div className="min-w-0 flex-1">
        <p className="truncate text-small" title={name}>
          {name}
        </p>
        <p className="text-micro text-text-3">{format.dateTime(new Date(file.sentAt))}</p>
      </div>
      {file.url && (
        <a
          href={`${file.url}?download=1`}
          aria-label={t('files.download', { name })}
          className="grid size-9 place-items-center rounded-lg text-text-2 hover:bg-surface-3 hover:text-text"
        >
          <Download aria-hidden className="size-4" />
        </a>
      )}
    </div>
  )
}
