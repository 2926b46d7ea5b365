import { and, eq, inArray } from 'drizzle-orm'
import type { IdentityChangedFact } from '../../adapters/contract/index.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { identities, threadAliases, threads } from '../../schema/index.ts'
import { addIdentities, anyOf, suggestMerge } from '../contacts/index.ts'
import type { InboundChannel, ThreadRef } from './entry.ts'
import { addAliases, aliasKeyOf } from './resolve-threads.ts'

/**
 * A person's address changed: the thread and the contact stay, the new addresses become current and
 * the old ones history. Addresses that already belong to another contact are left there.
 */
export async function changeIdentity(
  tx: WorkspaceTx,
  channel: InboundChannel,
  fact: IdentityChangedFact,
): Promise<ThreadRef | undefined> {
  const thread = await threadOf(tx, channel, fact)
  if (!thread) return undefined
  await takeOverAliases(tx, { channel, fact, thread })
  await tx.orm
    .update(threads)
    .set({ replyAddress: fact.replyAddress })
    .where(own(tx, threads, eq(threads.id, thread.threadId)))
  await retire(tx, thread, fact)
  await addIdentities(tx, thread.contactId, fact.current)
  return thread
}

async function threadOf(
  tx: WorkspaceTx,
  channel: InboundChannel,
  fact: IdentityChangedFact,
): Promise<ThreadRef | undefined> {
  const [row] = await tx.orm
    .select({ threadId: threads.id, contactId: threads.contactId })
    .from(threadAliases)
    .innerJoin(
      threads,
      and(eq(threads.workspaceId, threadAliases.workspaceId), eq(threads.id, threadAliases.threadId)),
    )
    .where(
      own(
        tx,
        threadAliases,
        eq(threadAliases.channelId, channel.channelId),
        inArray(threadAliases.aliasKey, fact.previous.map(aliasKeyOf)),
      ),
    )
    .limit(1)
  return row
}

/** An address that somebody else already writes from keeps its thread; a merge is suggested. */
async function takeOverAliases(
  tx: WorkspaceTx,
  { channel, fact, thread }: { channel: InboundChannel; fact: IdentityChangedFact; thread: ThreadRef },
): Promise<void> {
  const party = { identities: fact.current, replyAddress: fact.replyAddress }
  await addAliases(tx, { channelId: channel.channelId, party }, thread.threadId)
  const holders = await tx.orm
    .select({ threadId: threads.id, contactId: threads.contactId })
    .from(threadAliases)
    .innerJoin(
      threads,
      and(eq(threads.workspaceId, threadAliases.workspaceId), eq(threads.id, threadAliases.threadId)),
    )
    .where(
      own(
        tx,
        threadAliases,
        eq(threadAliases.channelId, channel.channelId),
        inArray(threadAliases.aliasKey, fact.current.map(aliasKeyOf)),
      ),
    )
  for (const holder of holders) {
    if (holder.contactId !== thread.contactId) {
      await suggestMerge(tx, {
        contactId: thread.contactId,
        otherContactId: holder.contactId,
        reason: 'address_changed_to_known',
      })
    }
  }
}

async function retire(tx: WorkspaceTx, thread: ThreadRef, fact: IdentityChangedFact): Promise<void> {
  await tx.orm
    .update(identities)
    .set({ isCurrent: false })
    .where(own(tx, identities, eq(identities.contactId, thread.contactId), anyOf(fact.previous)))
}
