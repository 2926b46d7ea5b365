import type { Draft, DraftMode } from '@shared/contracts/conversations.ts'
import type { ConversationId } from '@shared/ids.ts'
import type { QueryLiveCache } from '../../lib/live-cache.ts'
import type { WorkspaceApi } from '../../lib/workspace-api.ts'
import {
  isEmptyDraft,
  readLocalDraft,
  writeLocalDraft,
  type DraftContent,
  type DraftPlace,
} from './drafts.ts'

const SAVE_AFTER_MS = 1_500

interface Options {
  api: WorkspaceApi
  cache: QueryLiveCache
  conversationId: ConversationId
  mode: DraftMode
}

/** Keeps one draft: on this device at every change, on the server when the typing pauses. */
export class DraftKeeper {
  readonly #options: Options
  readonly #place: DraftPlace
  #pending: DraftContent | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: Options) {
    this.#options = options
    const { api, conversationId, mode } = options
    this.#place = { workspaceId: api.workspaceId, conversationId, mode }
  }

  keep(content: DraftContent): void {
    const { cache, conversationId, mode } = this.#options
    const updatedAt = new Date().toISOString()
    writeLocalDraft(this.#place, { ...content, updatedAt, saved: false })
    cache.putDraft(conversationId, mode, isEmptyDraft(content) ? null : toDraft(content, mode, updatedAt))
    this.#pending = content
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), SAVE_AFTER_MS)
  }

  /** Saves what waits for a pause. A failure loses nothing: the copy on this device stays the newer one. */
  flush(): void {
    clearTimeout(this.#timer)
    const content = this.#pending
    this.#pending = null
    if (content) void this.#save(content).catch(() => undefined)
  }

  async #save(content: DraftContent): Promise<void> {
    const { api, cache, conversationId, mode } = this.#options
    const { draft } = await api.client.conversations.saveDraft.mutate({
      conversationId,
      mode,
      text: content.text,
      quotedMessageId: content.quoted?.id ?? null,
      attachmentIds: content.attachments.map((file) => file.id),
    })
    // Written on meanwhile: the next save speaks for it.
    if (readLocalDraft(this.#place)?.text !== content.text) return
    writeLocalDraft(this.#place, draft ? { ...content, updatedAt: draft.updatedAt, saved: true } : null)
    cache.putDraft(conversationId, mode, draft)
  }
}

function toDraft({ text, quoted, attachments }: DraftContent, mode: DraftMode, updatedAt: string): Draft {
  return {
    mode,
    text,
    quotedMessageId: quoted?.id ?? null,
    attachmentIds: attachments.map((file) => file.id),
    updatedAt,
  }
}
