import { eq } from 'drizzle-orm'
import {
  filterKinds,
  problemOf,
  readFilter,
  type FilterEntity,
  type FilterGroup,
} from '../../../shared/filters/index.ts'
import type { UserId } from '../../../shared/ids.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { workspaces } from '../../schema/index.ts'
import { listFields } from '../fields/index.ts'
import type { CompileContext } from './compiled.ts'

/** On whose behalf and when a table is read: `me` and "last 7 days" mean something by it. */
export interface Reader {
  me: UserId | null
  now: Date
}

export interface ReadFilter {
  filter: FilterGroup
  context: CompileContext
}

/**
 * A filter's text with all that is needed to make SQL of it.
 * @throws AppError VALIDATION_FAILED where the text is no filter or names fields that are not there.
 */
export async function scopeOf(
  db: WorkspaceDb,
  entity: FilterEntity,
  { text, reader }: { text: string; reader: Reader },
): Promise<ReadFilter> {
  const filter = readFilter(text)
  if (!filter) throw refusal('cannot be read')
  const fields = filter.items.length > 0 ? await listFields(db, entity) : []
  const kinds = filterKinds(entity, fields)
  const problem = problemOf(filter, kinds)
  if (problem) throw refusal(problem)
  const context = {
    entity,
    workspace: idBytes(db.workspaceId),
    kinds,
    fieldIds: new Map(fields.map(({ key, id }) => [key, id])),
    ...reader,
    timeZone: await timeZoneOf(db, filter),
  }
  return { filter, context }
}

function refusal(why: string): AppError {
  return new AppError('VALIDATION_FAILED', `filter: ${why}`, { details: { fields: { filter: why } } })
}

async function timeZoneOf(db: WorkspaceDb, { items }: FilterGroup): Promise<string> {
  if (items.length === 0) return 'UTC'
  const [row] = await db.orm
    .select({ timeZone: workspaces.timeZone })
    .from(workspaces)
    .where(eq(workspaces.id, db.workspaceId))
  return row?.timeZone ?? 'UTC'
}
