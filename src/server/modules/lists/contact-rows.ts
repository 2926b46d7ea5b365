import type { ContactRow } from '../../../shared/contracts/lists.ts'
import { idFromBytes, type CompanyId, type ContactId } from '../../../shared/ids.ts'
import { toE164 } from '../../../shared/phone.ts'
import type { Lifecycle } from '../../../shared/records.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import { isoTime, isoTimeOrNull } from '../../platform/db/iso-time.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { attachmentUrl } from '../media/index.ts'
import { marks } from './piece.ts'
import { customOf, grouped, keyOf, labelIdsOf, openDealsOf } from './row-parts.ts'

interface Stored {
  id: Buffer
  name: string
  avatar_id: Buffer | null
  owner_id: Buffer | null
  lifecycle: Lifecycle
  language: string | null
  source: string | null
  custom: unknown
  version: number
  created_at: string
  updated_at: string
}

/**
 * Contacts as rows of the table, in the order of the ids given; what is gone, merged or foreign is absent.
 * Six queries, whatever the number of rows.
 */
export async function contactRows(db: WorkspaceDb, ids: readonly ContactId[]): Promise<ContactRow[]> {
  if (ids.length === 0) return []
  const [stored, addresses, labels, companies, lastMessages, openDeals] = await Promise.all([
    storedOf(db, ids),
    addressesOf(db, ids),
    labelIdsOf(db, 'contact', ids),
    companiesOf(db, ids),
    lastMessagesOf(db, ids),
    openDealsOf(db, 'contact', ids),
  ])
  return ids.flatMap((contactId) => {
    const row = stored.get(contactId)
    if (!row) return []
    const { id, name, lifecycle, language, source, version } = row
    return {
      id: contactId,
      name,
      ...addresses(id),
      avatarUrl: row.avatar_id && attachmentUrl(db.workspaceId, idFromBytes('attachment', row.avatar_id)),
      ownerId: row.owner_id && idFromBytes('user', row.owner_id),
      lifecycle,
      language,
      source,
      labelIds: labels(id),
      companies: companies(id),
      lastMessageAt: lastMessages(id),
      openDealCount: openDeals(id),
      custom: customOf(row.custom),
      version,
      createdAt: isoTime(row.created_at),
      updatedAt: isoTime(row.updated_at),
    }
  })
}

async function storedOf(db: WorkspaceDb, ids: readonly ContactId[]): Promise<Map<ContactId, Stored>> {
  const rows = await db.rows<Stored>(
    'SELECT id, name, avatar_id, owner_id, lifecycle, language, source, custom, version, created_at, updated_at ' +
      `FROM contacts WHERE workspace_id = ? AND id IN (${marks(ids)}) AND deleted_at IS NULL AND merged_into_id IS NULL`,
    [idBytes(db.workspaceId), ...ids.map(idBytes)],
  )
  return new Map(rows.map((row) => [idFromBytes('contact', row.id), row]))
}

/** The primary address of each kind, else the oldest that is current. */
async function addressesOf(db: WorkspaceDb, ids: readonly ContactId[]) {
  const rows = await db.rows<{ contact_id: Buffer; kind: 'phone' | 'email'; value: string }>(
    'SELECT contact_id, kind, value FROM identities FORCE INDEX (identities_contact) ' +
      `WHERE workspace_id = ? AND contact_id IN (${marks(ids)}) AND kind IN ('phone', 'email') AND is_current = 1 ` +
      'ORDER BY is_primary DESC, created_at, id',
    [idBytes(db.workspaceId), ...ids.map(idBytes)],
  )
  const groups = grouped(rows, (row) => row.contact_id)
  return (id: Buffer) => {
    const group = groups.get(keyOf(id)) ?? []
    const phone = group.find(({ kind }) => kind === 'phone')
    return {
      phone: phone ? toE164(phone.value) : null,
      email: group.find(({ kind }) => kind === 'email')?.value ?? null,
    }
  }
}

async function companiesOf(db: WorkspaceDb, ids: readonly ContactId[]) {
  const rows = await db.rows<{ contact_id: Buffer; company_id: Buffer; name: string }>(
    'SELECT k.contact_id, k.company_id, p.name FROM contact_companies k ' +
      'JOIN companies p ON p.workspace_id = k.workspace_id AND p.id = k.company_id AND p.deleted_at IS NULL ' +
      `WHERE k.workspace_id = ? AND k.contact_id IN (${marks(ids)}) ORDER BY k.is_primary DESC, p.name, p.id`,
    [idBytes(db.workspaceId), ...ids.map(idBytes)],
  )
  const groups = grouped(rows, (row) => row.contact_id)
  return (id: Buffer): { id: CompanyId; name: string }[] =>
    (groups.get(keyOf(id)) ?? []).map(({ company_id, name }) => ({
      id: idFromBytes('company', company_id),
      name,
    }))
}

/** Each contact's newest message, from the end of its part of conversations_contact. */
async function lastMessagesOf(db: WorkspaceDb, ids: readonly ContactId[]) {
  const rows = await db.rows<{ contact_id: Buffer; at: string }>(
    'SELECT contact_id, MAX(last_message_at) AS at FROM conversations FORCE INDEX (conversations_contact) ' +
      `WHERE workspace_id = ? AND contact_id IN (${marks(ids)}) GROUP BY contact_id`,
    [idBytes(db.workspaceId), ...ids.map(idBytes)],
  )
  const times = new Map(rows.map((row) => [keyOf(row.contact_id), row.at]))
  return (id: Buffer): string | null => isoTimeOrNull(times.get(keyOf(id)) ?? null)
}
