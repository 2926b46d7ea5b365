import * as lit from '../../src/server/platform/db/literals.ts'
import { newId, type ChannelId, type UserId, type WorkspaceId } from '../../src/shared/ids.ts'
import { Random } from '../../test/load/random.ts'
import type { LoadWorld } from '../../test/load/world.ts'
import { load } from './insert.ts'

const YEAR_MS = 365 * 86_400_000
/** Scatters neighbours in the list over the contacts, as time does. */
const SCATTER = 7_919
const PREVIEWS = [
  'Hola, ¿siguen teniendo la mesa de nogal de dos metros?',
  'Muchas gracias, quedo al pendiente.',
  '¿Cuánto cuesta el envío a Guadalajara con armado incluido?',
  'Ya hice la transferencia, les mando el comprobante 👍',
]

interface ConversationStock {
  workspaceId: WorkspaceId
  channelId: ChannelId
  agents: UserId[]
  contacts: lit.Sql[]
  count: number
  from: number
}

const COLUMNS =
  'workspace_id,id,number,thread_id,contact_id,channel_id,open_key,status,assignee_id,waiting_since,unread_count,last_message_at,last_direction,last_message_type,preview,version'

/** A year of conversations, oldest first: two thirds resolved, a third of all nobody's, two in five of the open ones waiting. */
export async function loadConversations(world: LoadWorld, stock: ConversationStock): Promise<void> {
  const random = new Random(7)
  const workspace = lit.id(stock.workspaceId)
  const channel = lit.id(stock.channelId)
  const connection = await world.connect()
  await load(connection, {
    table: 'conversations',
    columns: COLUMNS,
    count: stock.count - 1,
    rowsOf: (index) => {
      const at = Math.round(stock.from + (YEAR_MS * index) / stock.count)
      const thread = lit.id(newId('thread'))
      const status = statusOf(random.next())
      const isWaiting = status === 'open' && random.next() < 0.4
      const assignee = stock.agents[random.below(stock.agents.length)] as UserId
      return [
        [
          workspace,
          lit.id(newId('conversation')),
          lit.number(index + 1),
          thread,
          stock.contacts[(index * SCATTER) % stock.count] as lit.Sql,
          channel,
          status === 'resolved' ? lit.NULL : thread,
          lit.text(status),
          random.next() < 0.33 ? lit.NULL : lit.id(assignee),
          isWaiting ? lit.time(new Date(at)) : lit.NULL,
          lit.number(isWaiting ? 1 + random.below(4) : 0),
          lit.time(new Date(at)),
          lit.text(isWaiting || random.next() < 0.5 ? 'inbound' : 'outbound'),
          lit.text('text'),
          lit.text(PREVIEWS[random.below(PREVIEWS.length)]),
          lit.number(3),
        ],
      ]
    },
  })
  await connection.end()
}

function statusOf(share: number): string {
  if (share < 0.25) return 'open'
  if (share < 0.28) return 'pending'
  return share < 0.33 ? 'snoozed' : 'resolved'
}

/** One conversation more, with a thread of many messages, one a minute, both directions, some of them reacted to. */
export async function loadThread(
  world: LoadWorld,
  stock: Omit<ConversationStock, 'contacts' | 'count'> & {
    contact: lit.Sql
    messages: number
    number: number
  },
): Promise<void> {
  const [workspace, channel, thread, conversation] = [
    lit.id(stock.workspaceId),
    lit.id(stock.channelId),
    lit.id(newId('thread')),
    lit.id(newId('conversation')),
  ]
  const last = stock.from + YEAR_MS - 60_000
  const connection = await world.connect()
  await load(connection, {
    table: 'conversations',
    columns: COLUMNS,
    count: 1,
    rowsOf: () => [
      [
        workspace,
        conversation,
        lit.number(stock.number),
        thread,
        stock.contact,
        channel,
        thread,

        lit.text('open'),
        lit.id(stock.agents[0] as UserId),
        lit.NULL,
        lit.number(0),
        lit.time(new Date(last)),
        lit.text('inbound'),
        lit.text('text'),
        lit.text(PREVIEWS[0]),
        lit.number(3),
      ],
    ],
  })
  const keyOf = (index: number) =>
    lit.text(`wamid.HBgNNTIxMzMwMDAwMDAxMRUCABIYFDNB${index.toString(36).padStart(12, '0')}`)
  await load(connection, {
    table: 'messages',
    columns:
      'workspace_id,id,channel_id,thread_id,conversation_id,direction,origin,external_key,quoted_external_key,type,text,status,sent_at',
    count: stock.messages,
    rowsOf: (index) => {
      const isInbound = index % 2 === 0
      const at = last - (stock.messages - index) * 60_000
      return [
        [
          workspace,
          lit.id(newId('message')),
          channel,
          thread,
          conversation,

          lit.text(isInbound ? 'inbound' : 'outbound'),
          lit.text(isInbound ? 'contact' : 'agent'),
          keyOf(index),
          index % 10 === 9 ? keyOf(index - 3) : lit.NULL,
          lit.text('text'),

          lit.text(PREVIEWS[index % PREVIEWS.length]),
          isInbound ? lit.NULL : lit.text('read'),
          lit.time(new Date(at)),
        ],
      ]
    },
  })
  await load(connection, {
    table: 'message_reactions',
    columns: 'workspace_id,channel_id,target_external_key,actor_key,emoji,at',
    count: Math.floor(stock.messages / 20),
    rowsOf: (index) => [
      [workspace, channel, keyOf(index * 20), lit.text('contact'), lit.text('👍'), lit.time(new Date(last))],
    ],
  })
  await connection.end()
}
