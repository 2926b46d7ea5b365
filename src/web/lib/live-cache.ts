import type { InfiniteData } from '@tanstack/react-query'
import type { ContactDto } from '@shared/contracts/contacts.ts'
import type {
  ConversationDetail,
  ConversationListItem,
  ConversationState,
  Draft,
  DraftMode,
  ViewState,
  ViewWho,
} from '@shared/contracts/conversations.ts'
import type { DealState } from '@shared/contracts/deals.ts'
import type { MessageDto } from '@shared/contracts/messages.ts'
import type { TaskDto } from '@shared/contracts/tasks.ts'
import type { Page } from '@shared/contracts/z.ts'
import type {
  AttachmentId,
  ContactId,
  ConversationId,
  DealId,
  MessageId,
  TaskId,
  ThreadId,
  UserId,
} from '@shared/ids.ts'
import type { LiveCache, Part } from './apply-event.ts'
import { changesCounts, stateOf, toRow } from './conversation-state.ts'
import { DealCache } from './deal-cache.ts'
import { belongs, findRow, newerState, orderOf, placeRow, removeRow, type ListFilter } from './rows.ts'
import { patchItems, putMessages } from './thread-pages.ts'
import type { TableEntity } from './table-rows.ts'
import type { WorkspaceApi } from './workspace-api.ts'

type Rows = InfiniteData<Page<ConversationListItem>>
type Thread = InfiniteData<Page<MessageDto>>
type QueryKey = readonly unknown[]

const IDS_PER_CALL = 50
const TABLES = ['contact', 'company'] as const
/** Characters of a draft that a row has room for. */
const DRAFT_PREVIEW = 120
/** The counters are capped queries of the server; a burst of events asks for them once. */
const COUNTS_EVERY_MS = 2_000
const ASKED_EVERY_MS = 1_000

/** The cached answers of one workspace, as events may change them. */
export class QueryLiveCache implements LiveCache {
  readonly #api: WorkspaceApi
  readonly #me: UserId
  readonly #wantedMessages = new Map<ThreadId, Set<MessageId>>()
  readonly #wantedConversations = new Set<ConversationId>()
  /** By id: whether the record is new. */
  readonly #wantedRows = { contact: new Map<string, boolean>(), company: new Map<string, boolean>() }
  /** Parts that were asked for again within the last second; true where that is due once more. */
  readonly #asked = new Map<Part, boolean>()
  /** The newest state of conversations that no list had when their event came. */
  readonly #newcomers = new Map<ConversationId, ConversationState>()
  #countsPlanned = false
  /** What shows deals, for those who move them. */
  readonly deals: DealCache

  constructor(api: WorkspaceApi, me: UserId) {
    this.#api = api
    this.#me = me
    this.deals = new DealCache(api.queryClient)
  }

  putConversation(state: ConversationState): void {
    const known = this.#rowOf(state.id)
    if (!known || changesCounts(known, state)) this.#planCounts()
    if (!known) {
      this.#newcomers.set(state.id, state)
      this.#wantedConversations.add(state.id)
      return
    }
    const row = newerState(known, state)
    this.#eachDetail(row.id, (detail) => newerState(detail, state))
    this.#placeInLists(row)
  }

  /** Shows a change before the server has confirmed it, or takes it back; the version stays. */
  overrideConversation(id: ConversationId, change: Partial<ConversationState>): void {
    const known = this.#rowOf(id)
    if (!known) return
    this.#eachDetail(id, (detail) => ({ ...detail, ...change }))
    this.#placeInLists({ ...known, ...change })
    if (changesCounts(known, { ...known, ...change })) this.#planCounts()
  }

  patchMessage(threadId: ThreadId, messageId: MessageId, patch: (message: MessageDto) => MessageDto): void {
    this.#eachThread(threadId, (thread) => ({ ...thread, pages: patchItems(thread.pages, messageId, patch) }))
  }

