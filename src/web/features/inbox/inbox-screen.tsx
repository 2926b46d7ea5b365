import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Outlet, useMatch, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { ConversationListItem } from '@shared/contracts/conversations.ts'
import type { InboxSearch } from '../../app/search.ts'
import { useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { useCommands } from '../../lib/commands.ts'
import { useSettled, useTitle } from '../../lib/hooks.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Keys } from '../../ui/keys.tsx'
import { ConversationList } from './conversation-list.tsx'
import { InboxContext } from './inbox-context.tsx'
import { ListHeader } from './list-header.tsx'
import { prefetchConversation } from './use-prefetch.ts'
import { WHO_LABELS, type InboxWho } from './views.ts'

const route = getRouteApi('/w/$slug/inbox/$view')
const SEARCH_PAUSE_MS = 250

/** List and conversation side by side; on a phone one of them. */
export function InboxScreen() {
  const t = useT()
  const { slug, view } = route.useParams()
  const { state = 'waiting', q = '' } = route.useSearch()
  const who = view as InboxWho
  const selected = useSelectedNumber()
  const { trpc } = useApi()
  const counts = useQuery(trpc.conversations.counts.queryOptions())
  const rows = useRef<readonly ConversationListItem[]>([])
  const onRows = useCallback((shown: readonly ConversationListItem[]) => {
    rows.current = shown
  }, [])
  const search = useSearchField(q)
  const navigation = useListNavigation({ slug, view, selected, rows })
  useTitle(t(WHO_LABELS[who]))
  useCommands([
    {
      id: 'inbox.next',
      label: 'shortcut.next',
      group: 'view',
      keys: 'j',
      hidden: true,
      run: () => navigation.step(1),
    },
    {
      id: 'inbox.previous',
      label: 'shortcut.previous',
      group: 'view',
      keys: 'k',
      hidden: true,
      run: () => navigation.step(-1),
    },
    { id: 'inbox.search', label: 'inbox.search', group: 'view', keys: '/', run: () => search.setOpen(true) },
  ])

  return (
    <InboxContext value={navigation}>
      <div className="flex h-full min-h-0">
        <section
          aria-label={t('inbox.title')}
          className={cn(
            'flex w-full min-w-0 flex-col md:w-[320px] md:shrink-0 md:border-e xl:w-[350px]',
            selected !== null && 'max-md:hidden',
            selected !== null && 'md:max-[56.24rem]:hidden',
            selected === null && 'md:max-[56.24rem]:w-full',
          )}
        >
          <ListHeader
            slug={slug}
            who={who}
            state={state}
            counts={counts.data}
            search={search}
            onSearchOpen={search.setOpen}
            onSearchText={search.setText}
          />
          <ConversationList
            slug={slug}
            who={who}
            state={state}
            query={search.open ? search.query : ''}
            selected={selected}
            onRows={onRows}
            onStep={navigation.step}
            onClearSearch={() => search.setOpen(false)}
          />
        </section>
        <div className={cn('min-w-0 flex-1', selected === null && 'max-[56.24rem]:hidden')}>
          <Outlet />
        </div>
      </div>
    </InboxContext>
  )
}

/** No conversation is open: say how to go on, quietly. */
export function NothingOpen() {
  const t = useT()
  return (
    <div className="grid h-full place-items-center">
      <EmptyState
        drawing
        title={t('inbox.nothingOpen')}
        action={
          <p className="flex items-center gap-1.5 text-small text-text-3">
            <Keys keys="j k" /> {t('inbox.nothingOpenKeys')} <Keys keys="Mod+K" />{' '}
            {t('inbox.nothingOpenPalette')}
          </p>
        }
      />
    </div>
  )
}

function useSelectedNumber(): number | null {
  const match = useMatch({ from: '/w/$slug/inbox/$view/c/$number', shouldThrow: false })
  return match ? Number(match.params.number) : null
}

/** The search field keeps what is typed; the address follows when the typing pauses. */
function useSearchField(q: string) {
  const navigate = useNavigate()
  const inputRef = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(q)
  const [open, setOpenState] = useState(q !== '')
  const query = useSettled(text.trim(), SEARCH_PAUSE_MS)
  const follow = useEffectEvent(() => {
    if (query === q) return
    void navigate({
      to: '.',
      search: (current: object) => ({ ...current, q: query || undefined }),
      replace: true,
    })
  })
  // Only the person's own typing moves the address.
  useEffect(() => follow(), [query])
  const setOpen = (next: boolean) => {
    setOpenState(next)
    if (next) requestAnimationFrame(() => inputRef.current?.focus())
    else setText('')
  }
  return { text, setText, open, setOpen, query, inputRef }
}

interface Walk {
  slug: string
  view: string
  selected: number | null
  rows: { readonly current: readonly ConversationListItem[] }
}

function useListNavigation({ slug, view, selected, rows }: Walk) {
  const navigate = useNavigate()
  const api = useApi()
  return useMemo(() => {
    const open = (row: ConversationListItem) =>
      navigate({
        to: '/w/$slug/inbox/$view/c/$number',
        params: { slug, view, number: String(row.number) },
        search: (current: object) => ({ ...current, m: undefined }),
        // Walking down the list leaves no trail: Back goes to the list.
        replace: selected !== null,
      })
    const step = (by: 1 | -1): boolean => {
      const shown = rows.current
      const at = shown.findIndex((row) => row.number === selected)
      const next = shown[at === -1 ? 0 : at + by]
      if (!next) return false
      void open(next)
      const afterNext = shown[(at === -1 ? 0 : at + by) + by]
      if (afterNext) prefetchConversation(api, afterNext)
      return true
    }
    const close = () =>
      void navigate({
        to: '/w/$slug/inbox/$view',
        params: { slug, view },
        search: ({ state, q }: InboxSearch) => ({ state, q }),
      })
    const leave = () => {
      const row = document.querySelector<HTMLElement>(`[data-testid="inbox.row"][data-number="${selected}"]`)
      if (row && row.offsetParent) row.focus()
      else close()
    }
    return { step, leave, close }
  }, [navigate, api, slug, view, selected, rows])
}
