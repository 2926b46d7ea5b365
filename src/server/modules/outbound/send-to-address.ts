import { eq } from 'drizzle-orm'
import type { MessageDto, SendMessage } from '../../../shared/contracts/messages.ts'
import type { ChannelId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { channels } from '../../schema/index.ts'
import { newestOrStarted } from '../conversations/index.ts'
import { findThread, resolveThread } from '../inbound/index.ts'
import { storeMessage, storeOnce, type Sender, type SendServices } from '../messages/index.ts'
import { partyAt } from './address.ts'

export interface SendToAddress extends Omit<SendMessage, 'conversationId'> {
  channelId: ChannelId
  /** A phone with its country code, or a BSUID. */
  to: string
}

/**
 * Sends to whoever goes by an address on a channel. A stranger becomes a contact with a thread and a
 * conversation, all in the one transaction of the message: refused, it leaves nothing behind.
 */
export function sendToAddress(
  services: SendServices,
  db: WorkspaceDb,
  { input, sender }: { input: SendToAddress; sender: Sender },
): Promise<MessageDto> {
  const { channelId, to, ...content } = input
  const isSame = async (holder: { channelId: ChannelId }) => holder.channelId === channelId
  return storeOnce(db, { ...content, direction: 'outbound', isSame }, async (tx) => {
    const party = partyAt(to, await identityScopeOf(tx, channelId))
    const thread =
      (await findThread(tx, { channelId, party })) ?? (await resolveThread(tx, { channelId, party }))
    const conversationId = await newestOrStarted(tx, { threadId: thread.threadId, now: services.now() })
    return storeMessage(services, tx, { input: { ...content, conversationId }, sender })
  })
}

async function identityScopeOf(tx: WorkspaceTx, channelId: ChannelId): Promise<string> {
  const [row] = await tx.orm
    .select({ scope: channels.identityScope })
    .from(channels)
    .where(own(tx, channels, eq(channels.id, channelId)))
  if (!row) throw notFound('channel')
  return row.scope
}
