import { eq } from 'drizzle-orm'
import type { MessageDto } from '../../../shared/contracts/messages.ts'
import type { MessageId } from '../../../shared/ids.ts'
import { duplicateKeyOf } from '../../platform/db/errors.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { messages } from '../../schema/index.ts'
import { messageById } from './message-page.ts'

/** The message that already has a client's token, as far as a repeat is compared with it. */
export type TokenHolder = Pick<typeof messages.$inferSelect, 'threadId' | 'channelId'>

export interface Once {
  clientToken: string
  direction: 'outbound' | 'internal'
  text?: string | undefined
  /** Whether the holder of the token goes where this message is meant to go. */
  isSame(holder: TokenHolder): Promise<boolean>
}

/**
 * Stores a message unless its token has stored it before, also when both come at once.
 * @throws IDEMPOTENCY_CONFLICT where the token was used for something else.
 */
export async function storeOnce(
  db: WorkspaceDb,
  once: Once,
  store: (tx: WorkspaceTx) => Promise<MessageId>,
): Promise<MessageDto> {
  const known = await findByToken(db, once)
  if (known) return messageById(db, known)
  try {
    return await messageById(db, await db.tx(store))
  } catch (error) {
    // The same request came twice at once: the other one has stored it.
    const winner = duplicateKeyOf(error) === 'messages_client_token' ? await findByToken(db, once) : undefined
    if (!winner) throw error
    return messageById(db, winner)
  }
}

async function findByToken(db: WorkspaceDb, once: Once): Promise<MessageId | undefined> {
  const [row] = await db.orm
    .select()
    .from(messages)
    .where(own(db, messages, eq(messages.clientToken, once.clientToken)))
  if (!row) return undefined
  if (row.direction !== once.direction || row.text !== (once.text ?? null) || !(await once.isSame(row)))
    throw new AppError('IDEMPOTENCY_CONFLICT', 'this clientToken was used for another message')
  return row.id
}
