import { z } from 'zod'
import { zDueLocal, zTimeZone } from '../../../../shared/contracts/tasks.ts'
import { zRecordRef } from '../../../../shared/contracts/record-ref.ts'
import { zId, zText } from '../../../../shared/contracts/z.ts'
import { TASK_LIMITS, TASK_PRIORITIES, TASK_TYPES, TASK_VIEWS } from '../../../../shared/tasks.ts'
import { paging, zTime } from './common.ts'
import { page, response } from './registry.ts'

const RecordOfTask = z
  .strictObject({
    entity: z.enum(['contact', 'company', 'deal', 'conversation']),
    recordId: z.string(),
  })
  .nullable()
  .describe('What the task is about.')

export const Task = response(
  'Task',
  z.strictObject({
    id: zId('task'),
    title: z.string(),
    description: z.string().nullable(),
    type: z.enum(TASK_TYPES),
    priority: z.enum(TASK_PRIORITIES),
    assigneeId: zId('user').nullable(),
    createdBy: zId('user').nullable().describe('Null for a task that a program made.'),
    record: RecordOfTask,
    recordName: z.string().nullable(),
    dueLocal: z
      .string()
      .nullable()
      .describe('`YYYY-MM-DD` or `YYYY-MM-DDTHH:mm`, by the clocks of `timeZone`.'),
    timeZone: z.string(),
    dueAt: zTime.nullable().describe('The moment that follows; a day without an hour is due at its end.'),
    rrule: z.string().nullable().describe('RFC 5545, without DTSTART.'),
    remindMinutes: z.number().int().nullable().describe('How long before `dueAt` somebody is reminded.'),
    doneAt: zTime.nullable(),
    doneBy: zId('user').nullable(),
    version: z.number().int(),
    createdAt: zTime,
    updatedAt: zTime.optional().describe('With `updatedSince` only.'),
    deletedAt: zTime.nullable().optional().describe('With `updatedSince` only: null while it exists.'),
  }),
)

export const TaskPage = page('TaskPage', Task)

export const ListTasks = z.strictObject({
  view: z
    .enum(TASK_VIEWS)
    .default('all')
    .describe('Open tasks: due today, overdue, due within seven days, or all of them. By their date.'),
  timeZone: zTimeZone.optional().describe('In which today is meant; the workspace’s without one.'),
  updatedSince: z.iso
    .datetime()
    .refine((text) => text >= '1970', { error: 'expected a year from 1970 on' })
    .optional()
    .describe(
      'Instead of a view: every task that changed since, done and deleted ones too, the oldest change first.',
    ),
  ...paging(50),
})

const fields = {
  description: zText(TASK_LIMITS.description).nullable().optional(),
  type: z.enum(TASK_TYPES).optional(),
  priority: z.enum(TASK_PRIORITIES).optional(),
  assigneeId: zId('user').nullable().optional(),
  record: zRecordRef.nullable().optional().describe('What the task is about.'),
  dueLocal: zDueLocal
    .nullable()
    .optional()
    .describe('`YYYY-MM-DD` or `YYYY-MM-DDTHH:mm`, by the clocks of `timeZone`.'),
  timeZone: zTimeZone.optional().describe('The workspace’s without one.'),
  rrule: zText(TASK_LIMITS.rrule)
    .nullable()
    .optional()
    .describe('RFC 5545 by days, weeks, months or years, without DTSTART: `FREQ=WEEKLY;BYDAY=MO`.'),
  remindMinutes: z.number().int().min(0).max(TASK_LIMITS.remindMinutes).nullable().optional(),
}

const zTitle = zText(TASK_LIMITS.title).trim().min(1)

export const CreateTask = z.strictObject({ title: zTitle, ...fields })

export const UpdateTask = z.strictObject({
  version: z.number().int().min(1).describe('The one that was read; a newer one refuses the change.'),
  title: zTitle.optional(),
  ...fields,
  done: z
    .boolean()
    .optional()
    .describe('True does it, and makes the next one where it recurs; false opens it again.'),
})

export const DeletedTask = response(
  'DeletedTask',
  z.strictObject({ id: zId('task'), deleted: z.literal(true) }),
)
