import { Copy, Forward, Lock, Reply } from 'lucide-react'
import { memo } from 'react'
import type { ConversationDetail } from '@shared/contracts/conversations.ts'
import type { QuotedMessage } from '@shared/contracts/messages.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Ticks } from '../../ui/ticks.tsx'
import { MessageBody } from './message-body.tsx'
import { MessageProblem } from './message-problem.tsx'
import { QuoteBlock } from './quote-block.tsx'
import { quoteOf } from './use-draft.ts'
import { systemText } from './system-text.ts'
import { SystemLine } from './thread-lines.tsx'
import type { ShownMessage } from './thread-entries.ts'
import { useMembers } from './use-members.ts'

interface Props {
  message: ShownMessage
  isFirstOfGroup: boolean
  position: number
  detail: ConversationDetail
  onQuote: ((message: QuotedMessage) => void) | null
  onJump: (id: string) => void
  flashed: boolean
}

export const MessageRow = memo(function MessageRow(props: Props) {
  const { message, isFirstOfGroup, position, flashed } = props
  const t = useT()
  const author = useAuthor(message, props.detail)
  const frame = {
    'data-testid': 'thread.message',
    'data-id': message.id,
    'data-direction': message.direction,
    'data-status': message.status ?? undefined,
    'data-type': message.type,
    'aria-posinset': position,
    'aria-setsize': -1,
    tabIndex: -1,
  }
  if (message.type === 'system') {
    return (
      <article {...frame} aria-label={t('message.system')}>
        <SystemLine text={systemText(t, message)} />
      </article>
    )
  }
  const isNote = message.type === 'note'
  const isOurs = message.direction !== 'inbound'
  return (
    <article
      {...frame}
      aria-label={isNote ? t('message.noteBy', { name: author }) : t('message.by', { name: author })}
      className={cn(
        'group flex flex-col ps-[42px] max-md:ps-[28px]',
        isOurs ? 'items-end' : 'items-start',
        isFirstOfGroup ? 'pt-[7px]' : 'pt-[3px]',
        message.reactions.length > 0 && 'pb-3',
      )}
    >
      <div className={cn('flex w-full items-center gap-1', isOurs && 'flex-row-reverse')}>
        <Bubble {...props} author={author} isNote={isNote} isOurs={isOurs} flashed={flashed} />
        <HoverBar {...props} author={author} />
      </div>
      <MessageProblem message={message} />
    </article>
  )
})

interface BubbleProps extends Props {
  author: string
  isNote: boolean
  isOurs: boolean
}

function Bubble({ message, detail, author, isNote, isOurs, isFirstOfGroup, flashed, onJump }: BubbleProps) {
  const { t } = useLanguage()
  const bare = message.type === 'sticker' && message.attachments[0]?.state === 'ready'
  return (
    <div
      className={cn(
        'relative max-w-[min(66%,62ch)] min-w-0 rounded-[16px] border max-md:max-w-[84%]',
        bare ? 'border-transparent' : 'px-3 py-2',
        !bare && !isOurs && 'bg-bubble-in',
        !bare && isOurs && !isNote && 'border-transparent bg-bubble-out',
        isNote && 'max-w-[min(72%,66ch)] border-dashed border-signal bg-bubble-note',
        !isNote && isFirstOfGroup && (isOurs ? 'rounded-ee-[4px]' : 'rounded-es-[4px]'),
        flashed && 'animate-flash',
      )}
    >
      {isNote && (
        <p className="mb-0.5 flex items-center gap-1.5 text-micro font-[600] text-signal-text">
          <Lock className="size-3 stroke-2" aria-hidden /> {t('message.note')} ·{' '}
          <bdi dir="auto">{author}</bdi>
        </p>
      )}
      {message.payload?.forwarded && (
        <p className="mb-0.5 flex items-center gap-1 text-[0.71875rem] text-text-3 italic">
          <Forward className="size-3 stroke-2" aria-hidden />
          {t(message.payload.forwarded === 'many_times' ? 'message.forwardedMany' : 'message.forwarded')}
        </p>
      )}
      {message.quoted && (
        <QuoteBlock quoted={message.quoted} contactName={detail.contactName} onJump={onJump} />
      )}
      <MessageBody message={message} />
      <Meta message={message} isOurs={isOurs} />
      {message.reactions.length > 0 && <Reactions message={message} />}
    </div>
  )
}

function Meta({ message, isOurs }: { message: ShownMessage; isOurs: boolean }) {
  const { t, format } = useLanguage()
  return (
    <p className="mt-0.5 flex items-center justify-end gap-[5px] text-[0.71875rem] leading-[14px] text-text-3">
      {message.origin === 'device' && <span>{t('message.fromPhone')} ·</span>}
      {message.origin === 'api' && <span>{t('message.fromApi')} ·</span>}
      {message.editedAt && <span>{t('message.edited')} ·</span>}
      <time dateTime={message.sentAt} title={format.dateTime(new Date(message.sentAt))}>
        {format.time(new Date(message.sentAt))}
      </time>
      {isOurs && message.status && <Ticks status={message.status} />}
    </p>
  )
}

function Reactions({ message }: { message: ShownMessage }) {
  const t = useT()
  const counted = new Map<string, number>()
  for (const { emoji } of message.reactions) counted.set(emoji, (counted.get(emoji) ?? 0) + 1)
  return (
    <ul aria-label={t('message.reactions')} className="absolute start-3 -bottom-[11px] flex gap-1">
      {[...counted].map(([emoji, count]) => (
        <li
          key={emoji}
          className="rounded-full bg-overlay px-1.5 text-micro leading-[20px] ring-1 ring-border"
        >
          {emoji} {count > 1 ? count : ''}
        </li>
      ))}
    </ul>
  )
}

function HoverBar({ message, onQuote }: Props & { author: string }) {
  const t = useT()
  if (message.local || message.type === 'system') return null
  const canQuote = onQuote !== null && message.direction !== 'internal'
  const quote = () => onQuote?.(quoteOf(message))
  return (
    <div className="flex shrink-0 opacity-0 transition-opacity duration-(--t-1) group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:hidden">
      {canQuote && (
        <IconButton small label={t('message.quote')} onClick={quote} data-testid="thread.message.quote">
          <Reply className="size-4!" />
        </IconButton>
      )}
      {message.text && (
        <IconButton
          small
          label={t('message.copy')}
          onClick={() => void navigator.clipboard.writeText(message.text ?? '')}
        >
          <Copy className="size-[15px]!" />
        </IconButton>
      )}
    </div>
  )
}

/** Who said it, as the reader would call them. */
function useAuthor(message: ShownMessage, detail: ConversationDetail): string {
  const t = useT()
  const { me } = useWorkspace()
  const { nameOf } = useMembers()
  if (message.direction === 'inbound') return detail.contactName
  if (message.local || message.authorId === me.user.id) return t('message.you')
  return (message.authorId && nameOf(message.authorId)) || t('message.team')
}
