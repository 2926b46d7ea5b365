import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { ConversationDetail, DraftMode } from '@shared/contracts/conversations.ts'
import type { MessageDto, QuotedMessage } from '@shared/contracts/messages.ts'
import { useWorkspace, type Workspace } from '../../lib/workspace-context.tsx'
import { DraftKeeper } from './draft-keeper.ts'
import { describeAttachment, EMPTY_DRAFT, findDraft, type FoundDraft } from './drafts.ts'
import { useUploads, type UploadList } from './use-uploads.ts'

/**
 * What is being written, whole: the words of both modes, the files and the message that is answered.
 * Opening the conversation again, here or elsewhere, brings back the newer of this device's copy and
 * the server's.
 */
export function useDraft(detail: ConversationDetail, mode: DraftMode) {
  const workspace = useWorkspace()
  const [found] = useState(() => findDrafts(workspace, detail))
  const [texts, setTexts] = useState({ reply: found.reply.content.text, note: found.note.content.text })
  const [quoted, setQuoted] = useState(found.reply.content.quoted)
  const uploads = useUploads(found.reply.content.attachments)
  const keepers = useKeepers(detail)
  useRemoteParts({ workspace, detail, found: found.reply, onQuoted: setQuoted, uploads: uploads.list })

  const extras =
    mode === 'reply' ? { quoted, attachments: uploads.attachments } : { quoted: null, attachments: [] }
  // Words are kept where they are typed; files finish and quotes change by themselves.
  const signature = `${quoted?.id}|${uploads.attachments.map((file) => file.id).join()}`
  const kept = useRef(signature)
  const keepExtras = useEffectEvent(() =>
    keepers.reply.keep({ text: texts.reply, quoted, attachments: uploads.attachments }),
  )
  useEffect(() => {
    if (kept.current === signature) return
    kept.current = signature
    keepExtras()
  }, [signature])

  const setText = (text: string) => {
    setTexts({ ...texts, [mode]: text })
    keepers[mode].keep({ text, ...extras })
  }
  const clear = () => {
    setTexts({ ...texts, [mode]: '' })
    if (mode === 'reply') {
      kept.current = 'undefined|'
      setQuoted(null)
      uploads.list.clear()
    }
    keepers[mode].keep(EMPTY_DRAFT)
    keepers[mode].flush()
  }
  return { text: texts[mode], setText, quoted, setQuoted, uploads, clear }
}

function findDrafts({ api }: Workspace, detail: ConversationDetail): Record<DraftMode, FoundDraft> {
  const find = (mode: DraftMode) =>
    findDraft(
      { workspaceId: api.workspaceId, conversationId: detail.id, mode },
      detail.drafts.find((draft) => draft.mode === mode) ?? null,
    )
  return { reply: find('reply'), note: find('note') }
}

function useKeepers(detail: ConversationDetail): Record<DraftMode, DraftKeeper> {
  const { api, cache } = useWorkspace()
  const conversationId = detail.id
  const keepers = useMemo(
    () => ({
      reply: new DraftKeeper({ api, cache, conversationId, mode: 'reply' }),
      note: new DraftKeeper({ api, cache, conversationId, mode: 'note' }),
    }),
    [api, cache, conversationId],
  )
  // Leaving the conversation is a pause too.
  useEffect(
    () => () => {
      keepers.reply.flush()
      keepers.note.flush()
    },
    [keepers],
  )
  return keepers
}

interface RemoteParts {
  workspace: Workspace
  detail: ConversationDetail
  found: FoundDraft
  onQuoted: (quoted: QuotedMessage) => void
  uploads: UploadList
}

/** The server keeps a draft's quote and files by id alone; what they are is asked for once. */
function useRemoteParts({ workspace, detail, found, onQuoted, uploads }: RemoteParts): void {
  const restore = useEffectEvent(async () => {
    const { client, workspaceId } = workspace.api
    const { quotedMessageId, attachmentIds } = found.remote ?? { quotedMessageId: null, attachmentIds: [] }
    if (attachmentIds.length > 0) {
      uploads.restore(await Promise.all(attachmentIds.map((id) => describeAttachment(workspaceId, id))))
    }
    if (!quotedMessageId) return
    const { items } = await client.messages.byIds.query({ conversationId: detail.id, ids: [quotedMessageId] })
    if (items[0]) onQuoted(quoteOf(items[0]))
  })
  useEffect(() => {
    // Without them the words are back all the same.
    restore().catch(() => undefined)
  }, [])
}

export function quoteOf({ id, externalId, direction, type, text }: MessageDto): QuotedMessage {
  return { id, externalId: externalId ?? '', direction, type, text }
}
