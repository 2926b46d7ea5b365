import { QueryClient } from '@tanstack/react-query'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type {
  ConversationDetail,
  ConversationListItem,
  ConversationState,
  ViewState,
  ViewWho,
} from '@shared/contracts/conversations.ts'
import type { MessageDto } from '@shared/contracts/messages.ts'
import type { DomainEvent } from '@shared/events.ts'
import type { ConversationId, MessageId, UserId, WorkspaceId } from '@shared/ids.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AppRouter } from '../../server/api/trpc/router.ts'
import { applyEvent } from './apply-event.ts'
import { QueryLiveCache } from './live-cache.ts'
import { belongs, orderOf } from './rows.ts'
import type { Client } from './trpc.ts'
import type { WorkspaceApi } from './workspace-api.ts'

/*
 * The promise: a stale cache plus the events it missed equals what a fresh fetch would give.
 * A small workspace in memory plays the server; every mutation returns the event that it would log.
 */
const ME = 'usr_me' as UserId
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()

class Workspace {
  conversations = new Map<string, ConversationListItem>()
  messages: MessageDto[] = []
  clock = 100

  add(number: number, state: Partial<ConversationListItem> = {}): ConversationListItem {
    const row = {
      id: `cnv_${String(number).padStart(3, '0')}`,
      number,
      threadId: `thr_${number}`,
      contactId: `con_${number}`,
      channelId: 'chn_1',
      status: 'open',
      assigneeId: ME,
      waitingSince: at(number),
      unreadCount: 1,
      lastMessageAt: at(number),
      lastDirection: 'inbound',
      lastMessageType: 'text',
      preview: `p${number}`,
      version: 1,
      contactName: `Contact ${number}`,
      draft: null,
      ...state,
    } as ConversationListItem
    this.conversations.set(row.id, row)
    return row
  }

  change(number: number, change: Partial<ConversationState>): ConversationState {
    const row = [...this.conversations.values()].find((it) => it.number === number)
    if (!row) throw new Error(`no conversation ${number}`)
    Object.assign(row, change, { version: row.version + 1 })
    return stateOf(row)
  }

  say(number: number, direction: 'inbound' | 'outbound', text: string): DomainEvent {
    const sentAt = at(this.clock++)
    const state = this.change(number, {
      lastMessageAt: sentAt,
      lastDirection: direction,
      preview: text,
      waitingSince: direction === 'inbound' ? sentAt : null,
      status: 'open',
    })
    const id = `msg_${this.clock}` as MessageId
    this.messages.push(message({ id, state, direction, text, sentAt }))
    return {
      type: direction === 'inbound' ? 'message.received' : 'message.created',
      data: { messageId: id, conversation: state },
    }
  }

  list(who: ViewWho, state: ViewState): ConversationListItem[] {
    const filter = { who, state, isSearch: false }
    return [...this.conversations.values()]
      .filter((row) => belongs(row, filter, ME))
      .sort(orderOf(filter))
      .map((row) => ({ ...row }))
  }

  thread(conversationId: string): MessageDto[] {
    const threadId = this.conversations.get(conversationId)?.threadId
    return this.messages.filter((it) => it.threadId === threadId).reverse()
  }

  detail(id: string): ConversationDetail {
    const row = this.conversations.get(id)
    if (!row) throw new Error(`no conversation ${id}`)
    return {
      ...row,
      contact: {},
      channel: {},
      drafts: [],
      replyWindowExpiresAt: row.lastMessageAt,
      hasReplyWindow: true,
    } as unknown as ConversationDetail
  }
}

function stateOf({ contactName: _name, draft: _draft, ...state }: ConversationListItem): ConversationState {
  return state
}

function message(input: {
  id: MessageId
  state: ConversationState
  direction: 'inbound' | 'outbound'
  text: string
  sentAt: string
}): MessageDto {
  const { id, state, direction, text, sentAt } = input
  const status = direction === 'outbound' ? 'queued' : null
  return {
    id,
    conversationId: state.id,
    threadId: state.threadId,
    direction,
    text,
    sentAt,
    status,
    reactions: [],
    attachments: [],
    deliveredAt: null,
    readAt: null,
    error: null,
  } as unknown as MessageDto
}

/** A tRPC client whose answers come from the workspace in memory. */
function clientOf(workspace: Workspace): Client {
  return {
    conversations: { get: { query: async ({ id }: { id: string }) => workspace.detail(id) } },
    messages: {
      byIds: {
        query: async ({ ids }: { ids: string[] }) => ({
          items: workspace.messages.filter((it) => ids.includes(it.id)).map((it) => ({ ...it })),
        }),
      },
    },
  } as unknown as Client
}

const VIEWS: [ViewWho, ViewState][] = [
  ['mine', 'waiting'],
  ['mine', 'open'],
  ['unassigned', 'open'],
  ['all', 'open'],
  ['all', 'resolved'],
]

let workspace: Workspace
let api: WorkspaceApi
let cache: QueryLiveCache

