import type { ContactSummary } from '../../../shared/contracts/contacts.ts'
import { idFromBytes, type ContactId } from '../../../shared/ids.ts'
import { toE164 } from '../../../shared/phone.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { attachmentUrl } from '../media/index.ts'

interface NameRow {
  id: Buffer
  name: string
  avatar_id: Buffer | null
}

interface AddressRow {
  contact_id: Buffer
  kind: 'phone' | 'email'
  value: string
}

type Addresses = Partial<Record<AddressRow['kind'], string>>

/**
 * The contacts as a list shows them, in the order of the ids given; unknown and foreign ones are simply
 * absent, and those deleted or merged unless asked for. Asked for at every key stroke of a search.
 */
export async function contactSummaries(
  db: WorkspaceDb,
  ids: ContactId[],
  { withGone = false }: { withGone?: boolean } = {},
): Promise<ContactSummary[]> {
  if (ids.length === 0) return []
  const [faces, addresses] = await Promise.all([facesOf(db, ids, withGone), addressesOf(db, ids)])
  return ids.flatMap((id) => {
    const face = faces.get(id)
    if (!face) return []
    const { phone, email } = addresses.get(id) ?? {}
    return [{ id, ...face, phone: phone === undefined ? null : toE164(phone), email: email ?? null }]
  })
}

async function facesOf(
  db: WorkspaceDb,
  ids: ContactId[],
  withGone: boolean,
): Promise<Map<ContactId, Pick<ContactSummary, 'name' | 'avatarUrl'>>> {
  const isThere = withGone ? '' : ' AND deleted_at IS NULL AND merged_into_id IS NULL'
  const rows = await db.rows<NameRow>(
    `SELECT id, name, avatar_id FROM contacts WHERE workspace_id = ? AND id IN (${marks(ids)})${isThere}`,
    [idBytes(db.workspaceId), ...ids.map(idBytes)],
  )
  return new Map(
    rows.map(({ id, name, avatar_id }) => {
      const avatarUrl = avatar_id && attachmentUrl(db.workspaceId, idFromBytes('attachment', avatar_id))
      return [idFromBytes('contact', id), { name, avatarUrl }]
    }),
  )
}

/** Of several current ones the primary counts, else the oldest. */
async function addressesOf(db: WorkspaceDb, ids: ContactId[]): Promise<Map<ContactId, Addresses>> {
  const rows = await db.rows<AddressRow>(
    'SELECT contact_id, kind, value FROM identities FORCE INDEX (identities_contact) ' +
      `WHERE workspace_id = ? AND contact_id IN (${marks(ids)}) AND kind IN ('phone', 'email') AND is_current = 1 ` +
      'ORDER BY is_primary DESC, created_at, id',
    [idBytes(db.workspaceId), ...ids.map(idBytes)],
  )
  const found = new Map<ContactId, Addresses>()
  for (const { contact_id, kind, value } of rows) {
    const id = idFromBytes('contact', contact_id)
    const addresses = found.get(id) ?? {}
    addresses[kind] ??= value
    found.set(id, addresses)
  }
  return found
}

const marks = (ids: ContactId[]) => ids.map(() => '?').join(', ')
