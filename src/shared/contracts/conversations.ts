import { z } from 'zod'
import type { ChannelKind } from '../channels.ts'
import type { ChannelId, ContactId, ConversationId, ThreadId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import type { ChannelStatus } from './channels.ts'
import type { ContactDto } from './contacts.ts'
import { zCursor, zDirection, zId, zText } from './z.ts'

export const CONVERSATION_STATUSES = ['open', 'pending', 'snoozed', 'resolved'] as const
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number]

export const VIEW_WHO = ['mine', 'unassigned', 'all'] as const
export type ViewWho = (typeof VIEW_WHO)[number]

export const VIEW_STATES = ['waiting', 'open', 'snoozed', 'resolved'] as const
export type ViewState = (typeof VIEW_STATES)[number]

export const ListConversations = z.strictObject({
  who: z.enum(VIEW_WHO).default('all'),
  state: z.enum(VIEW_STATES).default('open'),
  channelId: zId('channel').optional(),
  /** Name or phone of the contact, as in contacts; searches every state when given. */
  query: zText(LIMITS.searchQuery).optional(),
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(LIMITS.listPage),
})
export type ListConversations = z.infer<typeof ListConversations>

export const ConversationRef = z.strictObject({ id: zId('conversation') })
export const ConversationByNumber = z.strictObject({ number: z.number().int().min(1) })

export const AssignConversation = z.strictObject({
  id: zId('conversation'),
  assigneeId: zId('user').nullable(),
  version: z.number().int().min(1).optional(),
})
export type AssignConversation = z.infer<typeof AssignConversation>

export const ChangeConversation = z.strictObject({
  id: zId('conversation'),
  version: z.number().int().min(1).optional(),
})
export type ChangeConversation = z.infer<typeof ChangeConversation>

export const DRAFT_MODES = ['reply', 'note'] as const
export type DraftMode = (typeof DRAFT_MODES)[number]

export const SaveDraft = z.strictObject({
  conversationId: zId('conversation'),
  mode: z.enum(DRAFT_MODES),
  text: zText(LIMITS.noteText),
  quotedMessageId: zId('message').nullable().default(null),
  attachmentIds: z.array(zId('attachment')).max(10).default([]),
})
export type SaveDraft = z.infer<typeof SaveDraft>

export interface Draft {
  mode: DraftMode
  text: string
  quotedMessageId: string | null
  attachmentIds: string[]
  updatedAt: string
}

/**
 * The part of a conversation that lives: each event about it carries this whole, and a client
 * keeps the one with the higher version. So events may repeat or overlap a fetch without harm.
 */
export interface ConversationState {
  id: ConversationId
  number: number
  threadId: ThreadId
  contactId: ContactId
  channelId: ChannelId
  status: ConversationStatus
  assigneeId: UserId | null
  waitingSince: string | null
  unreadCount: number
  lastMessageAt: string
  lastDirection: 'inbound' | 'outbound'
  lastMessageType: string
  preview: string
  version: number
}

export interface ConversationListItem extends ConversationState {
  contactName: string
  /** The beginning of my unsent reply, if any. */
  draft: string | null
}

export interface ConversationDetail extends ConversationListItem {
  contact: ContactDto
  channel: { id: ChannelId; kind: ChannelKind; name: string; status: ChannelStatus }
  /** Until when free text may be sent; null when it never was or the channel has no window. */
  replyWindowExpiresAt: string | null
  /** False where the channel has no reply window at all. */
  hasReplyWindow: boolean
  createdAt: string
  resolvedAt: string | null
  drafts: Draft[]
}

/** Capped at 999, shown as "999+". */
export type ViewCounts = Record<ViewWho, { waiting: number; open: number }>
