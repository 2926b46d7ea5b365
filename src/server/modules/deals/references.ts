import { eq, inArray } from 'drizzle-orm'
import type { CompanyId, ContactId, ConversationId, ThreadId, UserId } from '../../../shared/ids.ts'
import { own, type Scope } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { channels, companies, contacts, conversations, threads } from '../../schema/index.ts'
import { requireMember } from '../records/index.ts'

/** What a deal may name. Each is looked for in the workspace before anything is written. */
export interface References {
  ownerId?: UserId | null | undefined
  companyId?: CompanyId | null | undefined
}

/** @throws AppError NOT_FOUND for whatever is not there. */
export async function requireReferences(scope: Scope, { ownerId, companyId }: References): Promise<void> {
  if (ownerId) await requireMember(scope, ownerId)
  if (companyId) await requireCompany(scope, companyId)
}

async function requireCompany(scope: Scope, id: CompanyId): Promise<void> {
  const [row] = await scope.orm
    .select({ id: companies.id })
    .from(companies)
    .where(own(scope, companies, eq(companies.id, id)))
  if (!row) throw notFound('company')
}

export interface FoundContact {
  id: ContactId
  name: string
}

/** In the order given. A contact that was merged away leads to the one it became. */
export async function findContacts(scope: Scope, ids: readonly ContactId[]): Promise<FoundContact[]> {
  if (ids.length === 0) return []
  const rows = await scope.orm
    .select({ id: contacts.id, name: contacts.name, mergedIntoId: contacts.mergedIntoId })
    .from(contacts)
    .where(own(scope, contacts, inArray(contacts.id, [...ids])))
  const found: FoundContact[] = []
  for (const id of ids) {
    const row = rows.find((candidate) => candidate.id === id)
    if (!row) throw notFound('contact')
    const [winner] = row.mergedIntoId ? await findContacts(scope, [row.mergedIntoId]) : [row]
    if (winner) found.push({ id: winner.id, name: winner.name })
  }
  return found
}

export interface FoundThread {
  threadId: ThreadId
  contactId: ContactId
  /** Where deals from its channel start. */
  defaultPipelineId: (typeof channels.$inferSelect)['defaultPipelineId']
}

export async function threadOfConversation(scope: Scope, id: ConversationId): Promise<FoundThread> {
  const [row] = await scope.orm
    .select({ threadId: conversations.threadId })
    .from(conversations)
    .where(own(scope, conversations, eq(conversations.id, id)))
  if (!row) throw notFound('conversation')
  return findThread(scope, row.threadId)
}

export async function findThread(scope: Scope, id: ThreadId): Promise<FoundThread> {
  const [row] = await scope.orm
    .select({
      threadId: threads.id,
      contactId: threads.contactId,
      defaultPipelineId: channels.defaultPipelineId,
    })
    .from(threads)
    .innerJoin(channels, own(scope, channels, eq(channels.id, threads.channelId)))
    .where(own(scope, threads, eq(threads.id, id)))
  if (!row) throw notFound('thread')
  return row
}
