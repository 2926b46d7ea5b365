import type { FilterEntity } from '../../../shared/filters/index.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { driversOf, whereOf } from './compile.ts'
import { scopeOf, type Reader } from './list-scope.ts'
import { all, piece, type Piece } from './piece.ts'

/**
 * A filter as a predicate on `c`, the record's own row, for lists that walk an index of their own. Of its
 * conditions one that an index can list is read from there once, not looked up for each record.
 * @throws AppError VALIDATION_FAILED where the text is no filter or names fields that are not there.
 */
export async function recordFilter(
  db: WorkspaceDb,
  entity: FilterEntity,
  { text, reader }: { text: string; reader: Reader },
): Promise<Piece> {
  const { filter, context } = await scopeOf(db, entity, { text, reader })
  const driving = driversOf(filter, context).find(({ driver }) => driver.settles)
  if (!driving) return whereOf(filter, context)
  const { condition, driver } = driving
  return all([
    piece(`c.id IN (${driver.sql})`, ...driver.values),
    ...(filter.items.length > 1 ? [whereOf(filter, context, condition)] : []),
  ])
}
