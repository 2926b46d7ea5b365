import type { RescheduleTasks, TaskDto } from '@shared/contracts/tasks.ts'
import { addDays } from '@shared/local-time.ts'
import type { TaskWho } from '@shared/tasks.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { useApi } from '../../lib/workspace-context.tsx'
import { toast } from '../../ui/toast.tsx'
import { deviceZone, todayHere } from './clock.ts'
import { dueText } from './due-text.ts'

type Run = <T>(work: () => Promise<T>) => Promise<T | undefined>

/** Other times for tasks, each call with its undo. */
export function useRescheduling(run: Run) {
  const { client } = useApi()
  const { t, locale } = useLanguage()
  const undoable = (text: string, before: RescheduleTasks['items']) => {
    const undo = () => void run(() => client.tasks.reschedule.mutate({ items: before }))
    const action = before.length > 0 ? { action: { label: t('common.undo'), run: undo } } : {}
    toast({ tone: 'success', text, ...action })
  }
  const reschedule = async (tasks: readonly TaskDto[], dueLocal: string | null) => {
    const items = tasks.map(({ id }) => ({ id, dueLocal, timeZone: deviceZone() }))
    const answer = await run(() => client.tasks.reschedule.mutate({ items }))
    if (!answer) return
    const when = dueText(dueLocal, todayHere(), { t, locale })
    undoable(t('tasks.rescheduled', { when }), answer.before)
  }
  const moveOverdue = async (who: TaskWho) => {
    const day = addDays(todayHere(), 1)
    const answer = await run(() => client.tasks.rescheduleOverdue.mutate({ who, day }))
    if (answer) undoable(t('tasks.movedOverdue', { count: answer.before.length }), answer.before)
  }
  const rezone = async () => {
    const zone = deviceZone()
    const answer = await run(() => client.tasks.rezone.mutate({ timeZone: zone }))
    if (answer) undoable(t('tasks.rezoned', { zone }), answer.before)
  }
  return { reschedule, moveOverdue, rezone }
}
