import { addDays } from '@shared/local-time.ts'
import type { TaskDto } from '@shared/contracts/tasks.ts'

export type TaskGroup = 'overdue' | 'today' | 'tomorrow' | 'week' | 'later' | 'none'

/** Under which heading a task stands, by its own day; what is over stands above, at whatever hour. */
export function groupOf({ dueLocal, dueAt }: TaskDto, now: Date, today: string): TaskGroup {
  if (dueLocal === null || dueAt === null) return 'none'
  if (Date.parse(dueAt) < now.getTime()) return 'overdue'
  const day = dueLocal.slice(0, 10)
  if (day <= today) return 'today'
  if (day === addDays(today, 1)) return 'tomorrow'
  return day < addDays(today, 7) ? 'week' : 'later'
}

/** Tasks in their order, cut wherever the heading changes. */
export function grouped(
  tasks: readonly TaskDto[],
  now: Date,
  today: string,
): { group: TaskGroup; tasks: TaskDto[] }[] {
  const groups: { group: TaskGroup; tasks: TaskDto[] }[] = []
  for (const task of tasks) {
    const group = groupOf(task, now, today)
    const last = groups.at(-1)
    if (last?.group === group) last.tasks.push(task)
    else groups.push({ group, tasks: [task] })
  }
  return groups
}
