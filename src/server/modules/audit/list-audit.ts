import { and, desc, eq, gte, lte, type SQL } from 'drizzle-orm'
import type { AuditRowDto, ListAudit } from '../../../shared/contracts/audit.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import { idOfKey, ID_PREFIXES, recordKeyOf, type IdKind } from '../../../shared/ids.ts'
import { decodeNumber, encodeCursor } from '../../platform/cursor.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { auditHeads, auditLog } from '../../schema/index.ts'

/** How many rows one call reads at most; a rare action is looked for over several short pages. */
const ROWS_A_CALL = 20_000

/** The newest first. A page may be short, or empty, and still name where to read on. */
export async function listAudit(db: WorkspaceDb, input: ListAudit): Promise<Page<AuditRowDto>> {
  const top = await topOf(db, input)
  const floor = Math.max(
    input.from === undefined ? 1 : await firstSince(db, new Date(input.from)),
    // With a record's own index there is nothing to skip over.
    input.record ? 1 : top - ROWS_A_CALL + 1,
  )
  const rows = await db.orm
    .select()
    .from(auditLog, { forceIndex: indexFor(input) })
    .where(own(db, auditLog, lte(auditLog.seq, top), gte(auditLog.seq, floor), ...conditionsOf(input)))
    .orderBy(desc(auditLog.seq))
    .limit(input.limit + 1)
  const items = rows.slice(0, input.limit).map(toDto)
  return { items, nextCursor: nextOf({ input, items, hasMore: rows.length > input.limit, floor }) }
}

function nextOf(page: {
  input: ListAudit
  items: AuditRowDto[]
  hasMore: boolean
  floor: number
}): string | null {
  const last = page.items.at(-1)
  if (page.hasMore && last) return encodeCursor([last.seq])
  const isEnd = page.input.record !== undefined || page.floor <= 1 || page.input.from !== undefined
  return isEnd ? null : encodeCursor([page.floor])
}

/** The number that the page may begin at. */
async function topOf(db: WorkspaceDb, { cursor, to }: ListAudit): Promise<number> {
  const tops = [Number.MAX_SAFE_INTEGER]
  if (cursor !== undefined) tops.push(decodeNumber(cursor) - 1)
  if (to !== undefined) tops.push((await firstSince(db, new Date(Date.parse(to) + 1))) - 1)
  return Math.min(...tops, await headOf(db))
}

async function headOf(db: WorkspaceDb): Promise<number> {
  const [head] = await db.orm.select({ seq: auditHeads.seq }).from(auditHeads).where(own(db, auditHeads))
  return head?.seq ?? 0
}

/** The number of the first row from a moment on: halving, since numbers and moments both only grow. */
async function firstSince(db: WorkspaceDb, moment: Date): Promise<number> {
  let [low, high] = [1, (await headOf(db)) + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [row] = await db.orm
      .select({ at: auditLog.at })
      .from(auditLog)
      .where(own(db, auditLog, eq(auditLog.seq, middle)))
    if (row && row.at < moment) low = middle + 1
    else high = middle
  }
  return low
}

function conditionsOf({ actorId, action, entity, record }: ListAudit): (SQL | undefined)[] {
  return [
    actorId && and(eq(auditLog.actorKind, 'user'), eq(auditLog.actorId, actorId)),
    action === undefined ? undefined : eq(auditLog.action, action),
    entity === undefined ? undefined : eq(auditLog.entity, entity),
    record && and(eq(auditLog.entity, record.entity), eq(auditLog.recordId, recordKeyOf(record.recordId))),
  ]
}

function indexFor({ actorId, action, record }: ListAudit): string {
  if (record) return 'audit_log_record'
  if (actorId) return 'audit_log_actor'
  return action === undefined ? 'PRIMARY' : 'audit_log_action'
}

function toDto(row: typeof auditLog.$inferSelect): AuditRowDto {
  const { seq, at, actorKind, actorId, action, entity, before, after } = row
  const recordId = isKind(entity) ? idOfKey(entity, row.recordId) : row.recordId
  return { seq, at: at.toISOString(), actorKind, actorId, action, entity, recordId, before, after }
}

const isKind = (entity: string): entity is IdKind => Object.hasOwn(ID_PREFIXES, entity)
