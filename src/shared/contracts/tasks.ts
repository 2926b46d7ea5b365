import type { TaskId, UserId } from '../ids.ts'
import type { RecordRef } from '../records.ts'

export type TaskType = 'call' | 'message' | 'meeting' | 'quote' | 'other'
export type TaskPriority = 'low' | 'normal' | 'high'

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
