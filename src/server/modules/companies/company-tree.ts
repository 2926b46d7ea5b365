import { eq, inArray } from 'drizzle-orm'
import type { CompanyId } from '../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { companies } from '../../schema/index.ts'

/** Levels of a group of companies, the topmost included. */
const MAX_DEPTH = 10

/**
 * Refuses a parent that would make a circle or a group of more than ten levels. The companies above are
 * locked on the way up, so that two who hang groups under each other at once meet.
 * @throws AppError NOT_FOUND, CONFLICT with `reason` `cycle` or `too_deep`
 */
export async function refuseBadParent(
  tx: WorkspaceTx,
  { id, parentId }: { id: CompanyId; parentId: CompanyId },
): Promise<void> {
  const above = await levelsAbove(tx, { id, parentId })
  const below = await levelsBelow(tx, id, MAX_DEPTH - above)
  if (above + 1 + below > MAX_DEPTH) throw tooDeep()
}

async function levelsAbove(
  tx: WorkspaceTx,
  { id, parentId }: { id: CompanyId; parentId: CompanyId },
): Promise<number> {
  let next: CompanyId | null = parentId
  let levels = 0
  for (; next; levels++) {
    if (next === id)
      throw new AppError('CONFLICT', 'a company cannot be above itself', { details: { reason: 'cycle' } })
    if (levels >= MAX_DEPTH) throw tooDeep()
    next = await parentOf(tx, next)
  }
  return levels
}

async function parentOf(tx: WorkspaceTx, id: CompanyId): Promise<CompanyId | null> {
  const [row] = await tx.orm
    .select({ parentId: companies.parentId })
    .from(companies)
    .where(own(tx, companies, eq(companies.id, id)))
    .for('update')
  if (!row) throw notFound('company')
  return row.parentId
}

/** Level by level along the index companies_parent, no further than matters. */
async function levelsBelow(tx: WorkspaceTx, id: CompanyId, enough: number): Promise<number> {
  let level: CompanyId[] = [id]
  for (let levels = 0; levels < enough; levels++) {
    const rows = await tx.orm
      .select({ id: companies.id })
      .from(companies)
      .where(own(tx, companies, inArray(companies.parentId, level)))
    if (rows.length === 0) return levels
    level = rows.map((row) => row.id)
  }
  return enough
}

function tooDeep(): AppError {
  return new AppError('CONFLICT', `a group of companies has at most ${MAX_DEPTH} levels`, {
    details: { reason: 'too_deep', max: MAX_DEPTH },
  })
}
