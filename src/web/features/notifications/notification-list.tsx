import { useInfiniteQuery } from '@tanstack/react-query'
import { CheckCheck } from 'lucide-react'
import { useLanguage } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { NotificationRow } from './notification-row.tsx'

/** What a member was told, newest first. */
export function NotificationList({ hasUnread, onClose }: { hasUnread: boolean; onClose: () => void }) {
  const { t } = useLanguage()
  const { client, queryClient, trpc } = useApi()
  const result = useInfiniteQuery(
    trpc.notifications.list.infiniteQueryOptions({}, { getNextPageParam: (page) => page.nextCursor }),
  )
  const readAll = async () => {
    await client.notifications.markRead.mutate({})
    await queryClient.invalidateQueries({ queryKey: trpc.notifications.pathKey() })
  }
  const items = result.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <div className="flex items-center gap-2 px-4 pt-3 pb-2">
        <h2 className="flex-1 text-heading font-[650]">{t('bell.title')}</h2>
        {hasUnread && (
          <IconButton
            small
            label={t('bell.readAll')}
            onClick={() => void readAll()}
            data-testid="bell.readAll"
          >
            <CheckCheck aria-hidden />
          </IconButton>
        )}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2 scroll-quiet">
        {result.error && !result.data && (
          <ErrorPane error={toAppError(result.error)} onRetry={() => void result.refetch()} />
        )}
        {result.isPending && (
          <Delayed>
            <Bone className="h-24" />
          </Delayed>
        )}
        {result.data && items.length === 0 && (
          <EmptyState title={t('bell.empty')} text={t('bell.emptyText')} />
        )}
        <ul>
          {items.map((item) => (
            <NotificationRow key={item.id} item={item} onClose={onClose} />
          ))}
        </ul>
        {result.hasNextPage && (
          <Button
            size="sm"
            className="m-2"
            busy={result.isFetchingNextPage}
            onClick={() => void result.fetchNextPage()}
          >
            {t('common.showMore')}
          </Button>
        )}
      </div>
    </>
  )
}
