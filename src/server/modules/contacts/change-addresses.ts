import { eq } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import type { AddAddress, ContactDto, UpdateAddress } from '../../../shared/contracts/contacts.ts'
import type { ContactId, IdentityId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { identities } from '../../schema/index.ts'
import * as addresses from './addresses.repo.ts'
import { addressTaken, claimAddress, claimingOnce, readAddress, shownAddress } from './claim-address.ts'
import type { ContactRow, IdentityRow } from './contact-dto.ts'
import { suggestMerge } from './contact-writes.ts'
import * as repo from './contacts.repo.ts'
import type { Address } from './domain/address.ts'
import { reverseKeyOf } from './identity-search.ts'

/**
 * Gives a contact a phone or an e-mail. Where another contact has it, a person is asked whether the
 * two are one.
 * @throws AppError NOT_FOUND, VALIDATION_FAILED, ADDRESS_TAKEN with `contactId`
 */
export function addAddress(db: WorkspaceDb, input: AddAddress, actor: Actor): Promise<ContactDto> {
  const { id, kind, ...given } = input
  return claiming(db, id, async (tx, contact) => {
    const claim = { contactId: contact.id, kind, given, field: 'value', actor }
    const { row, isNew } = await claimAddress(tx, claim)
    if (!isNew) return
    const address = { kind, value: shownAddress(row), label: row.label, isPrimary: row.isPrimary }
    await tell(tx, contact, { actor, action: 'contact.address_added', before: null, after: { address } })
  })
}

/**
 * Corrects an address, labels it, or makes it the primary one of its kind.
 * @throws AppError NOT_FOUND, VALIDATION_FAILED, ADDRESS_TAKEN, IN_USE where a chat goes by it
 */
export function updateAddress(db: WorkspaceDb, input: UpdateAddress, actor: Actor): Promise<ContactDto> {
  return claiming(db, input.id, async (tx, contact) => {
    const row = await addresses.findOfContact(tx, contact.id, input.identityId)
    const corrected = await correction(tx, row, input.value)
    const label = input.label === undefined ? row.label : input.label || null
    if (corrected || label !== row.label)
      await tx.orm
        .update(identities)
        .set({ ...corrected, label })
        .where(own(tx, identities, eq(identities.id, row.id)))
    const isPrimary = input.isPrimary ?? row.isPrimary
    if (isPrimary && !row.isPrimary) await addresses.makePrimary(tx, row)
    const next = { ...row, ...corrected, label, isPrimary }
    const [before, after] = [row, next].map((one) => ({
      address: { kind: one.kind, value: shownAddress(one), label: one.label, isPrimary: one.isPrimary },
    }))
    if (!before || !after || JSON.stringify(before) === JSON.stringify(after)) return
    await tell(tx, contact, { actor, action: 'contact.address_changed', before, after })
  })
}

/** @throws AppError NOT_FOUND, IN_USE with the number of chats that go by it */
export function removeAddress(
  db: WorkspaceDb,
  input: { id: ContactId; identityId: IdentityId },
  actor: Actor,
): Promise<ContactDto> {
  return claiming(db, input.id, async (tx, contact) => {
    const row = await addresses.findOfContact(tx, contact.id, input.identityId)
    await refuseUsed(tx, row)
    await tx.orm.delete(identities).where(own(tx, identities, eq(identities.id, row.id)))
    const next = row.isPrimary ? await addresses.nextOf(tx, row) : undefined
    if (next) await addresses.makePrimary(tx, next)
    const address = { kind: row.kind, value: shownAddress(row), label: row.label, isPrimary: row.isPrimary }
    await tell(tx, contact, { actor, action: 'contact.address_removed', before: { address }, after: null })
  })
}

/** The columns of a corrected value; undefined where nothing of it changes. */
async function correction(
  tx: WorkspaceTx,
  row: IdentityRow,
  value: string | undefined,
): Promise<Pick<IdentityRow, 'value' | 'matchKey' | 'reverseKey'> | undefined> {
  if (value === undefined) return undefined
  const { kind } = row
  if (kind !== 'phone' && kind !== 'email')
    throw new AppError('CONFLICT', 'the provider alone writes this address', {
      details: { reason: 'provider' },
    })
  const address: Address = await readAddress(tx, { kind, given: { value }, field: 'value' })
  if (address.value === row.value) return undefined
  const holder = await addresses.holderOf(tx, address)
  if (holder && holder.contactId !== row.contactId) throw addressTaken(holder.contactId)
  if (holder && holder.id !== row.id)
    throw new AppError('ALREADY_EXISTS', 'the contact has this address twice')
  await refuseUsed(tx, row)
  const { matchKey } = address
  return { value: address.value, matchKey, reverseKey: reverseKeyOf(kind, matchKey) }
}

async function refuseUsed(tx: WorkspaceTx, row: IdentityRow): Promise<void> {
  const threads = await addresses.threadsBy(tx, row)
  if (threads > 0) throw new AppError('IN_USE', 'a chat goes by this address', { details: { threads } })
}

interface Told {
  actor: Actor
  action: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** The contact's next version, its event and its line in the audit log. */
async function tell(tx: WorkspaceTx, contact: ContactRow, change: Told): Promise<void> {
  await repo.change(tx, contact)
  tx.emit({ type: 'contact.updated', data: { contactId: contact.id, name: contact.name } })
  tx.audit({ entity: 'contact', recordId: contact.id, ...change })
}

/** A change under the contact's lock; a clash over an address leaves a suggestion, though nothing else. */
async function claiming(
  db: WorkspaceDb,
  id: ContactId,
  work: (tx: WorkspaceTx, contact: ContactRow) => Promise<void>,
): Promise<ContactDto> {
  try {
    return await claimingOnce(() =>
      db.tx(async (tx) => {
        const contact = await repo.findSurvivorLocked(tx, id)
        await work(tx, contact)
        return repo.find(tx, contact.id)
      }),
    )
  } catch (error) {
    if (error instanceof AppError && error.code === 'ADDRESS_TAKEN') {
      const otherContactId = error.details['contactId'] as ContactId
      await db.tx((tx) => suggestMerge(tx, { contactId: id, otherContactId, reason: 'shared_address' }))
    }
    throw error
  }
}