function fetchEverything(open: ConversationId): void {
  const { queryClient, trpc } = api
  for (const [who, state] of VIEWS) {
    queryClient.setQueryData(trpc.conversations.list.infiniteQueryKey({ who, state }), {
      pages: [{ items: workspace.list(who, state), nextCursor: null }],
      pageParams: [null],
    })
  }
  const detail = workspace.detail(open)
  queryClient.setQueryData(trpc.conversations.byNumber.queryKey({ number: detail.number }), detail)
  queryClient.setQueryData(trpc.messages.page.infiniteQueryKey({ conversationId: open }), {
    pages: [{ items: workspace.thread(open).map((it) => ({ ...it })), nextCursor: null }],
    pageParams: [null],
  })
}

interface Cached {
  pages: { items: unknown[] }[]
}

function shown(open: ConversationId) {
  const { queryClient, trpc } = api
  const items = (key: readonly unknown[]) =>
    queryClient.getQueryData<Cached>(key)?.pages.flatMap((page) => page.items)
  return {
    lists: VIEWS.map(([who, state]) => items(trpc.conversations.list.infiniteQueryKey({ who, state }))),
    thread: items(trpc.messages.page.infiniteQueryKey({ conversationId: open })),
    detail: queryClient.getQueryData<ConversationDetail>(trpc.conversations.byNumber.queryKey({ number: 1 }))
      ?.version,
  }
}

function fresh(open: ConversationId) {
  return {
    lists: VIEWS.map(([who, state]) => workspace.list(who, state)),
    thread: workspace.thread(open),
    detail: workspace.detail(open).version,
  }
}

const OPEN = 'cnv_001' as ConversationId

async function play(events: readonly DomainEvent[]): Promise<void> {
  for (const event of events) applyEvent(event, cache)
  await cache.settle()
}

beforeEach(() => {
  workspace = new Workspace()
  const client = clientOf(workspace)
  const queryClient = new QueryClient()
  api = {
    workspaceId: 'ws_1' as WorkspaceId,
    client,
    queryClient,
    trpc: createTRPCOptionsProxy<AppRouter>({ client, queryClient }),
  }
  cache = new QueryLiveCache(api, ME)
  for (const number of [1, 2, 3]) workspace.add(number)
  workspace.add(4, { assigneeId: null, waitingSince: null })
  workspace.say(1, 'inbound', 'hola')
  fetchEverything(OPEN)
})

describe('a stale cache plus the events it missed equals a fresh fetch', () => {
  it('when messages come and go', async () => {
    await play([
      workspace.say(2, 'inbound', 'otra'),
      workspace.say(1, 'inbound', 'sigo'),
      workspace.say(3, 'outbound', 'listo'),
      workspace.say(1, 'outbound', 'voy'),
    ])
    expect(shown(OPEN)).toEqual(fresh(OPEN))
  })

  it('when conversations change hands, are resolved and reopened', async () => {
    const data = (number: number, change: Partial<ConversationState>) => ({
      conversation: workspace.change(number, change),
      by: ME,
    })
    await play([
      { type: 'conversation.assigned', data: data(4, { assigneeId: ME }) },
      { type: 'conversation.assigned', data: data(2, { assigneeId: null }) },
      { type: 'conversation.resolved', data: data(3, { status: 'resolved', waitingSince: null }) },
      { type: 'conversation.resolved', data: data(1, { status: 'resolved', waitingSince: null }) },
      { type: 'conversation.reopened', data: data(1, { status: 'open' }) },
      { type: 'conversation.read', data: data(2, { unreadCount: 0 }) },
    ])
    expect(shown(OPEN)).toEqual(fresh(OPEN))
  })

  it('when a conversation is new to every list', async () => {
    workspace.add(9, { assigneeId: null })
    await play([workspace.say(9, 'inbound', 'soy nueva')])
    expect(shown(OPEN)).toEqual(fresh(OPEN))
  })

  it('when events repeat and arrive out of order', async () => {
    const events = [
      workspace.say(1, 'inbound', 'a'),
      workspace.say(2, 'inbound', 'b'),
      workspace.say(1, 'inbound', 'c'),
    ]
    await play(events)
    // The last to come is the oldest of all.
    await play([...events].reverse())
    expect(shown(OPEN)).toEqual(fresh(OPEN))
  })

  it('when a message climbs its ladder and gets a reaction', async () => {
    const sent = workspace.say(1, 'outbound', 'va')
    await play([sent])
    const stored = workspace.messages.at(-1)
    if (!stored) throw new Error('no message')
    const facts = { messageId: stored.id, conversationId: stored.conversationId, threadId: stored.threadId }
    Object.assign(stored, { status: 'read', readAt: at(500), reactions: [{ emoji: '👍', by: 'con_1' }] })
    await play([
      { type: 'message.status_changed', data: { ...facts, status: 'read', error: null, at: at(500) } },
      { type: 'message.status_changed', data: { ...facts, status: 'sent', error: null, at: at(499) } },
      { type: 'message.reacted', data: { ...facts, emoji: '👍', by: 'con_1' } },
    ])
    expect(shown(OPEN)).toEqual(fresh(OPEN))
  })
})

describe('a change that is shown before the server confirms it', () => {
  it('yields to the confirmed state, and can be taken back', async () => {
    cache.overrideConversation(OPEN, { status: 'resolved', waitingSince: null })
    expect(shown(OPEN).lists[4]).toHaveLength(1)
    cache.overrideConversation(OPEN, { status: 'open', waitingSince: workspace.detail(OPEN).waitingSince })
    expect(shown(OPEN)).toEqual(fresh(OPEN))
  })
})
