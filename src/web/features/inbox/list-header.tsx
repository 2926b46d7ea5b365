import { Link } from '@tanstack/react-router'
import { Search, X } from 'lucide-react'
import { useEffect, useRef, type RefObject } from 'react'
import type { ViewCounts } from '@shared/contracts/conversations.ts'
import { LIMITS } from '@shared/limits.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import {
  capped,
  countOf,
  INBOX_STATES,
  STATE_LABELS,
  VIEW_WHO_VALUES,
  WHO_LABELS,
  type InboxState,
  type InboxWho,
} from './views.ts'

interface Props {
  slug: string
  who: InboxWho
  state: InboxState
  counts: ViewCounts | undefined
  search: { open: boolean; text: string; inputRef: RefObject<HTMLInputElement | null> }
  onSearchOpen: (open: boolean) => void
  onSearchText: (text: string) => void
}

export function ListHeader(props: Props) {
  const { search } = props
  return (
    <header className="flex flex-col gap-2.5 px-3.5 pt-3.5 pb-2.5">
      {search.open ? <SearchField {...props} /> : <Title {...props} />}
      {!search.open && (
        <>
          <WhoTabs {...props} />
          <StateTabs {...props} />
        </>
      )}
    </header>
  )
}

function Title({ who, counts, onSearchOpen }: Props) {
  const { t, format } = useLanguage()
  const open = countOf(counts, who, 'open')
  return (
    <div className="flex h-[34px] items-center gap-2">
      <h1 className="flex items-baseline gap-2 font-head text-title font-[650] tracking-[-0.01em]">
        {t(WHO_LABELS[who])}
        {open !== null && (
          <small className="font-sans text-small font-medium text-text-3">{capped(open, format.count)}</small>
        )}
      </h1>
      <IconButton
        label={t('inbox.search')}
        keys="/"
        className="-me-1.5 ms-auto"
        onClick={() => onSearchOpen(true)}
        data-testid="inbox.search.open"
      >
        <Search />
      </IconButton>
    </div>
  )
}

function SearchField({ search, onSearchOpen, onSearchText }: Props) {
  const { t } = useLanguage()
  useEffect(() => search.inputRef.current?.focus(), [search.inputRef])
  const listed = useRef<HTMLDivElement>(null)
  return (
    <div ref={listed} className="relative flex h-[34px] items-center">
      <h1 className="sr-only">{t('inbox.searchTitle')}</h1>
      <Search
        aria-hidden
        className="pointer-events-none absolute start-2.5 size-4 stroke-[1.75] text-text-3"
      />
      <input
        ref={search.inputRef}
        data-testid="inbox.search"
        type="search"
        aria-label={t('inbox.search')}
        placeholder={t('inbox.searchHint')}
        maxLength={LIMITS.searchQuery}
        value={search.text}
        onChange={(event) => onSearchText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onSearchOpen(false)
        }}
        className="h-full w-full rounded-[9px] border border-border-strong bg-overlay ps-9 pe-9 text-body [&::-webkit-search-cancel-button]:hidden"
      />
      <IconButton
        small
        label={t('inbox.searchClose')}
        className="absolute end-1"
        onClick={() => onSearchOpen(false)}
      >
        <X />
      </IconButton>
    </div>
  )
}

function WhoTabs({ slug, who, state, counts }: Props) {
  const { t, format } = useLanguage()
  return (
    <nav aria-label={t('inbox.views')} className="grid grid-cols-3 rounded-[9px] bg-surface-2 p-[3px]">
      {VIEW_WHO_VALUES.map((value) => {
        const count = countOf(counts, value, 'waiting')
        return (
          <Link
            key={value}
            to="/w/$slug/inbox/$view"
            params={{ slug, view: value }}
            search={state === 'waiting' ? {} : { state }}
            aria-current={value === who ? 'page' : undefined}
            data-testid={`inbox.view.${value}`}
            className={cn(
              'flex min-h-7 items-center justify-center gap-1.5 rounded-[7px] px-1.5 text-small font-[550] whitespace-nowrap pointer-coarse:min-h-9',
              value === who ? 'bg-surface text-text shadow-1' : 'text-text-2 hover:text-text',
            )}
          >
            {t(WHO_LABELS[value])}
            {count !== null && count > 0 && (
              <span
                className={cn('text-micro font-[600]', value === who ? 'text-signal-text' : 'text-text-3')}
              >
                {capped(count, format.count)}
              </span>
            )}
          </Link>
        )
      })}
    </nav>
  )
}

function StateTabs({ slug, who, state, counts }: Props) {
  const { t, format } = useLanguage()
  return (
    <nav aria-label={t('inbox.states')} className="flex gap-1">
      {INBOX_STATES.map((value) => {
        const count = countOf(counts, who, value)
        return (
          <Link
            key={value}
            to="/w/$slug/inbox/$view"
            params={{ slug, view: who }}
            search={value === 'waiting' ? {} : { state: value }}
            aria-current={value === state ? 'page' : undefined}
            data-testid={`inbox.state.${value}`}
            className={cn(
              'flex min-h-7 items-center gap-1.5 rounded-md px-2.5 text-small font-[550] whitespace-nowrap pointer-coarse:min-h-9',
              value === state
                ? 'bg-brand-soft text-brand-text'
                : 'text-text-2 hover:bg-surface-2 hover:text-text',
            )}
          >
            {t(STATE_LABELS[value])}
            {count !== null && <span className="font-medium">{capped(count, format.count)}</span>}
          </Link>
        )
      })}
    </nav>
  )
}
