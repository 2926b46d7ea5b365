import type { Actor } from '../../../shared/actor.ts'
import type { AddressKind, NewAddress } from '../../../shared/contracts/contacts.ts'
import { newId, type ContactId } from '../../../shared/ids.ts'
import { toE164 } from '../../../shared/phone.ts'
import { duplicateKeyOf } from '../../platform/db/errors.ts'
import type { WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { identities } from '../../schema/index.ts'
import * as repo from './addresses.repo.ts'
import type { IdentityRow } from './contact-dto.ts'
import { parseAddress, type Address } from './domain/address.ts'
import { reverseKeyOf } from './identity-search.ts'

export interface Claim {
  contactId: ContactId
  kind: AddressKind
  given: NewAddress
  /** How the field is called in a refusal: `phones.0.value`. */
  field: string
  actor: Actor
}

/** How an address came to be known where it was typed or sent by a program. */
export const sourceOf = (actor: Actor): string => (actor.kind === 'user' ? 'manual' : 'api')

/** As people read it, in the audit log. */
export const shownAddress = ({ kind, value }: Pick<IdentityRow, 'kind' | 'value'>): string =>
  kind === 'phone' ? toE164(value) : value

/**
 * Gives a contact an address. One that it has already is returned as it is; the first of a kind is
 * the primary one.
 * @throws AppError VALIDATION_FAILED, ADDRESS_TAKEN with `contactId`
 */
export async function claimAddress(
  tx: WorkspaceTx,
  claim: Claim,
): Promise<{ row: IdentityRow; isNew: boolean }> {
  const { contactId, given, actor } = claim
  const address = await readAddress(tx, claim)
  const holder = await repo.holderOf(tx, address)
  if (holder && holder.contactId !== contactId) throw addressTaken(holder.contactId)
  const isPrimary = given.isPrimary ?? !(await repo.hasPrimary(tx, contactId, address.kind))
  const row = holder ?? {
    workspaceId: tx.workspaceId,
    id: newId('identity'),
    contactId,
    ...address,
    reverseKey: reverseKeyOf(address.kind, address.matchKey),
    isCurrent: true,
    label: given.label ?? null,
    isPrimary: false,
    source: sourceOf(actor),
    createdAt: tx.now,
  }
  if (!holder) await tx.orm.insert(identities).values(row)
  if (isPrimary) await repo.makePrimary(tx, row)
  return { row: { ...row, isPrimary: isPrimary || row.isPrimary }, isNew: !holder }
}

/** @throws AppError VALIDATION_FAILED */
export async function readAddress(
  tx: WorkspaceTx,
  { kind, given, field }: Pick<Claim, 'kind' | 'given' | 'field'>,
): Promise<Address> {
  const address = parseAddress(kind, given.value, kind === 'phone' ? await repo.phoneCodeOf(tx) : '')
  if (address) return address
  throw new AppError(
    'VALIDATION_FAILED',
    `this is no ${kind === 'phone' ? 'phone number' : 'e-mail address'}`,
    {
      details: {
        fields: { [field]: kind === 'phone' ? 'expected a phone number' : 'expected an e-mail address' },
      },
    },
  )
}

export function addressTaken(contactId: ContactId): AppError {
  return new AppError('ADDRESS_TAKEN', 'another contact has this address', { details: { contactId } })
}

/** Two who claim the same new address at once: the unique key decides, the other one looks again. */
export async function claimingOnce<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (duplicateKeyOf(error) !== 'identities_match') throw error
    return work()
  }
}
