import { CONVERSATION_STATUSES } from '../../../../shared/contracts/conversations.ts'
import { idBytes } from '../../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../../platform/db/workspace-db.ts'
import { piece } from '../piece.ts'
import { ofRecords } from './column-order.ts'
import { timeKey, type Order } from './order.ts'

/**
 * By the newest message with the contact: along `conversations_all`, once for each status, where a contact
 * counts by the newest of its conversations; who was never spoken with follows.
 */
export function lastMessageOrder({ db, isDescending }: { db: WorkspaceDb; isDescending: boolean }): Order {
  const workspace = idBytes(db.workspaceId)
  const spoken =
    'FROM conversations m FORCE INDEX (conversations_contact) WHERE m.workspace_id = ? AND m.contact_id ='
  const newest = piece(`(SELECT MAX(m.last_message_at) ${spoken} c.id)`, workspace)
  return {
    table: 'contacts',
    stretches: [
      {
        name: 'spoken',
        legs: CONVERSATION_STATUSES.map((status) => ({
          from: 'conversations o FORCE INDEX (conversations_all)',
          where: piece('o.workspace_id = ? AND o.status = ?', workspace, status),
        })),
        key: timeKey('o.last_message_at'),
        id: 'o.id',
        record: 'o.contact_id',
        only: piece(
          `NOT EXISTS (SELECT 1 ${spoken} c.id AND m.last_message_at >= w.at AND (m.last_message_at > w.at OR m.id > w.id))`,
          workspace,
        ),
      },
      {
        ...ofRecords('contacts c FORCE INDEX (PRIMARY)', workspace),
        name: 'never',
        only: piece(`NOT EXISTS (SELECT 1 ${spoken} c.id)`, workspace),
        key: null,
      },
    ],
    isDescending,
    rank: piece(`(${newest.sql} IS NULL)`, ...newest.values),
    at: newest,
  }
}
