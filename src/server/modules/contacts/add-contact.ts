import type { Actor } from '../../../shared/actor.ts'
import type {
  AddressKind,
  ContactDto,
  CreateContact,
  NewAddress,
} from '../../../shared/contracts/contacts.ts'
import { newId, type ContactId } from '../../../shared/ids.ts'
import type { WorkspaceDb, WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { contacts } from '../../schema/index.ts'
import { claimAddress, claimingOnce, shownAddress, sourceOf } from './claim-address.ts'
import { checkFacts } from './contact-facts.ts'
import { writeTerms } from './contact-writes.ts'
import * as repo from './contacts.repo.ts'

/**
 * A contact as a person or a program enters it.
 * @throws AppError ADDRESS_TAKEN with `contactId`, NOT_FOUND for the owner, VALIDATION_FAILED
 */
export function addContact(db: WorkspaceDb, input: CreateContact, actor: Actor): Promise<ContactDto> {
  const id = newId('contact')
  return claimingOnce(() =>
    db.tx(async (tx) => {
      const facts = await checkFacts(tx, { id, given: input, previous: null })
      const row = { name: input.name, ...facts, source: facts.source ?? sourceOf(actor) }
      await tx.orm.insert(contacts).values({
        workspaceId: tx.workspaceId,
        id,
        nameIsManual: true,
        createdAt: tx.now,
        updatedAt: tx.now,
        ...row,
      })
      await writeTerms(tx, id, input.name)
      const phones = await claimAll(tx, { id, kind: 'phone', given: input.phones, actor })
      const emails = await claimAll(tx, { id, kind: 'email', given: input.emails, actor })
      tx.emit({ type: 'contact.created', data: { contactId: id } })
      const after = { ...row, phones, emails }
      tx.audit({ actor, action: 'contact.created', entity: 'contact', recordId: id, before: null, after })
      return repo.find(tx, id)
    }),
  )
}

interface Given {
  id: ContactId
  kind: AddressKind
  given: NewAddress[] | undefined
  actor: Actor
}

async function claimAll(tx: WorkspaceTx, { id, kind, given, actor }: Given): Promise<string[]> {
  const claimed: string[] = []
  for (const [index, one] of (given ?? []).entries()) {
    const field = `${kind}s.${index}.value`
    const { row } = await claimAddress(tx, { contactId: id, kind, given: one, field, actor })
    claimed.push(shownAddress(row))
  }
  return claimed
}
