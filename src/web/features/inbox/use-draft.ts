import { useCallback, useEffect, useRef, useState } from 'react'
import type { ConversationDetail, Draft, DraftMode } from '@shared/contracts/conversations.ts'
import type { QuotedMessage } from '@shared/contracts/messages.ts'
import type { MessageId } from '@shared/ids.ts'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { describeAttachment, EMPTY_DRAFT, isEmptyDraft, newerDraft, readLocalDraft, writeLocalDraft, type DraftContent } from './drafts.ts'
import { useThread } from './use-thread.ts'
import type { Uploads } from './use-uploads.ts'

interface Options {
  detail: ConversationDetail
  mode: DraftMode
  quoted: QuotedMessage | null
  onQuoted: (quoted: QuotedMessage | null) => void
  uploads: Uploads
}

const SAVE_AFTER_MS = 1_500

/**
 * What is being written, kept on this device at every change and on the server when the typing
 * pauses. Opening the conversation again, here or elsewhere, brings back the newer of the two.
 */
export function useDraft({ detail, mode, quoted, onQuoted, uploads }: Options) {
  const { api, cache } = useWorkspace()
  const { messages } = useThread(detail.id)
  const [text, setTextState] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const pending = useRef<DraftContent | null>(null)
  const place = { workspaceId: api.workspaceId, conversationId: detail.id, mode }
  const { restore } = uploads

  const save = useCallback(
    async (content: DraftContent) => {
      const { draft } = await api.client.conversations.saveDraft.mutate({
        conversationId: detail.id,
        mode,
        text: content.text,
        quotedMessageId: (content.quoted?.id as MessageId | null | undefined) ?? null,
        attachmentIds: content.attachments.map((file) => file.id),
      })
      const local = readLocalDraft(place)
      if (local?.text !== content.text) return
      writeLocalDraft(place, draft ? { ...content, updatedAt: draft.updatedAt, saved: true } : null)
      cache.putDraft(detail.id, mode, draft)
    },
    // The place is these three values.
    [api, cache, detail.id, mode],
  )

  /** Saves what waits for a pause. A failure loses nothing: the copy on this device stays the newer one. */
  const flush = useCallback(() => {
    clearTimeout(timer.current)
    const content = pending.current
    pending.current = null
    if (content) void save(content).catch(() => undefined)
  }, [save])

  const keep = useCallback(
    (content: DraftContent) => {
      const updatedAt = new Date().toISOString()
      writeLocalDraft(place, { ...content, updatedAt, saved: false })
      cache.putDraft(detail.id, mode, isEmptyDraft(content) ? null : toDraft(content, mode, updatedAt))
      pending.current = content
      clearTimeout(timer.current)
      timer.current = setTimeout(flush, SAVE_AFTER_MS)
    },
    [cache, detail.id, mode, flush],
  )

  // Bring back what was being written here, in this mode.
  const loaded = useRef<DraftMode | null>(null)
  useEffect(() => {
    const remote = detail.drafts.find((draft) => draft.mode === mode) ?? null
    const local = readLocalDraft(place)
    const winner = newerDraft(local, remote)
    setTextState(winner === 'local' ? (local?.text ?? '') : winner === 'remote' ? (remote?.text ?? '') : '')
    if (mode === 'reply' && loaded.current === null) {
      if (winner === 'local' && local) {
        onQuoted(local.quoted)
        restore(local.attachments)
      }
      if (winner === 'remote' && remote) {
        const answered = messages.find((message) => message.id === remote.quotedMessageId)
        if (answered) onQuoted({ id: answered.id, externalId: answered.externalId ?? '', direction: answered.direction, type: answered.type, text: answered.text })
        void Promise.all(remote.attachmentIds.map((id) => describeAttachment(api.workspaceId, id))).then(restore)
      }
    }
    loaded.current = mode
    // Read when the conversation opens and when the mode changes, not when an own save comes back.
  }, [detail.id, mode])

  // Quote and files belong to the draft too.
  const attachments = uploads.items.flatMap((item) => item.attachment ?? [])
  const attachedIds = attachments.map((file) => file.id).join()
  const first = useRef(true)
  useEffect(() => {
    if (first.current || mode !== 'reply') {
      first.current = false
      return
    }
    keep({ text, quoted, attachments })
    // The words have their own path below.
  }, [quoted?.id, attachedIds])

  // Leaving the conversation or the mode is a pause too.
  useEffect(() => flush, [flush])

  const setText = (next: string) => {
    setTextState(next)
    keep({ text: next, quoted: mode === 'reply' ? quoted : null, attachments: mode === 'reply' ? attachments : [] })
  }
  const clear = () => {
    setTextState('')
    if (mode === 'reply') {
      onQuoted(null)
      restore([])
    }
    keep(EMPTY_DRAFT)
    flush()
  }
  return { text, setText, clear }
}

function toDraft({ text, quoted, attachments }: DraftContent, mode: DraftMode, updatedAt: string): Draft {
  return { mode, text, quotedMessageId: quoted?.id ?? null, attachmentIds: attachments.map((file) => file.id), updatedAt }
}
