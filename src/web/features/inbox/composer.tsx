import { Paperclip, SendHorizontal, StickyNote } from 'lucide-react'
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react'
import type { ConversationDetail, DraftMode } from '@shared/contracts/conversations.ts'
import type { QuotedMessage } from '@shared/contracts/messages.ts'
import { LIMITS } from '@shared/limits.ts'
import { useLanguage, useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { useNow } from '../../lib/hooks.ts'
import { useCan, useWorkspace } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Keys } from '../../ui/keys.tsx'
import { ChannelDownNotice, WindowClosedNotice } from './composer-notices.tsx'
import { ComposerText } from './composer-text.tsx'
import { DropZone } from './drop-zone.tsx'
import { planMessages } from './plan-messages.ts'
import { QuoteBlock } from './quote-block.tsx'
import { UploadChips } from './upload-chips.tsx'
import { useDraft } from './use-draft.ts'
import { windowOf } from './reply-window.ts'
import { WindowPill } from './window-pill.tsx'

export interface ComposerHandle {
  focus: (mode: DraftMode) => void
  /** Begins an answer to this message. */
  quote: (message: QuotedMessage) => void
}

interface Props {
  ref: Ref<ComposerHandle>
  detail: ConversationDetail
}

/** Where a member answers or leaves a note. It never goes dead: when a reply can't go out, it says why and a note still can. */
export function Composer({ ref, detail }: Props) {
  const t = useT()
  const can = useCan()
  const { outbox } = useWorkspace()
  const [mode, setMode] = useState<DraftMode>(can('messages.send') ? 'reply' : 'note')
  const input = useRef<HTMLTextAreaElement>(null)
  const now = useNow(15_000)
  const window = windowOf(detail, now)
  const isNote = mode === 'note'
  const blocked = mode === 'reply' && window.state === 'closed'
  const draft = useDraft(detail, mode)
  const { quoted, setQuoted, uploads } = draft

  const focus = (wanted: DraftMode) => {
    if (can(wanted === 'note' ? 'notes.create' : 'messages.send')) setMode(wanted)
    requestAnimationFrame(() => input.current?.focus())
  }
  const quote = (message: QuotedMessage) => {
    setQuoted(message)
    focus('reply')
  }
  useImperativeHandle(ref, () => ({ focus, quote }))

  const files = isNote ? [] : uploads.items
  const ready = files.every((file) => file.attachment !== null)
  const limit = isNote ? LIMITS.noteText : LIMITS.messageText
  const canSend =
    !blocked && ready && draft.text.length <= limit && (draft.text.trim() !== '' || files.length > 0)

  const send = () => {
    if (!canSend) return
    const common = { conversationId: detail.id, threadId: detail.threadId, mode }
    const attachments = files.flatMap((file) => file.attachment ?? [])
    for (const part of planMessages({
      text: draft.text.trim(),
      attachments,
      quoted: isNote ? null : quoted,
    })) {
      outbox.add({ ...common, ...part })
    }
    draft.clear()
    input.current?.focus()
  }

  return (
    <DropZone enabled={!isNote && !blocked} onFiles={uploads.list.add}>
      {detail.channel.status === 'disconnected' && <ChannelDownNotice channelId={detail.channel.id} />}
      <div
        data-testid="composer"
        data-mode={mode}
        className={cn(
          'mx-[18px] mt-2 mb-3.5 rounded-[14px] border focus-within:border-ring max-md:mx-2 max-md:mb-[max(8px,env(safe-area-inset-bottom))]',
          isNote ? 'border-dashed border-signal bg-bubble-note' : 'border-border-strong bg-overlay',
        )}
      >
        <Modes mode={mode} onMode={setMode} detail={detail} now={now} />
        {blocked ? (
          <WindowClosedNotice onNote={() => setMode('note')} />
        ) : (
          <>
            {quoted && !isNote && (
              <QuoteBlock quoted={quoted} contactName={detail.contactName} onRemove={() => setQuoted(null)} />
            )}
            {files.length > 0 && (
              <UploadChips items={files} onRemove={uploads.list.remove} onRetry={uploads.list.retry} />
            )}
            <ComposerText
              ref={input}
              value={draft.text}
              onChange={draft.setText}
              onSend={send}
              onFiles={isNote ? null : uploads.list.add}
              label={t(isNote ? 'composer.noteLabel' : 'composer.replyLabel', { name: detail.contactName })}
              placeholder={t(isNote ? 'composer.notePlaceholder' : 'composer.replyPlaceholder')}
            />
            <Actions
              mode={mode}
              canSend={canSend}
              uploading={!ready}
              left={limit - draft.text.length}
              limit={limit}
              onSend={send}
              onFiles={uploads.list.add}
            />
          </>
        )}
      </div>
    </DropZone>
  )
}

