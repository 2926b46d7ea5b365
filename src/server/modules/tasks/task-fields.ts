import type { CreateTask } from '../../../shared/contracts/tasks.ts'
import { instantOf } from '../../../shared/local-time.ts'
import { recordKeyOf, type UserId } from '../../../shared/ids.ts'
import { roleCan } from '../../../shared/permissions.ts'
import { eq, isNull } from 'drizzle-orm'
import { own, type Scope, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { memberships } from '../../schema/index.ts'
import { requireRecords } from '../records/index.ts'
import { usableRule } from './recurrence.ts'
import { zoneOfWorkspace, type TaskChange, type TaskRow } from './tasks.repo.ts'

type Fields = Partial<CreateTask>
type Timing = Pick<TaskRow, 'dueLocal' | 'timeZone' | 'rrule'>

/**
 * The columns that an edit sets, every reference checked.
 * @throws AppError NOT_FOUND for a foreign member or record, VALIDATION_FAILED for a rule of no use
 */
export async function columnsOf(tx: WorkspaceTx, fields: Fields, row: Timing | null): Promise<TaskChange> {
  if (fields.assigneeId) await requireWorker(tx, fields.assigneeId)
  if (fields.record) await requireRecords(tx, [fields.record])
  const { title, description, type, priority, assigneeId, remindMinutes, record } = fields
  const plain = { title, description, type, priority, assigneeId, remindMinutes }
  return {
    ...present(plain),
    ...(record !== undefined && {
      entity: record?.entity ?? null,
      recordId: record && recordKeyOf(record.recordId),
    }),
    ...timingOf(fields, row ?? { dueLocal: null, timeZone: await zoneOfWorkspace(tx), rrule: null }),
  }
}

function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}

/** When it is due, and the instant that follows from it. */
export function timingOf(fields: Fields, was: Timing): Timing & Pick<TaskRow, 'dueAt'> {
  const dueLocal = fields.dueLocal === undefined ? was.dueLocal : fields.dueLocal
  const timeZone = fields.timeZone ?? was.timeZone
  const rrule = fields.rrule === undefined ? was.rrule : fields.rrule
  return {
    dueLocal,
    timeZone,
    dueAt: dueLocal === null ? null : instantOf(dueLocal, timeZone),
    rrule: rrule === null ? null : checkedRule(rrule, dueLocal),
  }
}

function checkedRule(rrule: string, dueLocal: string | null): string {
  const usable = dueLocal === null ? undefined : usableRule(rrule, dueLocal)
  if (usable) return usable
  const reason =
    dueLocal === null
      ? 'a task without a date cannot recur'
      : 'expected a rule of RFC 5545 by days, weeks, months or years that comes true again'
  throw new AppError('VALIDATION_FAILED', reason, { details: { fields: { rrule: reason } } })
}

async function requireWorker(scope: Scope, userId: UserId): Promise<void> {
  const [row] = await scope.orm
    .select({ role: memberships.role })
    .from(memberships)
    .where(own(scope, memberships, eq(memberships.userId, userId), isNull(memberships.disabledAt)))
  if (!row) throw notFound('member')
  if (roleCan(row.role, 'tasks.update')) return
  throw new AppError('VALIDATION_FAILED', 'a viewer cannot do tasks', {
    details: { fields: { assigneeId: 'is a viewer' } },
  })
}
