import { addDays, localTimeOf, startOfDay } from './local-time.ts'
import type { TaskView } from './tasks.ts'

/** From the one moment on, up to before the other; what is absent has no bound. */
export interface DueRange {
  from?: Date | undefined
  to?: Date | undefined
}

/** When a task of a view is due, as days are meant in the zone. Only `all` also holds what has no date. */
export function dueRange(view: TaskView, timeZone: string, now: Date): DueRange {
  const today = localTimeOf(now, timeZone).slice(0, 10)
  const start = (days: number) => startOfDay(addDays(today, days), timeZone)
  switch (view) {
    case 'today':
      return { from: start(0), to: start(1) }
    case 'overdue':
      return { to: now }
    case 'week':
      return { from: start(0), to: start(7) }
    case 'all':
      return {}
  }
}
