import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { newId, type ChannelId, type ContactId, type ThreadId } from '../../../shared/ids.ts'
import type { Party, PartyIdentity } from '../../adapters/contract/index.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { identities, threadAliases, threads } from '../../schema/index.ts'
import { addIdentities, anyOf, createContact, findSurvivorLocked, suggestMerge } from '../contacts/index.ts'
import type { ThreadRef } from './entry.ts'

/** The key of one address within its channel. */
export const aliasKeyOf = (identity: PartyIdentity) => `${identity.kind}:${identity.matchKey}`

export interface ResolveInput {
  channelId: ChannelId
  party: Party
}

/**
 * The thread of a party whose addresses are not all known yet: finds it by any of them, or creates
 * contact and thread. The aliases' primary key decides races: whoever inserts first owns the
 * address, and everybody reads back.
 */
export async function resolveThread(tx: WorkspaceTx, input: ResolveInput): Promise<ThreadRef> {
  const found = await threadsByAlias(tx, input)
  if (found.length === 0) return startThread(tx, input)
  const chosen = chooseThread(found, input.party)
  for (const other of found) {
    if (other.contactId !== chosen.contactId) {
      await suggestMerge(tx, {
        contactId: chosen.contactId,
        otherContactId: other.contactId,
        reason: 'one_item_two_contacts',
      })
    }
  }
  await addAliases(tx, input, chosen.threadId)
  await addIdentities(tx, chosen.contactId, input.party.identities)
  return { threadId: chosen.threadId, contactId: chosen.contactId }
}

/** The thread that already goes by one of these addresses; nothing is created or changed. */
export async function findThread(tx: WorkspaceTx, input: ResolveInput): Promise<ThreadRef | undefined> {
  const found = await threadsByAlias(tx, input)
  return found.length === 0 ? undefined : chooseThread(found, input.party)
}

interface FoundThread extends ThreadRef {
  aliasKey: string
}

async function threadsByAlias(tx: WorkspaceTx, input: ResolveInput): Promise<FoundThread[]> {
  const keys = input.party.identities.map(aliasKeyOf)
  return tx.orm
    .select({
      threadId: threadAliases.threadId,
      aliasKey: threadAliases.aliasKey,
      contactId: threads.contactId,
    })
    .from(threadAliases)
    .innerJoin(
      threads,
      and(eq(threads.workspaceId, threadAliases.workspaceId), eq(threads.id, threadAliases.threadId)),
    )
    .where(
      own(
        tx,
        threadAliases,
        eq(threadAliases.channelId, input.channelId),
        inArray(threadAliases.aliasKey, keys),
      ),
    )
    .orderBy(asc(threadAliases.aliasKey))
    .for('update')
}

/** Two addresses of one item may belong to two threads: the phone decides, nothing is merged. */
function chooseThread(found: FoundThread[], party: Party): FoundThread {
  const byPhone = found.find((thread) => thread.aliasKey.startsWith('phone:'))
  const strongest = party.identities
    .map((identity) => found.find((thread) => thread.aliasKey === aliasKeyOf(identity)))
    .find((thread) => thread !== undefined)
  const chosen = byPhone ?? strongest ?? found[0]
  if (!chosen) throw new Error('no thread to choose from')
  return chosen
}

async function startThread(tx: WorkspaceTx, input: ResolveInput): Promise<ThreadRef> {
  const threadId = newId('thread')
  await addAliases(tx, input, threadId)
  const [winner] = await threadsOfAliases(tx, input)
  if (winner && winner.threadId !== threadId) return resolveThread(tx, input)
  const contactId = (await knownContact(tx, input.party)) ?? (await createContact(tx, input.party))
  await addIdentities(tx, contactId, input.party.identities)
  await tx.orm.insert(threads).values({
    workspaceId: tx.workspaceId,
    id: threadId,
    channelId: input.channelId,
    contactId,
    replyAddress: input.party.replyAddress,
  })
  return { threadId, contactId }
}

/** Claims addresses for a thread; one that is taken stays with its holder. */
export async function addAliases(tx: WorkspaceTx, input: ResolveInput, threadId: ThreadId): Promise<void> {
  const rows = input.party.identities
    .map(aliasKeyOf)
    .sort()
    .map((aliasKey) => ({ workspaceId: tx.workspaceId, channelId: input.channelId, aliasKey, threadId }))
  await tx.orm
    .insert(threadAliases)
    .values(rows)
    .onDuplicateKeyUpdate({ set: { aliasKey: sql`values(${threadAliases.aliasKey})` } })
}

function threadsOfAliases(tx: WorkspaceTx, input: ResolveInput): Promise<{ threadId: ThreadId }[]> {
  return tx.orm
    .select({ threadId: threadAliases.threadId })
    .from(threadAliases)
    .where(
      own(
        tx,
        threadAliases,
        eq(threadAliases.channelId, input.channelId),
        inArray(threadAliases.aliasKey, input.party.identities.map(aliasKeyOf)),
      ),
    )
    .orderBy(asc(threadAliases.aliasKey))
    .for('update')
}

/** The contact that already has one of these addresses, perhaps from another channel. */
async function knownContact(tx: WorkspaceTx, party: Party): Promise<ContactId | undefined> {
  const rows = await tx.orm
    .select({ contactId: identities.contactId, kind: identities.kind, matchKey: identities.matchKey })
    .from(identities)
    .where(own(tx, identities, anyOf(party.identities)))
  for (const identity of party.identities) {
    const row = rows.find((r) => r.kind === identity.kind && r.matchKey === identity.matchKey)
    // Locked: a merge that runs at the same time must not leave the new thread with the contact that goes.
    if (row) return (await findSurvivorLocked(tx, row.contactId)).id
  }
  return undefined
}
