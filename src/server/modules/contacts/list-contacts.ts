import type { ContactDto, ContactSummary, ListContacts } from '../../../shared/contracts/contacts.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import type { ContactId } from '../../../shared/ids.ts'
import { decodePosition, pageOf } from '../../platform/cursor.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { contactSummaries } from './contact-summaries.ts'
import * as repo from './contacts.repo.ts'
import { searchContacts } from './search-contacts.ts'

/**
 * Contacts found by a query (best hundred), or all of them, newest first, page by page. Deleted and
 * merged ones are told only to who asks what changed.
 */
export async function listContacts(db: WorkspaceDb, input: ListContacts): Promise<Page<ContactSummary>> {
  const { items, nextCursor } = await pageOfIds(db, input)
  return { items: await contactSummaries(db, items, { withGone: isOfChanges(input) }), nextCursor }
}

/** The same list with all that is known of each contact. */
export async function listWholeContacts(db: WorkspaceDb, input: ListContacts): Promise<Page<ContactDto>> {
  const { items, nextCursor } = await pageOfIds(db, input)
  const found = await repo.findMany(db, items)
  const isShown = (contact: ContactDto) => isOfChanges(input) || !(contact.deletedAt ?? contact.mergedIntoId)
  return { items: found.filter(isShown), nextCursor }
}

const isOfChanges = (input: ListContacts) => input.updatedSince !== undefined && !input.query?.trim()

async function pageOfIds(db: WorkspaceDb, input: ListContacts): Promise<Page<ContactId>> {
  const query = input.query?.trim()
  if (query) return { items: await searchContacts(db, query, input.limit), nextCursor: null }
  const position = input.cursor === undefined ? undefined : decodePosition('contact', input.cursor)
  const limit = input.limit + 1
  const rows =
    input.updatedSince === undefined
      ? await repo.newest(db, { before: position, limit })
      : await repo.changedSince(db, { since: new Date(input.updatedSince), after: position, limit })
  const page = pageOf(rows, input.limit, ({ at, id }) => [at, id])
  return { ...page, items: page.items.map((row) => row.id) }
}
