import { eq } from 'drizzle-orm'
import type { UserId } from '../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { contacts } from '../../schema/index.ts'
import { notify } from '../notifications/index.ts'
import type { ConversationRow } from './conversations.repo.ts'

/** Rings the bell of whoever gets a conversation from somebody else. */
export async function tellAssignee(
  tx: WorkspaceTx,
  row: ConversationRow,
  { assigneeId, by }: { assigneeId: UserId | null; by: UserId | null },
): Promise<void> {
  if (!assigneeId || assigneeId === by) return
  const [contact] = await tx.orm
    .select({ name: contacts.name })
    .from(contacts)
    .where(own(tx, contacts, eq(contacts.id, row.contactId)))
  const { id: conversationId, number, version } = row
  await notify(tx, [
    {
      userId: assigneeId,
      fact: {
        kind: 'conversation_assigned',
        data: { conversationId, number, name: contact?.name ?? '', by },
      },
      dedupeKey: `assigned:${conversationId}:${version}`,
    },
  ])
}
