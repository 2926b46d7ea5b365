import { eq } from 'drizzle-orm'
import { newId, type ChannelId, type ContactId, type UserId } from '../../../shared/ids.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { channels, workspaceCounters } from '../../schema/index.ts'
import { Dice } from '../plan/dice.ts'
import { load } from './bulk.ts'
import { phoneOf } from './people.ts'

const THREAD_COLUMNS = [
  'workspace_id',
  'id',
  'channel_id',
  'contact_id',
  'reply_address',
  'last_conversation_id',
  'last_inbound_at',
  'window_expires_at',
  'created_at',
] as const
const CONVERSATION_COLUMNS = [
  'workspace_id',
  'id',
  'number',
  'thread_id',
  'contact_id',
  'channel_id',
  'open_key',
  'status',
  'assignee_id',
  'waiting_since',
  'resolved_at',
  'unread_count',
  'last_message_at',
  'last_direction',
  'last_message_type',
  'preview',
  'created_at',
] as const
const MESSAGE_COLUMNS = [
  'workspace_id',
  'id',
  'channel_id',
  'thread_id',
  'conversation_id',
  'direction',
  'origin',
  'author_id',
  'external_key',
  'type',
  'text',
  'status',
  'sent_at',
] as const
const YEAR_MS = 365 * 86_400_000
const MINUTE = 60_000
const WORDS = [
  'Hola, ¿siguen teniendo la mesa de nogal de dos metros?',
  'Muchas gracias, quedo al pendiente.',
  '¿Cuánto cuesta el envío a Guadalajara con armado incluido?',
  'Ya hice la transferencia, les mando el comprobante 👍',
  'Claro que sí, se la apartamos hasta el viernes.',
  '¿La tienen en parota?',
] as const

export interface ChatLoad {
  contacts: readonly ContactId[]
  agents: readonly UserId[]
  conversations: number
  messages: number
  now: Date
}

interface Chat {
  thread: Buffer
  conversation: Buffer
  contact: number
  contactId: Buffer
  startedAt: number
  lastAt: number
  isOpen: boolean
  isWaiting: boolean
  agent: Buffer | null
  length: number
}

/**
 * A year of chats over a number that is not connected any more: nothing of it can be sent. A third is
 * open, two in five of these wait; some people have written again, in a thread of their own.
 */
export async function loadChats(db: WorkspaceDb, loaded: ChatLoad): Promise<void> {
  const channelId = await disconnectedChannel(db, loaded.now)
  const chats = plan(loaded)
  await loadThreads(db, channelId, chats)
  await loadConversations(db, channelId, chats)
  await loadMessages(db, channelId, chats)
  await db.orm
    .update(workspaceCounters)
    .set({ conversationSeq: chats.length })
    .where(own(db, workspaceCounters))
}

function plan({ contacts, agents, conversations, messages, now }: ChatLoad): Chat[] {
  const dice = new Dice()
  const each = Math.max(1, Math.floor(messages / conversations))
  return Array.from({ length: conversations }, (_, index) => {
    const startedAt = now.getTime() - YEAR_MS + Math.floor(((YEAR_MS - 3_600_000) * index) / conversations)
    const isOpen = dice.chance(0.33)
    const isWaiting = isOpen && dice.chance(0.4)
    // The customer speaks first; whoever waits has the last word.
    const length = Math.max(1, each + dice.between(-4, 4)) | 1
    const spoken = isWaiting ? length : length + 1
    return {
      thread: idBytes(newId('thread')),
      conversation: idBytes(newId('conversation')),
      contact: index % contacts.length,
      contactId: idBytes(contacts[index % contacts.length] as ContactId),
      startedAt,
      lastAt: Math.min(startedAt + (spoken - 1) * 3 * MINUTE, now.getTime()),
      isOpen,
      isWaiting,
      agent: dice.chance(0.3) ? null : idBytes(dice.pick(agents)),
      length: spoken,
    }
  })
}

async function disconnectedChannel(db: WorkspaceDb, now: Date): Promise<ChannelId> {
  const name = 'WhatsApp Archivo'
  const [known] = await db.orm
    .select({ id: channels.id })
    .from(channels)
    .where(own(db, channels, eq(channels.name, name)))
  if (known) return known.id
  const id = newId('channel')
  await db.orm.insert(channels).values({
    workspaceId: db.workspaceId,
    id,
    kind: 'whatsapp_cloud',
    name,
    status: 'disconnected',
    externalAccountId: 'load',
    identityScope: 'load',
    credentials: '',
    health: {},
    sendGapMs: 0,
    disconnectedAt: now,
  })
  return id
}

async function loadThreads(db: WorkspaceDb, channelId: ChannelId, chats: readonly Chat[]): Promise<void> {
  const [workspace, channel] = [idBytes(db.workspaceId), idBytes(channelId)]
  await load(db, {
    table: 'threads',
    columns: THREAD_COLUMNS,
    count: chats.length,
    rowsOf: (index) =>
      ofChat(chats, index, ({ thread, contactId, contact, conversation, lastAt, startedAt }) => [
        workspace,
        thread,
        channel,
        contactId,
        `phone:${phoneOf(contact)}`,
        conversation,
        new Date(lastAt),
        new Date(lastAt + 24 * 60 * MINUTE),
        new Date(startedAt),
      ]),
  })
}

async function loadConversations(
  db: WorkspaceDb,
  channelId: ChannelId,
  chats: readonly Chat[],
): Promise<void> {
  const [workspace, channel] = [idBytes(db.workspaceId), idBytes(channelId)]
  await load(db, {
    table: 'conversations',
    columns: CONVERSATION_COLUMNS,
    count: chats.length,
    rowsOf: (index) =>
      ofChat(chats, index, ({ isOpen, isWaiting, ...chat }) => {
        const last = new Date(chat.lastAt)
        return [
          workspace,
          chat.conversation,
          index + 1,
          chat.thread,
          chat.contactId,
          channel,
          isOpen ? chat.thread : null,
          isOpen ? 'open' : 'resolved',
          chat.agent,
          isWaiting ? last : null,
          isOpen ? null : last,
          isWaiting ? 1 : 0,
          last,
          isWaiting ? 'inbound' : 'outbound',
          'text',
          wordsOf(index, chat.length - 1),
          new Date(chat.startedAt),
        ]
      }),
  })
}

async function loadMessages(db: WorkspaceDb, channelId: ChannelId, chats: readonly Chat[]): Promise<void> {
  const [workspace, channel] = [idBytes(db.workspaceId), idBytes(channelId)]
  await load(db, {
    table: 'messages',
    columns: MESSAGE_COLUMNS,
    count: chats.length,
    rowsOf: (index) => {
      const chat = chats[index]
      if (!chat) return []
      return Array.from({ length: chat.length }, (_, line) => {
        const isInbound = line % 2 === 0
        return [
          workspace,
          idBytes(newId('message')),
          channel,
          chat.thread,
          chat.conversation,
          isInbound ? 'inbound' : 'outbound',
          isInbound ? 'contact' : 'agent',
          isInbound ? null : chat.agent,
          `wamid.load.${index}.${line}`,
          'text',
          wordsOf(index, line),
          isInbound ? null : 'read',
          new Date(Math.min(chat.startedAt + line * 3 * MINUTE, chat.lastAt)),
        ]
      })
    },
  })
}

function ofChat(chats: readonly Chat[], index: number, rowOf: (chat: Chat) => unknown[]): unknown[][] {
  const chat = chats[index]
  return chat ? [rowOf(chat)] : []
}

const wordsOf = (chat: number, line: number): string => WORDS[(chat + line * 5) % WORDS.length] ?? ''