interface ModesProps {
  mode: DraftMode
  onMode: (mode: DraftMode) => void
  detail: ConversationDetail
  now: Date
}

function Modes({ mode, onMode, detail, now }: ModesProps) {
  const t = useT()
  const can = useCan()
  const modes: DraftMode[] = [
    ...(can('messages.send') ? (['reply'] as const) : []),
    ...(can('notes.create') ? (['note'] as const) : []),
  ]
  return (
    <div className="flex items-center gap-1 px-[9px] pt-[7px]">
      <div role="group" aria-label={t('composer.modes')} className="flex gap-1">
        {modes.map((value) => (
          <button
            key={value}
            type="button"
            aria-pressed={value === mode}
            data-testid={`composer.mode.${value}`}
            onClick={() => onMode(value)}
            className={cn(
              'min-h-7 rounded-md px-2.5 text-small font-[550]',
              value === mode
                ? mode === 'note'
                  ? 'bg-signal/25 text-signal-text'
                  : 'bg-surface-2 text-text'
                : 'text-text-2 hover:text-text',
            )}
          >
            {t(value === 'reply' ? 'composer.reply' : 'composer.note')}
          </button>
        ))}
      </div>
      <span className="ms-auto">
        {mode === 'reply' ? (
          <WindowPill detail={detail} now={now} />
        ) : (
          <span className="flex items-center gap-1.5 px-1 text-micro text-signal-text">
            <StickyNote className="size-3.5 stroke-[1.75]" aria-hidden /> {t('composer.noteOnlyTeam')}
          </span>
        )}
      </span>
    </div>
  )
}

interface ActionsProps {
  mode: DraftMode
  canSend: boolean
  uploading: boolean
  left: number
  limit: number
  onSend: () => void
  onFiles: (files: File[]) => void
}

const WARN_SHARE = 0.2

function Actions({ mode, canSend, uploading, left, limit, onSend, onFiles }: ActionsProps) {
  const { t, format } = useLanguage()
  const file = useRef<HTMLInputElement>(null)
  // Picking the same file twice must be told twice.
  const clear = () => {
    if (file.current) file.current.value = ''
  }
  useEffect(clear, [mode])
  return (
    <div className="flex items-center gap-2 px-2 pt-0.5 pb-2">
      {mode === 'reply' && (
        <>
          <Button
            variant="quiet"
            size="icon"
            aria-label={t('composer.attach')}
            title={t('composer.attach')}
            data-testid="composer.attach"
            onClick={() => file.current?.click()}
            className="[&_svg]:size-[18px]"
          >
            <Paperclip />
          </Button>
          <input
            ref={file}
            type="file"
            multiple
            tabIndex={-1}
            aria-hidden
            className="hidden"
            data-testid="composer.file"
            onChange={(event) => {
              onFiles([...(event.target.files ?? [])])
              clear()
            }}
          />
        </>
      )}
      <span className="hidden items-center gap-1.5 text-micro text-text-3 min-[64rem]:flex">
        <Keys keys="Shift+Enter" /> {t('composer.newLine')}
      </span>
      {left < limit * WARN_SHARE && (
        <span
          className={cn('text-micro', left < 0 ? 'font-[600] text-danger-text' : 'text-text-3')}
          role="status"
        >
          {format.count(left)}
        </span>
      )}
      <Button
        variant="primary"
        className="ms-auto"
        disabled={!canSend}
        title={uploading ? t('composer.waitUpload') : undefined}
        onClick={onSend}
        data-testid="composer.send"
      >
        <SendHorizontal aria-hidden /> {t(mode === 'note' ? 'composer.saveNote' : 'composer.send')}
      </Button>
    </div>
  )
}
