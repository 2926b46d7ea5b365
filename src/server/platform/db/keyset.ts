import { and, gt, gte, lt, lte, or, type SQL } from 'drizzle-orm'
import type { MySqlColumn } from 'drizzle-orm/mysql-core'
import type { Id, IdKind } from '../../../shared/ids.ts'

interface Order {
  column: MySqlColumn
  id: MySqlColumn
  isForward: boolean
}

/**
 * The rows behind the last one shown, in the order of (column, id). The plain comparison is the range
 * of the index; the other only breaks ties. Nothing for the first page.
 */
export function beyond(
  { column, id, isForward }: Order,
  position: { at: Date | string; id: Id<IdKind> } | undefined,
): SQL | undefined {
  if (!position) return undefined
  const { at: value, id: last } = position
  return isForward
    ? and(gte(column, value), or(gt(column, value), gt(id, last)))
    : and(lte(column, value), or(lt(column, value), lt(id, last)))
}
