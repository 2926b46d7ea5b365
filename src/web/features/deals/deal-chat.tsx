import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ExternalLink } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import type { ConversationDetail } from '@shared/contracts/conversations.ts'
import type { DealThread } from '@shared/contracts/deals.ts'
import type { QuotedMessage } from '@shared/contracts/messages.ts'
import type { ThreadId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { useCommands } from '../../lib/commands.ts'
import { toAppError } from '../../lib/errors.ts'
import { useApi, useCan, useWorkspace } from '../../lib/workspace-context.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Select } from '../../ui/field.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import type { ComposerHandle } from '../inbox/composer.tsx'

// Out of the very chunk that the inbox loads: parts shared by name would make a chunk each, for both.
const pane = () => import('../inbox/conversation-pane.tsx')
const Composer = lazy(() => pane().then(({ Composer: it }) => ({ default: it })))
const ReadOnlyNotice = lazy(() => pane().then(({ ReadOnlyNotice: it }) => ({ default: it })))
const Thread = lazy(() => pane().then(({ Thread: it }) => ({ default: it })))

/** A chat of the deal that has a conversation to open. */
export type OpenThread = DealThread & { conversationNumber: number }

/** The chat of the deal in the middle of its page, answered from there; with several, the one chosen. */
export function DealChat({ slug, threads }: { slug: string; threads: readonly OpenThread[] }) {
  const [chosen, setChosen] = useState<ThreadId | null>(null)
  const shown = threads.find(({ threadId }) => threadId === chosen) ?? threads[0]
  const { trpc } = useApi()
  const { data, error, refetch } = useQuery(
    trpc.conversations.byNumber.queryOptions({ number: shown?.conversationNumber ?? 0 }),
  )
  if (!shown) return null
  return (
    <div className="flex h-full min-h-0 flex-col" data-testid="deal.chat.pane">
      <ChatHeader slug={slug} threads={threads} shown={shown} detail={data} onChoose={setChosen} />
      {data ? (
        <Suspense fallback={<ChatSkeleton />}>
          <OpenChat key={data.id} detail={data} />
        </Suspense>
      ) : error ? (
        <ErrorPane className="m-auto" error={toAppError(error)} onRetry={() => void refetch()} />
      ) : (
        <ChatSkeleton />
      )}
    </div>
  )
}

function ChatSkeleton() {
  return (
    <Delayed>
      <div className="flex flex-1 flex-col justify-end gap-3 px-[60px] pb-6 max-md:px-4" aria-busy>
        <Bone className="h-12 w-[46%] rounded-xl" />
        <Bone className="h-16 w-[52%] self-end rounded-xl" />
        <Bone className="h-24 rounded-xl" />
      </div>
    </Delayed>
  )
}

interface HeaderProps {
  slug: string
  threads: readonly OpenThread[]
  shown: OpenThread
  detail: ConversationDetail | undefined
  onChoose: (threadId: ThreadId) => void
}

function ChatHeader({ slug, threads, shown, detail, onChoose }: HeaderProps) {
  const t = useT()
  const nameOf = ({ contactName, conversationNumber }: OpenThread) =>
    `${contactName} · #${conversationNumber}`
  return (
    <header className="flex min-h-[52px] items-center gap-2.5 border-b px-[18px] py-2 max-md:px-3">
      {detail && (
        <Avatar
          id={detail.contactId}
          name={detail.contactName}
          size={28}
          channel={{ kind: detail.channel.kind, isDown: detail.channel.status === 'disconnected' }}
        />
      )}
      {threads.length > 1 ? (
        <Select
          aria-label={t('deals.chooseChat')}
          value={shown.threadId}
          className="h-8 w-auto min-w-0 text-small"
          data-testid="deal.chat.choose"
          onChange={(event) => onChoose(event.target.value as ThreadId)}
        >
          {threads.map((thread) => (
            <option key={thread.threadId} value={thread.threadId}>
              {nameOf(thread)}
            </option>
          ))}
        </Select>
      ) : (
        <h2 className="min-w-0 truncate text-small font-[650]">
          <bdi dir="auto">{shown.contactName}</bdi>
        </h2>
      )}
      <span className="min-w-0 truncate text-micro text-text-3">{detail?.channel.name}</span>
      <Link
        to="/w/$slug/inbox/$view/c/$number"
        params={{ slug, view: 'all', number: String(shown.conversationNumber) }}
        search={{ panel: 'deal' }}
        data-testid="deal.chat"
        aria-label={t('deals.openChat', { name: shown.contactName })}
        title={t('deals.openChat', { name: shown.contactName })}
        className="ms-auto grid size-8 shrink-0 place-items-center rounded-md text-text-2 hover:bg-surface-2"
      >
        <ExternalLink aria-hidden className="size-4 stroke-[1.75]" />
      </Link>
    </header>
  )
}

function OpenChat({ detail }: { detail: ConversationDetail }) {
  const can = useCan()
  const composer = useRef<ComposerHandle>(null)
  const { api, cache } = useWorkspace()
  const canSend = can('messages.send')
  const quote = (message: QuotedMessage) => composer.current?.quote(message)
  // Whoever looks at the deal has not read the chat yet; whoever turns to the chat has.
  const read = () => {
    if (!can('conversations.update') || detail.unreadCount === 0) return
    // What stays unread for a failure is read with the next touch.
    api.client.conversations.markRead.mutate({ id: detail.id }).then(
      (state) => cache.putConversation(state),
      () => undefined,
    )
  }
  useCommands(
    canSend
      ? [
          {
            id: 'deal.reply',
            label: 'composer.reply',
            group: 'conversation',
            keys: 'r',
            run: () => composer.current?.focus('reply'),
          },
        ]
      : [],
  )
  return (
    <div className="flex min-h-0 flex-1 flex-col" onFocusCapture={read} onPointerDownCapture={read}>
      <Thread detail={detail} target={null} onQuote={canSend ? quote : null} />
      {canSend || can('notes.create') ? <Composer ref={composer} detail={detail} /> : <ReadOnlyNotice />}
    </div>
  )
}
