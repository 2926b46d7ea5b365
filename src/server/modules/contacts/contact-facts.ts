import type { CreateContact } from '../../../shared/contracts/contacts.ts'
import type { ContactId } from '../../../shared/ids.ts'
import type { WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { checkCustom } from '../fields/index.ts'
import { requireMember } from '../records/index.ts'
import type { ContactRow } from './contact-dto.ts'

type Facts = Pick<ContactRow, 'ownerId' | 'lifecycle' | 'language' | 'timeZone' | 'source' | 'custom'>
type GivenFacts = { [F in keyof Facts]?: CreateContact[F] }

/**
 * The given facts as they may be stored: the owner is a member, custom values are what their fields
 * say. Facts that were not given are absent.
 */
export async function checkFacts(
  tx: WorkspaceTx,
  { id, given, previous }: { id: ContactId; given: GivenFacts; previous: ContactRow | null },
): Promise<Partial<Facts>> {
  const { ownerId, lifecycle, language, timeZone, source, custom } = given
  if (ownerId && ownerId !== previous?.ownerId) await requireMember(tx, ownerId)
  return {
    ...(ownerId !== undefined && { ownerId }),
    ...(lifecycle !== undefined && { lifecycle }),
    ...(language !== undefined && { language }),
    ...(timeZone !== undefined && { timeZone }),
    ...(source !== undefined && { source: source || null }),
    ...((custom !== undefined || previous === null) && {
      custom: await checkCustom(tx, {
        entity: 'contact',
        recordId: id,
        values: custom ?? {},
        previous: previous && (previous.custom ?? {}),
      }),
    }),
  }
}
