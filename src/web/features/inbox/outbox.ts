import type { AttachmentDto, MessageDto, QuotedMessage } from '@shared/contracts/messages.ts'
import type { ConversationId, ThreadId } from '@shared/ids.ts'
import { isPassing, toAppError, type AppError } from '../../lib/errors.ts'
import type { QueryLiveCache } from '../../lib/live-cache.ts'
import { sessionExpired } from '../../lib/session.ts'
import { createStore } from '../../lib/store.ts'
import type { WorkspaceApi } from '../../lib/workspace-api.ts'

/** A message or note that the server has not confirmed yet. */
export interface OutboxItem {
  clientToken: string
  conversationId: ConversationId
  threadId: ThreadId
  mode: 'reply' | 'note'
  text: string
  attachment: AttachmentDto | null
  quoted: QuotedMessage | null
  createdAt: string
  /** Set when the server refused it: then only a person can send it again or let it go. */
  refusal: AppError | null
}

const RETRY_MS = [2_000, 5_000, 10_000, 30_000] as const

/**
 * What was written and not yet taken by the server. It survives a reload, goes out in order per
 * conversation, and may be sent twice without harm: the client token makes it one message.
 */
export class Outbox {
  readonly items = createStore<readonly OutboxItem[]>([])
  /** How many went out after having had to wait; told once per reconnect. */
  readonly delivered = createStore(0)
  readonly #api: WorkspaceApi
  readonly #cache: QueryLiveCache
  readonly #busy = new Set<ConversationId>()
  #failures = 0
  #late = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(api: WorkspaceApi, cache: QueryLiveCache) {
    this.#api = api
    this.#cache = cache
  }

  start(): void {
    this.items.set(this.#stored())
    window.addEventListener('online', this.#pump)
    this.#pump()
  }

  stop(): void {
    clearTimeout(this.#timer)
    window.removeEventListener('online', this.#pump)
  }

  add(item: Omit<OutboxItem, 'clientToken' | 'createdAt' | 'refusal'>): void {
    const added: OutboxItem = {
      ...item,
      clientToken: crypto.randomUUID(),
      createdAt: new Date().toISOString(),
      refusal: null,
    }
    this.#put(added)
    this.#pump()
  }

  retry(clientToken: string): void {
    const item = this.items.get().find((waiting) => waiting.clientToken === clientToken)
    if (!item) return
    this.#put({ ...item, refusal: null })
    this.#pump()
  }

  discard(clientToken: string): void {
    localStorage.removeItem(this.#key(clientToken))
    this.items.set(this.items.get().filter((item) => item.clientToken !== clientToken))
  }

  #pump = (): void => {
    clearTimeout(this.#timer)
    const first = new Map<ConversationId, OutboxItem>()
    for (const item of this.items.get()) {
      if (!item.refusal && !first.has(item.conversationId)) first.set(item.conversationId, item)
    }
    for (const item of first.values()) if (!this.#busy.has(item.conversationId)) void this.#send(item)
  }

  async #send(item: OutboxItem): Promise<void> {
    this.#busy.add(item.conversationId)
    try {
      this.#cache.putMessage(await this.#call(item))
      this.discard(item.clientToken)
      this.#succeeded()
    } catch (thrown) {
      this.#failed(item, toAppError(thrown))
    } finally {
      this.#busy.delete(item.conversationId)
    }
    if (this.#failures === 0) this.#pump()
  }

  #call(item: OutboxItem): Promise<MessageDto> {
    const { client } = this.#api
    const { conversationId, clientToken, text } = item
    if (item.mode === 'note') return client.messages.addNote.mutate({ conversationId, clientToken, text })
    return client.messages.send.mutate({
      conversationId,
      clientToken,
      ...(text ? { text } : {}),
      ...(item.attachment ? { attachmentId: item.attachment.id } : {}),
      ...(item.quoted?.id ? { quotedMessageId: item.quoted.id } : {}),
    })
  }

  #succeeded(): void {
    if (this.#failures > 0) this.#late = this.items.get().filter((item) => !item.refusal).length + 1
    this.#failures = 0
    const waiting = this.items.get().some((item) => !item.refusal)
    if (!waiting && this.#late > 0) {
      this.delivered.set(this.#late)
      this.#late = 0
    }
  }

  #failed(item: OutboxItem, error: AppError): void {
    if (error.code === 'UNAUTHENTICATED') sessionExpired.set(true)
    if (isPassing(error) || error.code === 'UNAUTHENTICATED') {
      const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)]
      this.#failures++
      this.#timer = setTimeout(this.#pump, wait)
      return
    }
    this.#put({ ...item, refusal: error })
    this.#failures = 0
  }

  #put(item: OutboxItem): void {
    localStorage.setItem(this.#key(item.clientToken), JSON.stringify(item))
    const others = this.items.get().filter((other) => other.clientToken !== item.clientToken)
    this.items.set([...others, item].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)))
  }

  /** One key per item: two tabs of a workspace never overwrite each other's list. */
  #key(clientToken: string): string {
    return `crm.outbox.${this.#api.workspaceId}.${clientToken}`
  }

  #stored(): OutboxItem[] {
    const prefix = this.#key('')
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => JSON.parse(localStorage.getItem(key) ?? 'null') as OutboxItem)
      .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
  }
}
