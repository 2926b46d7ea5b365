import { initTRPC } from '@trpc/server'
import { z } from 'zod'
import * as accounts from '../../../shared/contracts/accounts.ts'
import * as channels from '../../../shared/contracts/channels.ts'
import * as contacts from '../../../shared/contracts/contacts.ts'
import * as conversations from '../../../shared/contracts/conversations.ts'
import * as messages from '../../../shared/contracts/messages.ts'
import * as receipts from '../../../shared/contracts/receipts.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import type { LiveEnvelope } from '../../../shared/events.ts'

const t = initTRPC.create()
const p = t.procedure
const not = <T>(): T => {
  throw new Error('placeholder')
}

export const appRouter = t.router({
  auth: t.router({
    signUp: p.input(accounts.SignUp).mutation(() => not<accounts.Me>()),
    signIn: p.input(accounts.SignIn).mutation(() => not<accounts.Me>()),
    signOut: p.mutation(() => not<{ ok: true }>()),
  }),
  me: t.router({
    get: p.query(() => not<accounts.Me | null>()),
    update: p.input(accounts.UpdateMe).mutation(() => not<accounts.Me>()),
  }),
  workspace: t.router({ get: p.query(() => not<accounts.WorkspaceDetail>()) }),
  members: t.router({ list: p.query(() => not<{ items: accounts.Member[] }>()) }),
  channels: t.router({
    list: p.query(() => not<{ items: channels.ChannelDto[] }>()),
    get: p.input(channels.ChannelRef).query(() => not<channels.ChannelDetail>()),
    test: p.input(channels.TestChannel).mutation(() => not<{ checks: channels.CredentialCheck[] }>()),
    connect: p.input(channels.ConnectChannel).mutation(() => not<channels.ChannelDetail>()),
    rename: p.input(channels.RenameChannel).mutation(() => not<channels.ChannelDto>()),
    checkHealth: p.input(channels.ChannelRef).mutation(() => not<channels.ChannelDetail>()),
    disconnect: p.input(channels.ChannelRef).mutation(() => not<channels.ChannelDto>()),
  }),
  contacts: t.router({
    list: p.input(contacts.ListContacts).query(() => not<Page<contacts.ContactSummary>>()),
    get: p.input(contacts.ContactRef).query(() => not<contacts.ContactDto>()),
    update: p.input(contacts.UpdateContact).mutation(() => not<contacts.ContactDto>()),
  }),
  conversations: t.router({
    list: p.input(conversations.ListConversations).query(() => not<Page<conversations.ConversationListItem>>()),
    counts: p.query(() => not<conversations.ViewCounts>()),
    byNumber: p.input(conversations.ConversationByNumber).query(() => not<conversations.ConversationDetail>()),
    get: p.input(conversations.ConversationRef).query(() => not<conversations.ConversationDetail>()),
    assign: p.input(conversations.AssignConversation).mutation(() => not<conversations.ConversationState>()),
    resolve: p.input(conversations.ChangeConversation).mutation(() => not<conversations.ConversationState>()),
    reopen: p.input(conversations.ChangeConversation).mutation(() => not<conversations.ConversationState>()),
    markRead: p.input(conversations.ConversationRef).mutation(() => not<conversations.ConversationState>()),
    markUnread: p.input(conversations.ConversationRef).mutation(() => not<conversations.ConversationState>()),
    saveDraft: p.input(conversations.SaveDraft).mutation(() => not<{ draft: conversations.Draft | null }>()),
  }),
  messages: t.router({
    page: p.input(messages.ThreadPage).query(() => not<Page<messages.MessageDto>>()),
    byIds: p.input(messages.MessagesByIds).query(() => not<{ items: messages.MessageDto[] }>()),
    send: p.input(messages.SendMessage).mutation(() => not<messages.MessageDto>()),
    addNote: p.input(messages.AddNote).mutation(() => not<messages.MessageDto>()),
    settle: p.input(messages.SettleMessage).mutation(() => not<messages.MessageDto>()),
  }),
  receipts: t.router({
    list: p.input(receipts.ListReceipts).query(() => not<Page<receipts.ReceiptDto>>()),
    replay: p.input(receipts.ReceiptRef).mutation(() => not<receipts.ReceiptDto>()),
  }),
  events: t.router({
    /** Everything after `after`, at most 500 events; `reset: true` where that is too old. */
    since: p.input(z.strictObject({ after: z.number().int().min(0) })).query(() => not<{ envelope: LiveEnvelope | null; head: number; reset: boolean }>()),
  }),
})

export type AppRouter = typeof appRouter
