/** Words of the tasks that both sides know at run time. */
export const TASK_TYPES = ['call', 'message', 'meeting', 'quote', 'other'] as const
export type TaskType = (typeof TASK_TYPES)[number]

export const TASK_PRIORITIES = ['low', 'normal', 'high'] as const
export type TaskPriority = (typeof TASK_PRIORITIES)[number]

export const TASK_VIEWS = ['today', 'overdue', 'week', 'all'] as const
export type TaskView = (typeof TASK_VIEWS)[number]

export const TASK_WHO = ['mine', 'everyone'] as const
export type TaskWho = (typeof TASK_WHO)[number]

export const TASK_LIMITS = {
  title: 200,
  description: 4000,
  rrule: 255,
  /** Four weeks. */
  remindMinutes: 40_320,
  /** How many one call may reschedule. */
  bulk: 500,
} as const
