import type { Actor } from '../../../shared/actor.ts'
import type { ContactDto, UpdateContact } from '../../../shared/contracts/contacts.ts'
import type { ContactId } from '../../../shared/ids.ts'
import type { WorkspaceDb, WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { changesBetween } from '../records/index.ts'
import { checkFacts } from './contact-facts.ts'
import { claimPhoto } from './contact-photo.ts'
import { writeTerms } from './contact-writes.ts'
import type { ContactRow } from './contact-dto.ts'
import * as repo from './contacts.repo.ts'

/**
 * Changes what is given; a stale version is refused. A name that was typed is no longer overwritten
 * by the provider's. What is so already is no change.
 * @throws AppError NOT_FOUND, STALE_VERSION, VALIDATION_FAILED
 */
export function updateContact(db: WorkspaceDb, input: UpdateContact, actor: Actor): Promise<ContactDto> {
  return db.tx(async (tx) => {
    const { id } = await changeContact(tx, input, actor)
    return repo.find(tx, id)
  })
}

/** The same within a transaction of the caller's. @returns the contact that lives, and its row where that changed */
export async function changeContact(
  tx: WorkspaceTx,
  input: UpdateContact,
  actor: Actor,
): Promise<{ id: ContactId; before: ContactRow | null }> {
  const row = await repo.findSurvivorLocked(tx, input.id)
  refuseStale(row, input.version)
  const { name, avatarId } = input
  if (avatarId && avatarId !== row.avatarId) await claimPhoto(tx, avatarId, actor)
  const facts = await checkFacts(tx, { id: row.id, given: input, previous: row })
  const next = {
    ...(name !== undefined && { name, nameIsManual: true }),
    ...(avatarId !== undefined && { avatarId }),
    ...facts,
  }
  const changes = changesBetween({ ...row }, next)
  if (!changes) return { id: row.id, before: null }
  await repo.change(tx, row, next)
  if (name !== undefined) await writeTerms(tx, row.id, name)
  tx.emit({ type: 'contact.updated', data: { contactId: row.id, name: name ?? row.name } })
  tx.audit({ actor, action: 'contact.updated', entity: 'contact', recordId: row.id, ...changes })
  return { id: row.id, before: row }
}

/** @throws AppError STALE_VERSION with the version that is there. */
export function refuseStale(row: { version: number }, seen: number | undefined): void {
  if (seen === undefined || seen === row.version) return
  throw new AppError('STALE_VERSION', 'the contact was changed meanwhile', {
    details: { version: row.version },
  })
}
