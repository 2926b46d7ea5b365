import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useT } from '../../i18n/provider.tsx'
import { useCan, useApi } from '../../lib/workspace-context.tsx'
import { Button, buttonVariants } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import type { InboxState, InboxWho } from './views.ts'

interface Props {
  slug: string
  who: InboxWho
  state: InboxState
  query: string
  onClearSearch: () => void
}

/** Three kinds of nothing: nothing was ever connected, nothing matches, nothing is left to do. */
export function EmptyList({ slug, who, state, query, onClearSearch }: Props) {
  const t = useT()
  const can = useCan()
  const { trpc } = useApi()
  const channels = useQuery(trpc.channels.list.queryOptions())
  if (query) {
    return (
      <EmptyState
        title={t('inbox.emptySearch')}
        text={t('inbox.emptySearchText', { query })}
        action={<Button onClick={onClearSearch}>{t('inbox.clearSearch')}</Button>}
      />
    )
  }
  if (channels.data && !channels.data.items.some((channel) => channel.status !== 'disconnected')) {
    return (
      <EmptyState
        drawing
        title={t('inbox.emptyFirst')}
        text={t(can('channels.manage') ? 'inbox.emptyFirstText' : 'inbox.emptyFirstAsk')}
        action={
          can('channels.manage') && (
            <Link
              to="/w/$slug/settings/channels/new"
              params={{ slug }}
              className={buttonVariants({ variant: 'primary' })}
            >
              {t('channels.connect')}
            </Link>
          )
        }
      />
    )
  }
  if (state === 'waiting')
    return <EmptyState drawing title={t('inbox.emptyWaiting')} text={t('inbox.emptyWaitingText')} />
  if (state === 'resolved') return <EmptyState title={t('inbox.emptyResolved')} />
  return <EmptyState title={t(who === 'mine' ? 'inbox.emptyMine' : 'inbox.emptyOpen')} />
}
