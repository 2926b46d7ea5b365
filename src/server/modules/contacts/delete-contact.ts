import type { Actor } from '../../../shared/actor.ts'
import type { ContactDto } from '../../../shared/contracts/contacts.ts'
import type { ContactId } from '../../../shared/ids.ts'
import type { WorkspaceDb, WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { removeTerms, writeTerms } from './contact-writes.ts'
import type { ContactRow } from './contact-dto.ts'
import * as repo from './contacts.repo.ts'

/**
 * Hides a contact from lists and search. It opens by its id, keeps its chats, and can be restored.
 * @throws AppError NOT_FOUND; CONFLICT for a contact that became part of another, whom it would hit
 */
export function deleteContact(
  db: WorkspaceDb,
  { id, now }: { id: ContactId; now: Date },
  actor: Actor,
): Promise<{ id: ContactId; deleted: true }> {
  return db.tx(async (tx) => {
    const row = await locked(tx, id)
    if (!row.deletedAt) {
      await repo.change(tx, row, { deletedAt: now })
      await removeTerms(tx, id)
      tx.emit({ type: 'contact.deleted', data: { contactId: id } })
      const [before, after] = [{ deletedAt: null }, { deletedAt: now.toISOString() }]
      tx.audit({ actor, action: 'contact.deleted', entity: 'contact', recordId: id, before, after })
    }
    return { id, deleted: true as const }
  })
}

/** @throws AppError NOT_FOUND, CONFLICT as above */
export function restoreContact(db: WorkspaceDb, id: ContactId, actor: Actor): Promise<ContactDto> {
  return db.tx(async (tx) => {
    const row = await locked(tx, id)
    if (row.deletedAt) {
      await repo.change(tx, row, { deletedAt: null })
      await writeTerms(tx, id, row.name)
      tx.emit({ type: 'contact.restored', data: { contactId: id } })
      const [before, after] = [{ deletedAt: row.deletedAt.toISOString() }, { deletedAt: null }]
      tx.audit({ actor, action: 'contact.restored', entity: 'contact', recordId: id, before, after })
    }
    return repo.find(tx, id)
  })
}

async function locked(tx: WorkspaceTx, id: ContactId): Promise<ContactRow> {
  const row = await repo.findLocked(tx, id)
  if (row.mergedIntoId)
    throw new AppError('CONFLICT', 'this contact is part of another one', {
      details: { reason: 'merged', contactId: row.mergedIntoId },
    })
  return row
}
