import type { CompanyRow } from '../../../shared/contracts/lists.ts'
import { idFromBytes, type CompanyId } from '../../../shared/ids.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import { isoTime } from '../../platform/db/iso-time.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { marks } from './piece.ts'
import { customOf, keyOf, labelIdsOf, openDealsOf } from './row-parts.ts'

interface Stored {
  id: Buffer
  name: string
  domain: string | null
  owner_id: Buffer | null
  custom: unknown
  version: number
  created_at: string
  updated_at: string
}

/** Companies as rows of the table, in the order of the ids given; deleted and foreign ones are absent. */
export async function companyRows(db: WorkspaceDb, ids: readonly CompanyId[]): Promise<CompanyRow[]> {
  if (ids.length === 0) return []
  const [stored, labels, contacts, openDeals] = await Promise.all([
    storedOf(db, ids),
    labelIdsOf(db, 'company', ids),
    contactCountsOf(db, ids),
    openDealsOf(db, 'company', ids),
  ])
  return ids.flatMap((companyId) => {
    const row = stored.get(companyId)
    if (!row) return []
    const { id, name, domain, version } = row
    return {
      id: companyId,
      name,
      domain,
      ownerId: row.owner_id && idFromBytes('user', row.owner_id),
      contactCount: contacts(id),
      labelIds: labels(id),
      openDealCount: openDeals(id),
      custom: customOf(row.custom),
      version,
      createdAt: isoTime(row.created_at),
      updatedAt: isoTime(row.updated_at),
    }
  })
}

async function storedOf(db: WorkspaceDb, ids: readonly CompanyId[]): Promise<Map<CompanyId, Stored>> {
  const rows = await db.rows<Stored>(
    'SELECT id, name, domain, owner_id, custom, version, created_at, updated_at FROM companies ' +
      `WHERE workspace_id = ? AND id IN (${marks(ids)}) AND deleted_at IS NULL`,
    [idBytes(db.workspaceId), ...ids.map(idBytes)],
  )
  return new Map(rows.map((row) => [idFromBytes('company', row.id), row]))
}

async function contactCountsOf(db: WorkspaceDb, ids: readonly CompanyId[]) {
  const rows = await db.rows<{ company_id: Buffer; n: number }>(
    'SELECT company_id, COUNT(*) AS n FROM contact_companies FORCE INDEX (contact_companies_company) ' +
      `WHERE workspace_id = ? AND company_id IN (${marks(ids)}) GROUP BY company_id`,
    [idBytes(db.workspaceId), ...ids.map(idBytes)],
  )
  const counts = new Map(rows.map((row) => [keyOf(row.company_id), row.n]))
  return (id: Buffer): number => counts.get(keyOf(id)) ?? 0
}
