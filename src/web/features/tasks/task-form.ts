import type { TaskDto, UpdateTask } from '@shared/contracts/tasks.ts'
import { hasHour, weekdayOf } from '@shared/local-time.ts'
import type { TaskPriority, TaskType } from '@shared/tasks.ts'
import { deviceZone } from './clock.ts'

export const RECURRENCES = ['none', 'daily', 'workdays', 'weekly', 'monthly'] as const
export type Recurrence = (typeof RECURRENCES)[number] | 'other'

/** A task as the form holds it: every control has a text. */
export interface TaskForm {
  title: string
  description: string
  type: TaskType
  priority: TaskPriority
  assigneeId: string
  day: string
  hour: string
  recurrence: Recurrence
  remindMinutes: string
}

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']
const WORKDAYS = 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'

export function formOf(task: TaskDto): TaskForm {
  const { title, type, priority, dueLocal, remindMinutes } = task
  return {
    title,
    description: task.description ?? '',
    type,
    priority,
    assigneeId: task.assigneeId ?? '',
    day: dueLocal?.slice(0, 10) ?? '',
    hour: dueLocal !== null && hasHour(dueLocal) ? dueLocal.slice(11) : '',
    recurrence: recurrenceOf(task.rrule),
    remindMinutes: remindMinutes === null ? '' : String(remindMinutes),
  }
}

function recurrenceOf(rrule: string | null): Recurrence {
  if (rrule === null) return 'none'
  if (rrule === 'FREQ=DAILY') return 'daily'
  if (rrule === WORKDAYS) return 'workdays'
  if (/^FREQ=WEEKLY;BYDAY=[A-Z]{2}$/.test(rrule)) return 'weekly'
  return /^FREQ=MONTHLY;BYMONTHDAY=\d+$/.test(rrule) ? 'monthly' : 'other'
}

function ruleOf(recurrence: Recurrence, day: string): string | null {
  switch (recurrence) {
    case 'daily':
      return 'FREQ=DAILY'
    case 'workdays':
      return WORKDAYS
    case 'weekly':
      return `FREQ=WEEKLY;BYDAY=${WEEKDAYS[weekdayOf(day)]}`
    case 'monthly':
      return `FREQ=MONTHLY;BYMONTHDAY=${Number(day.slice(8))}`
    default:
      return null
  }
}

/** Only what the form changed; a time that was touched is meant by this device's clock. */
export function changeOf(task: TaskDto, form: TaskForm): UpdateTask {
  const was = formOf(task)
  const dueLocal = form.day ? `${form.day}${form.hour ? `T${form.hour}` : ''}` : null
  const movesDue = dueLocal !== task.dueLocal
  const movesRule = form.recurrence !== was.recurrence || (movesDue && form.recurrence !== 'other')
  return {
    id: task.id,
    version: task.version,
    ...(form.title.trim() !== was.title && { title: form.title.trim() }),
    ...(form.description !== was.description && { description: form.description.trim() || null }),
    ...(form.type !== was.type && { type: form.type }),
    ...(form.priority !== was.priority && { priority: form.priority }),
    ...(form.assigneeId !== was.assigneeId && {
      assigneeId: (form.assigneeId || null) as UpdateTask['assigneeId'],
    }),
    ...(movesDue && { dueLocal, timeZone: deviceZone() }),
    ...(movesRule && { rrule: form.day ? ruleOf(form.recurrence, form.day) : null }),
    ...(form.remindMinutes !== was.remindMinutes && {
      remindMinutes: form.remindMinutes === '' ? null : Number(form.remindMinutes),
    }),
  }
}
