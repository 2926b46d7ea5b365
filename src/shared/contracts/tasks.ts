import { z } from 'zod'
import { isLocalTime, isTimeZone } from '../local-time.ts'
import type { TaskId, UserId } from '../ids.ts'
import type { RecordRef } from '../records.ts'
import {
  TASK_LIMITS,
  TASK_PRIORITIES,
  TASK_TYPES,
  TASK_VIEWS,
  TASK_WHO,
  type TaskPriority,
  type TaskType,
} from '../tasks.ts'
import { zRecordRef } from './record-ref.ts'
import { zCursor, zDirection, zId, zText, type Page } from './z.ts'

export const zDueLocal = z
  .string()
  .max(16)
  .refine(isLocalTime, { message: 'expected YYYY-MM-DD or YYYY-MM-DDTHH:mm, a day that exists' })

const zDay = zDueLocal.refine((text) => text.length === 10, { message: 'expected YYYY-MM-DD' })

export const zTimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, { message: 'expected the name of a time zone, such as America/Mexico_City' })

const zTitle = zText(TASK_LIMITS.title).trim().min(1)
const zVersion = z.number().int().min(1)

const fields = {
  description: zText(TASK_LIMITS.description).nullable().optional(),
  type: z.enum(TASK_TYPES).optional(),
  priority: z.enum(TASK_PRIORITIES).optional(),
  assigneeId: zId('user').nullable().optional(),
  record: zRecordRef.nullable().optional(),
  dueLocal: zDueLocal.nullable().optional(),
  /** Without one the workspace's counts. */
  timeZone: zTimeZone.optional(),
  rrule: zText(TASK_LIMITS.rrule).nullable().optional(),
  remindMinutes: z.number().int().min(0).max(TASK_LIMITS.remindMinutes).nullable().optional(),
}

export const CreateTask = z.strictObject({ title: zTitle, ...fields })
export type CreateTask = z.infer<typeof CreateTask>

export const UpdateTask = z.strictObject({
  id: zId('task'),
  version: zVersion,
  title: zTitle.optional(),
  ...fields,
})
export type UpdateTask = z.infer<typeof UpdateTask>

export const TaskRef = z.strictObject({ id: zId('task') })
/** Done and open again; a version refuses the change where somebody was faster. */
export const ChangeTask = z.strictObject({ id: zId('task'), version: zVersion.optional() })
export type ChangeTask = z.infer<typeof ChangeTask>

export const ListTasks = z.strictObject({
  view: z.enum(TASK_VIEWS),
  who: z.enum(TASK_WHO).default('mine'),
  /** In which "today" is meant; without one the workspace's. */
  timeZone: zTimeZone.optional(),
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(50),
})
export type ListTasks = z.infer<typeof ListTasks>

export const CountTasks = z.strictObject({ timeZone: zTimeZone.optional() })
export type CountTasks = z.infer<typeof CountTasks>

export const TasksOfRecord = z.strictObject({
  record: zRecordRef,
  state: z.enum(['open', 'done']).default('open'),
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(50),
})
export type TasksOfRecord = z.infer<typeof TasksOfRecord>

export const RescheduleTasks = z.strictObject({
  items: z
    .array(
      z.strictObject({
        id: zId('task'),
        dueLocal: zDueLocal.nullable(),
        timeZone: zTimeZone.optional(),
      }),
    )
    .min(1)
    .max(TASK_LIMITS.bulk),
})
export type RescheduleTasks = z.infer<typeof RescheduleTasks>

/** All that is overdue to a day, each task at its own hour: at most 500 in a call. */
export const RescheduleOverdue = z.strictObject({
  who: z.enum(TASK_WHO).default('mine'),
  day: zDay,
})
export type RescheduleOverdue = z.infer<typeof RescheduleOverdue>

/** My open tasks mean the same hour of the day in another zone. */
export const RezoneTasks = z.strictObject({ timeZone: zTimeZone })
export type RezoneTasks = z.infer<typeof RezoneTasks>

export interface TaskDto {
  id: TaskId
  title: string
  description: string | null
  type: TaskType
  priority: TaskPriority
  assigneeId: UserId | null
  createdBy: UserId | null
  record: RecordRef | null
  /** The record's name or title, for the row. */
  recordName: string | null
  /** `YYYY-MM-DD` or `YYYY-MM-DDTHH:mm`, as meant in `timeZone`. */
  dueLocal: string | null
  timeZone: string
  /** The instant that follows: a day without an hour is due at its end. */
  dueAt: string | null
  /** RFC 5545 without DTSTART. */
  rrule: string | null
  remindMinutes: number | null
  doneAt: string | null
  doneBy: UserId | null
  version: number
  createdAt: string
}

/** Each counted to 999 at most; a thousand says "more". */
export interface TaskCounts {
  today: number
  overdue: number
  week: number
  all: number
  /** Overdue or due today: each once. */
  due: number
}

export interface TaskCompletion {
  task: TaskDto
  /** The next occurrence of a recurring task. */
  next: TaskDto | null
}

/** What the tasks were due before: handed to `reschedule`, it undoes the call. */
export interface Rescheduled {
  before: { id: TaskId; dueLocal: string | null; timeZone: string }[]
}

export type TaskPage = Page<TaskDto>
