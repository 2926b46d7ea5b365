import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { ConversationDetail } from '@shared/contracts/conversations.ts'
import type { QuotedMessage } from '@shared/contracts/messages.ts'
import type { ConversationSearch, PanelTab } from '../../app/search.ts'
import { useT } from '../../i18n/provider.tsx'
import { useCommands } from '../../lib/commands.ts'
import { toAppError } from '../../lib/errors.ts'
import { useAttention, useTitle, useWide } from '../../lib/hooks.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { NewTaskCommand } from '../tasks/new-task-command.tsx'
import { Composer, type ComposerHandle } from './composer.tsx'
import { ConversationHeader } from './conversation-header.tsx'
import { ConversationSkeleton } from './conversation-skeleton.tsx'
import { useInboxNavigation } from './inbox-context.tsx'
import { ReadOnlyNotice } from './read-only-notice.tsx'
import { Thread } from './thread.tsx'
import { useConversationActions } from './use-actions.ts'

// For a chat elsewhere, such as on the page of its deal.
export { Composer, ReadOnlyNotice, Thread }

/** On a phone most conversations are read without it. */
const SidePanel = lazy(() => import('./side-panel.tsx').then(({ SidePanel: it }) => ({ default: it })))

const route = getRouteApi('/w/$slug/inbox/$view/c/$number')

export function ConversationPane() {
  const t = useT()
  const { number } = route.useParams()
  const { trpc } = useApi()
  const { data, error, refetch } = useQuery(
    trpc.conversations.byNumber.queryOptions({ number: Number(number) }),
  )
  if (data) return <OpenConversation key={data.id} detail={data} />
  if (!error) return <ConversationSkeleton />
  const failure = toAppError(error)
  return (
    <div className="grid h-full place-items-center">
      {failure.code === 'NOT_FOUND' || failure.code === 'VALIDATION_FAILED' ? (
        <EmptyState title={t('thread.notFound')} text={t('thread.notFoundText')} />
      ) : (
        <ErrorPane error={failure} onRetry={() => void refetch()} />
      )}
    </div>
  )
}

function OpenConversation({ detail }: { detail: ConversationDetail }) {
  const t = useT()
  const can = useCan()
  const wide = useWide()
  const { m: target } = route.useSearch()
  const panel = usePanel(wide)
  const composer = useRef<ComposerHandle>(null)
  const [assignOpen, setAssignOpen] = useState(false)
  const canWrite = can('messages.send') || can('notes.create')
  useTitle(detail.contactName)
  useReading(detail)
  useConversationCommands({
    detail,
    composer,
    togglePanel: panel.toggle,
    openAssign: () => setAssignOpen(true),
  })

  const quote = (message: QuotedMessage) => composer.current?.quote(message)
  return (
    <div className="flex h-full min-h-0">
      <section
        aria-label={t('thread.title', { name: detail.contactName })}
        className="flex min-w-0 flex-1 flex-col"
      >
        <NewTaskCommand
          record={{ entity: 'contact', recordId: detail.contactId }}
          name={detail.contactName}
        />
        <ConversationHeader
          detail={detail}
          assignOpen={assignOpen}
          onAssignOpen={setAssignOpen}
          panelOpen={panel.open}
          onPanel={panel.toggle}
        />
        <Thread detail={detail} target={target ?? null} onQuote={can('messages.send') ? quote : null} />
        {canWrite ? <Composer ref={composer} detail={detail} /> : <ReadOnlyNotice />}
      </section>
      {wide && panel.open && (
        <aside
          aria-label={t('panel.title')}
          className="w-[330px] shrink-0 overflow-y-auto border-s scroll-quiet"
        >
          <Suspense>
            <SidePanel detail={detail} tab={panel.tab} onTab={panel.show} />
          </Suspense>
        </aside>
      )}
      {!wide && (
        <Sheet open={panel.open} onOpenChange={panel.toggle} title={t('panel.title')}>
          <Suspense>
            <SidePanel detail={detail} tab={panel.tab} onTab={panel.show} />
          </Suspense>
        </Sheet>
      )}
    </div>
  )
}