  patchAttachment(
    threadId: ThreadId,
    id: AttachmentId,
    state: MessageDto['attachments'][number]['state'],
  ): void {
    const patch = (message: MessageDto): MessageDto =>
      message.attachments.some((attachment) => attachment.id === id)
        ? { ...message, attachments: message.attachments.map((it) => (it.id === id ? { ...it, state } : it)) }
        : message
    this.#eachThread(threadId, (thread) => ({
      ...thread,
      pages: thread.pages.map((page) => ({ ...page, items: page.items.map(patch) })),
    }))
  }

  renameContact(contactId: ContactId, name: string): void {
    const { queryClient } = this.#api
    for (const [key, rows] of this.#lists()) {
      if (!rows.pages.some((page) => page.items.some((row) => row.contactId === contactId))) continue
      const rename = (row: ConversationListItem) =>
        row.contactId === contactId ? { ...row, contactName: name } : row
      queryClient.setQueryData<Rows>(key, {
        ...rows,
        pages: rows.pages.map((page) => ({ ...page, items: page.items.map(rename) })),
      })
    }
    for (const [key, detail] of this.#details()) {
      if (detail.contactId !== contactId) continue
      queryClient.setQueryData<ConversationDetail>(key, {
        ...detail,
        contactName: name,
        contact: { ...detail.contact, name },
      })
    }
  }

  wantMessage(threadId: ThreadId, messageId: MessageId): void {
    if (!this.#threads(threadId).length) return
    const wanted = this.#wantedMessages.get(threadId) ?? new Set()
    this.#wantedMessages.set(threadId, wanted.add(messageId))
  }

  wantConversation(conversationId: ConversationId): void {
    if (this.#details().some(([, detail]) => detail.id === conversationId))
      this.#wantedConversations.add(conversationId)
  }

  staleContact(contactId: ContactId): void {
    const { queryClient, trpc } = this.#api
    void queryClient.invalidateQueries({ queryKey: trpc.contacts.list.pathKey() })
    void queryClient.invalidateQueries({ queryKey: trpc.contacts.get.queryKey({ id: contactId }) })
    for (const [, detail] of this.#details())
      if (detail.contactId === contactId) this.#wantedConversations.add(detail.id)
  }

  /** Only of a table that is on the screen: another one is read anew when it is opened. */
  wantRow(entity: TableEntity, id: string, isNew = false): void {
    const rows = this.#wantedRows[entity]
    if (this.#api.queryClient.getQueriesData({ queryKey: [['tables', entity]] }).length > 0)
      rows.set(id, isNew || rows.get(id) === true)
  }

  staleChannels(): void {
    const { queryClient, trpc } = this.#api
    void queryClient.invalidateQueries({ queryKey: trpc.channels.pathKey() })
    for (const [, detail] of this.#details()) this.#wantedConversations.add(detail.id)
  }

  staleReceipts(): void {
    const { queryClient, trpc } = this.#api
    void queryClient.invalidateQueries({ queryKey: trpc.receipts.pathKey() })
  }

  putDeal(deal: DealState): void {
    this.deals.put(deal)
  }

  removeDeal(dealId: DealId): void {
    this.deals.remove(dealId)
  }

  // Nobody waits for a task in the inbox: what places them comes with the first one.
  putTask(task: TaskDto): void {
    void import('./task-cache.ts').then(({ putTask }) => putTask(this.#api, this.#me, task))
  }

  removeTask(taskId: TaskId): void {
    void import('./task-cache.ts').then(({ dropTask }) => dropTask(this.#api, taskId))
  }

  stale(...parts: Part[]): void {
    for (const part of parts) {
      if (this.#asked.has(part)) this.#asked.set(part, true)
      else this.#ask(part)
    }
  }

  /** At once, and within a second not again: a change of many records is as many events. */
  #ask(part: Part): void {
    this.#asked.set(part, false)
    void this.#api.queryClient.invalidateQueries({ queryKey: [part.split('.')] })
    setTimeout(() => {
      const isDue = this.#asked.get(part)
      this.#asked.delete(part)
      if (isDue) this.#ask(part)
    }, ASKED_EVERY_MS)
  }

  /** Fetches what the events of this batch only named. Resolves when all of it is in the cache. */
  async settle(): Promise<void> {
    const messages = [...this.#wantedMessages]
    const conversations = [...this.#wantedConversations]
    const rows = TABLES.map((entity) => [entity, new Map(this.#wantedRows[entity])] as const)
    for (const entity of TABLES) this.#wantedRows[entity].clear()
    this.#wantedMessages.clear()
    this.#wantedConversations.clear()
    await Promise.all([
      ...messages.map(([threadId, ids]) => this.#fetchMessages(threadId, [...ids])),
      ...conversations.map((id) => this.#fetchConversation(id)),
      ...rows.map(([entity, wanted]) => this.#fetchRows(entity, wanted)),
    ])
  }

  /** The person's own answer of a call, put where the event would put it a moment later. */
  putMessage(message: MessageDto): void {
    this.#eachThread(message.threadId, (thread) => ({
      ...thread,
      pages: putMessages(thread.pages, [message]),
    }))
  }

  /** My unsent words, as the rows of the lists and the next opening of the conversation show them. */
  putDraft(conversationId: ConversationId, mode: DraftMode, draft: Draft | null): void {
    this.#eachDetail(conversationId, (detail) => ({
      ...detail,
      drafts: [...detail.drafts.filter((other) => other.mode !== mode), ...(draft ? [draft] : [])],
    }))
    if (mode !== 'reply') return
    const words = draft?.text.slice(0, DRAFT_PREVIEW) || null
    for (const [key, rows] of this.#lists()) {
      const row = findRow(rows.pages, conversationId)
      if (!row || row.draft === words) continue
      const patch = (item: ConversationListItem) =>
        item.id === conversationId ? { ...item, draft: words } : item
      this.#api.queryClient.setQueryData<Rows>(key, {
        ...rows,
        pages: rows.pages.map((page) => ({ ...page, items: page.items.map(patch) })),
      })
    }
  }

  putContact(contact: ContactDto): void {
    this.renameContact(contact.id, contact.name)
    for (const [key, detail] of this.#details()) {
      if (detail.contactId === contact.id)
        this.#api.queryClient.setQueryData<ConversationDetail>(key, { ...detail, contact })
    }
  }

  async #fetchMessages(threadId: ThreadId, ids: MessageId[]): Promise<void> {
    const conversationId = this.#threads(threadId)[0]?.[2]
    if (!conversationId) return
    for (let from = 0; from < ids.length; from += IDS_PER_CALL) {
      const { items } = await this.#api.client.messages.byIds.query({
        conversationId,
        ids: ids.slice(from, from + IDS_PER_CALL),
      })
      this.#eachThread(threadId, (thread) => ({ ...thread, pages: putMessages(thread.pages, items) }))
    }
  }

  async #fetchRows(entity: TableEntity, wanted: ReadonlyMap<string, boolean>): Promise<void> {
    if (wanted.size === 0) return
    const { showRows } = await import('./table-live.ts')
    await showRows(this.#api, entity, wanted)
  }

  async #fetchConversation(id: ConversationId): Promise<void> {
    const { client, queryClient, trpc } = this.#api
    const fetched = await client.conversations.get.query({ id })
    const newest = this.#newcomers.get(id)
    this.#newcomers.delete(id)
    const detail = newest ? newerState(fetched, newest) : fetched
    const key = trpc.conversations.byNumber.queryKey({ number: detail.number })
    if (queryClient.getQueryData(key))
      queryClient.setQueryData<ConversationDetail>(key, (old) =>
        old && old.version > detail.version ? { ...detail, ...stateOf(old) } : detail,
      )
    const known = this.#rowOf(id)
    this.#placeInLists(known ? newerState(toRow(detail), known) : toRow(detail))
  }

  #planCounts(): void {
    if (this.#countsPlanned) return
    this.#countsPlanned = true
    setTimeout(() => {
      this.#countsPlanned = false
      void this.#api.queryClient.invalidateQueries({
        queryKey: this.#api.trpc.conversations.counts.queryKey(),
      })
    }, COUNTS_EVERY_MS)
  }

  #placeInLists(row: ConversationListItem): void {
    for (const [key, rows, filter] of this.#lists()) {
      const here = findRow(rows.pages, row.id)
      const belongsHere = filter.isSearch ? here !== undefined : belongs(row, filter, this.#me)
      if (!here && !belongsHere) continue
      const pages = belongsHere ? placeRow(rows.pages, row, orderOf(filter)) : removeRow(rows.pages, row.id)
      this.#api.queryClient.setQueryData<Rows>(key, { ...rows, pages })
    }
  }

  /** The newest copy of a conversation that any cached answer holds. */
  #rowOf(id: ConversationId): ConversationListItem | undefined {
    const details = this.#details().flatMap(([, detail]) => (detail.id === id ? [toRow(detail)] : []))
    const rows = this.#lists().flatMap(([, list]) => findRow(list.pages, id) ?? [])
    // Rows before details: of equal versions the row knows the draft.
    return [...rows, ...details].reduce<ConversationListItem | undefined>(
      (best, row) => (best && best.version >= row.version ? best : row),
      undefined,
    )
  }

  #eachDetail(id: ConversationId, patch: (detail: ConversationDetail) => ConversationDetail): void {
    for (const [key, detail] of this.#details())
      if (detail.id === id) this.#api.queryClient.setQueryData(key, patch(detail))
  }

  #eachThread(threadId: ThreadId, patch: (thread: Thread) => Thread): void {
    for (const [key, thread] of this.#threads(threadId))
      this.#api.queryClient.setQueryData<Thread>(key, patch(thread))
  }

  #lists(): [QueryKey, Rows, ListFilter][] {
    const { queryClient, trpc } = this.#api
    return queryClient
      .getQueriesData<Rows>({ queryKey: trpc.conversations.list.pathKey() })
      .flatMap(([key, rows]) =>
        rows?.pages ? [[key, rows, filterOf(key)] as [QueryKey, Rows, ListFilter]] : [],
      )
  }

  #details(): [QueryKey, ConversationDetail][] {
    const { queryClient, trpc } = this.#api
    return queryClient
      .getQueriesData<ConversationDetail>({ queryKey: trpc.conversations.byNumber.pathKey() })
      .flatMap(([key, detail]) => (detail ? [[key, detail] as [QueryKey, ConversationDetail]] : []))
  }

  /** Cached threads, with the conversation that each was asked through. */
  #threads(threadId: ThreadId): [QueryKey, Thread, ConversationId][] {
    const { queryClient, trpc } = this.#api
    return queryClient
      .getQueriesData<Thread>({ queryKey: trpc.messages.page.pathKey() })
      .flatMap(([key, thread]) => {
        const first = thread?.pages[0]?.items[0]
        if (!thread || first?.threadId !== threadId) return []
        return [
          [key, thread, inputOf(key).conversationId as ConversationId] as [QueryKey, Thread, ConversationId],
        ]
      })
  }
}

/** The input of a cached call stands in the second part of its key. */
function inputOf(key: QueryKey): Record<string, unknown> {
  const options = key[1] as { input?: Record<string, unknown> } | undefined
  return options?.input ?? {}
}

function filterOf(key: QueryKey): ListFilter {
  const input = inputOf(key)
  return {
    who: (input.who as ViewWho | undefined) ?? 'all',
    state: (input.state as ViewState | undefined) ?? 'open',
    isSearch: Boolean(input.query),
  }
}
