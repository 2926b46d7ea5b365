import type { TaskId } from '../../../shared/ids.ts'
import type { WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { clearTimers, setTimer } from '../../platform/jobs/index.ts'
import type { TaskRow } from './tasks.repo.ts'

export const REMINDER_JOB = 'tasks.remind'

/** What a timer carries: the moment it was set for, so that an outdated one is known. */
export interface ReminderPayload {
  taskId: TaskId
  at: string
}

const MINUTE_MS = 60_000

type Reminded = Pick<TaskRow, 'dueAt' | 'remindMinutes' | 'doneAt' | 'deletedAt'>

/** When somebody is to be reminded of an open task; null for never. */
export function reminderOf({ dueAt, remindMinutes, doneAt, deletedAt }: Reminded): Date | null {
  if (!dueAt || remindMinutes === null || doneAt || deletedAt) return null
  return new Date(dueAt.getTime() - remindMinutes * MINUTE_MS)
}

/**
 * Sets, moves or removes a task's timer after a change. One whose moment is over fires at once while
 * the task is still to come, and not at all when it is overdue anyway.
 */
export async function keepTimer(
  tx: WorkspaceTx,
  { before, after, now }: { before: TaskRow | null; after: TaskRow; now: Date },
): Promise<void> {
  const was = before && reminderOf(before)
  const is = reminderOf(after)
  if (was?.getTime() === is?.getTime()) return
  if (is && after.dueAt && after.dueAt > now) {
    const payload: ReminderPayload = { taskId: after.id, at: is.toISOString() }
    const runAt = is > now ? is : now
    await setTimer(tx, { name: REMINDER_JOB, key: after.id, runAt, payload })
  } else if (was) await clearTimers(tx, REMINDER_JOB, [after.id])
}