/** The panel's state lives in the address. Beside the thread it is open unless closed; over it, the reverse. */
function usePanel(wide: boolean) {
  const navigate = useNavigate()
  const { panel } = route.useSearch()
  const open = wide ? panel !== 'none' : panel !== undefined && panel !== 'none'
  const put = (next: ConversationSearch['panel']) =>
    void navigate({ to: '.', search: (current: object) => ({ ...current, panel: next }), replace: true })
  return {
    open,
    tab: panel === undefined || panel === 'none' ? ('contact' as const) : panel,
    show: (tab: PanelTab) => put(tab),
    toggle: () => put(open ? (wide ? 'none' : undefined) : wide ? undefined : 'contact'),
  }
}

/** What is open before a person's eyes is read, and so is what arrives while they look. */
function useReading(detail: ConversationDetail): void {
  const can = useCan()
  const attention = useAttention()
  const { markRead } = useConversationActions()
  const canUpdate = can('conversations.update')
  const read = useEffectEvent(() => {
    if (canUpdate && detail.unreadCount > 0) void markRead(detail)
  })
  // The counter itself is no reason: "mark as unread" must not be undone at once.
  useEffect(() => {
    if (attention) read()
  }, [attention, detail.lastMessageAt])
}

interface CommandContext {
  detail: ConversationDetail
  composer: { readonly current: ComposerHandle | null }
  togglePanel: () => void
  openAssign: () => void
}

function useConversationCommands({ detail, composer, togglePanel, openAssign }: CommandContext): void {
  const can = useCan()
  const actions = useConversationActions()
  const { step, leave, close } = useInboxNavigation()
  const isResolved = detail.status === 'resolved'
  const settle = () => {
    const moved = step(1)
    void (isResolved ? actions.reopen(detail) : actions.resolve(detail))
    if (!moved) close()
  }
  const unread = () => {
    void actions.markUnread(detail)
    close()
  }
  useCommands([
    ...(can('messages.send')
      ? [
          {
            id: 'conversation.reply',
            label: 'composer.reply',
            group: 'conversation',
            keys: 'r',
            run: () => composer.current?.focus('reply'),
          } as const,
        ]
      : []),
    ...(can('notes.create')
      ? [
          {
            id: 'conversation.note',
            label: 'composer.note',
            group: 'conversation',
            keys: 'n',
            run: () => composer.current?.focus('note'),
          } as const,
        ]
      : []),
    ...(can('conversations.update')
      ? ([
          {
            id: 'conversation.settle',
            label: isResolved ? 'thread.reopen' : 'thread.resolve',
            group: 'conversation',
            keys: 'e',
            run: settle,
          },
          {
            id: 'conversation.unread',
            label: 'thread.markUnread',
            group: 'conversation',
            keys: 'u',
            run: unread,
          },
        ] as const)
      : []),
    ...(can('conversations.assign')
      ? ([
          {
            id: 'conversation.assign',
            label: 'thread.assign',
            group: 'conversation',
            keys: 'a',
            run: openAssign,
          },
          {
            id: 'conversation.assignMe',
            label: 'thread.assignToMe',
            group: 'conversation',
            keys: 'i',
            run: () => void actions.assignToMe(detail),
          },
        ] as const)
      : []),
    { id: 'conversation.panel', label: 'thread.panel', group: 'view', keys: 'Mod+.', run: togglePanel },
    {
      id: 'conversation.enter',
      label: 'shortcut.enter',
      group: 'view',
      keys: 'Enter',
      hidden: true,
      run: () => document.getElementById('thread')?.focus(),
    },
    {
      id: 'conversation.leave',
      label: 'shortcut.leave',
      group: 'view',
      keys: 'Escape',
      hidden: true,
      run: leave,
    },
  ])
}
