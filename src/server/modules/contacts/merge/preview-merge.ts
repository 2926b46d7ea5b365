import { and, count, eq, type SQL } from 'drizzle-orm'
import type { MySqlColumn, MySqlTable } from 'drizzle-orm/mysql-core'
import type { MergeCounts, MergePair, MergePreviewDto } from '../../../../shared/contracts/contacts.ts'
import { recordKeyOf, type ContactId } from '../../../../shared/ids.ts'
import { own, type Scope, type WorkspaceDb } from '../../../platform/db/workspace-db.ts'
import { notFound } from '../../../platform/errors.ts'
import {
  consents,
  contactCompanies,
  contacts,
  conversations,
  dealContacts,
  identities,
  labelings,
  notes,
  tasks,
  threads,
} from '../../../schema/index.ts'
import type { ContactRow } from '../contact-dto.ts'
import * as repo from '../contacts.repo.ts'
import { conflictsOf } from './merge-facts.ts'

/** What a merge would move, and what a person has to choose. Nothing changes. @throws AppError NOT_FOUND */
export async function previewMerge(db: WorkspaceDb, input: MergePair): Promise<MergePreviewDto> {
  const [winner, loser] = await Promise.all([repo.find(db, input.winnerId), repo.find(db, input.loserId)])
  const [winnerRow, loserRow] = await Promise.all([rowOf(db, winner.id), rowOf(db, loser.id)])
  const moves = winner.id === loser.id ? NOTHING : await countsOf(db, loser.id)
  return { winner, loser, moves, conflicts: conflictsOf(winnerRow, loserRow) }
}

async function rowOf(db: Scope, id: ContactId): Promise<ContactRow> {
  const [row] = await db.orm
    .select()
    .from(contacts)
    .where(own(db, contacts, eq(contacts.id, id)))
  if (!row) throw notFound('contact')
  return row
}

const NOTHING: MergeCounts = {
  threads: 0,
  conversations: 0,
  addresses: 0,
  notes: 0,
  tasks: 0,
  deals: 0,
  labels: 0,
  companies: 0,
  consents: 0,
}

type CountedTable = MySqlTable & { workspaceId: MySqlColumn }

/** Each of these has an index that begins with the contact. */
async function countsOf(db: WorkspaceDb, id: ContactId): Promise<MergeCounts> {
  const key = recordKeyOf(id)
  const ofRecord = (table: typeof notes | typeof tasks | typeof labelings) =>
    and(eq(table.entity, 'contact'), eq(table.recordId, key))
  const counted: Record<keyof MergeCounts, [CountedTable, SQL | undefined]> = {
    threads: [threads, eq(threads.contactId, id)],
    conversations: [conversations, eq(conversations.contactId, id)],
    addresses: [identities, eq(identities.contactId, id)],
    notes: [notes, ofRecord(notes)],
    tasks: [tasks, ofRecord(tasks)],
    deals: [dealContacts, eq(dealContacts.contactId, id)],
    labels: [labelings, ofRecord(labelings)],
    companies: [contactCompanies, eq(contactCompanies.contactId, id)],
    consents: [consents, eq(consents.contactId, id)],
  }
  const entries = await Promise.all(
    Object.entries(counted).map(async ([name, [table, condition]]) => {
      const [row] = await db.orm
        .select({ n: count() })
        .from(table)
        .where(own(db, table, condition))
      return [name, row?.n ?? 0] as const
    }),
  )
  return { ...NOTHING, ...Object.fromEntries(entries) }
}
