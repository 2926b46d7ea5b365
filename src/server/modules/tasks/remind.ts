import { inArray, isNull } from 'drizzle-orm'
import { recordKeyOf, type TaskId, type UserId } from '../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import type { JobRow } from '../../platform/jobs/index.ts'
import { memberships, tasks } from '../../schema/index.ts'
import { notify, type Notice } from '../notifications/index.ts'
import { taskDtos } from './task-dto.ts'
import type { TaskRow } from './tasks.repo.ts'
import { reminderOf, type ReminderPayload } from './timers.ts'

/**
 * Rings the bells of all tasks whose timers are due. A task that was done, deleted or moved while its
 * timer fired rings nothing.
 * @returns what was told, for whoever also writes e-mail.
 */
export async function remind(tx: WorkspaceTx, due: readonly JobRow[]): Promise<Notice[]> {
  const timers = due.map((job) => job.payload as ReminderPayload)
  const rows = await tasksOf(tx, timers)
  const members = await activeMembers(tx, rows.map(recipientOf))
  const named = new Map((await taskDtos(tx, rows)).map((dto) => [dto.id, dto]))
  return notify(
    tx,
    rows.flatMap((row) => {
      const userId = recipientOf(row)
      if (!userId || !members.has(userId)) return []
      const { title, dueLocal } = row
      const recordName = named.get(row.id)?.recordName ?? null
      return [
        {
          userId,
          fact: { kind: 'task_due' as const, data: { taskId: row.id, title, dueLocal, recordName } },
          dedupeKey: `due:${row.id}:${reminderOf(row)?.toISOString()}`,
        },
      ]
    }),
  )
}

/** Whoever is to do it, else whoever made it. */
const recipientOf = ({ assigneeId, createdBy }: TaskRow) => assigneeId ?? createdBy

async function tasksOf(tx: WorkspaceTx, timers: readonly ReminderPayload[]): Promise<TaskRow[]> {
  const moments = new Map<TaskId, string>(timers.map(({ taskId, at }) => [taskId, at]))
  const ids = [...moments.keys()].toSorted((a, b) => (recordKeyOf(a) < recordKeyOf(b) ? -1 : 1))
  const rows = await tx.orm
    .select()
    .from(tasks)
    .where(own(tx, tasks, inArray(tasks.id, ids)))
  return rows.filter((row) => reminderOf(row)?.toISOString() === moments.get(row.id))
}

async function activeMembers(tx: WorkspaceTx, ids: readonly (UserId | null)[]): Promise<Set<UserId>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Set()
  const rows = await tx.orm
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(own(tx, memberships, inArray(memberships.userId, wanted), isNull(memberships.disabledAt)))
  return new Set(rows.map((row) => row.userId))
}
