import { eq } from 'drizzle-orm'
import type {
  ContactDto,
  ContactSummary,
  ListContacts,
  UpdateContact,
} from '../../../shared/contracts/contacts.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import type { ContactId } from '../../../shared/ids.ts'
import { decodePosition, encodeCursor } from '../../platform/cursor.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { contacts } from '../../schema/index.ts'
import { contactSummaries } from './contact-summaries.ts'
import { writeTerms } from './contact-writes.ts'
import * as repo from './contacts.repo.ts'
import { searchContacts } from './search-contacts.ts'

/** Contacts found by a query (best hundred), or all of them, newest first, page by page. */
export async function listContacts(db: WorkspaceDb, input: ListContacts): Promise<Page<ContactSummary>> {
  const { items, nextCursor } = await pageOfIds(db, input)
  return { items: await contactSummaries(db, items), nextCursor }
}

/** The same list with all that is known of each contact. */
export async function listWholeContacts(db: WorkspaceDb, input: ListContacts): Promise<Page<ContactDto>> {
  const { items, nextCursor } = await pageOfIds(db, input)
  return { items: await repo.findMany(db, items), nextCursor }
}

async function pageOfIds(db: WorkspaceDb, input: ListContacts): Promise<Page<ContactId>> {
  const query = input.query?.trim()
  if (query) return { items: await searchContacts(db, query, input.limit), nextCursor: null }
  const rows = await repo.newest(db, { before: positionOf(input.cursor), limit: input.limit + 1 })
  const page = rows.slice(0, input.limit)
  const last = page.at(-1)
  return {
    items: page.map((row) => row.id),
    nextCursor: rows.length > input.limit && last ? encodeCursor([last.createdAt.getTime(), last.id]) : null,
  }
}

function positionOf(cursor: string | undefined) {
  if (cursor === undefined) return undefined
  const { at: createdAt, id } = decodePosition('contact', cursor)
  return { createdAt, id }
}

/** Renames a contact; a stale version is refused, and the provider's name no longer overwrites it. */
export async function updateContact(db: WorkspaceDb, input: UpdateContact): Promise<ContactDto> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, input.id)
    if (row.version !== input.version)
      throw new AppError('STALE_VERSION', 'the contact was changed meanwhile', {
        details: { version: row.version },
      })
    await tx.orm
      .update(contacts)
      .set({ name: input.name, nameIsManual: true, version: row.version + 1 })
      .where(own(tx, contacts, eq(contacts.id, input.id)))
    await writeTerms(tx, input.id, input.name)
    tx.emit({ type: 'contact.updated', data: { contactId: input.id, name: input.name } })
    return repo.find(tx, input.id)
  })
}
