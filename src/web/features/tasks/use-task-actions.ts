import type { CreateTask, TaskDto, UpdateTask } from '@shared/contracts/tasks.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi, useWorkspace } from '../../lib/workspace-context.tsx'
import { toast } from '../../ui/toast.tsx'
import { deviceZone } from './clock.ts'
import { openNewTask } from './new-task.ts'
import { patchTask } from './patch-task.ts'
import { useRescheduling } from './use-rescheduling.ts'

/**
 * Does something to tasks and shows the answer where it belongs; without a way to show it, or where it
 * fails, every list asks again.
 */
function useTaskCalls() {
  const { queryClient, trpc } = useApi()
  const { t } = useLanguage()
  const askAgain = () => void queryClient.invalidateQueries({ queryKey: trpc.tasks.pathKey() })
  return async <T>(work: () => Promise<T>, show: (answer: T) => void = askAgain): Promise<T | undefined> => {
    try {
      const answer = await work()
      show(answer)
      return answer
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
      askAgain()
      return undefined
    }
  }
}

/** What a person does with tasks: shown at once where it can be, and with a way back. */
export function useTaskActions() {
  const { client } = useApi()
  const { cache } = useWorkspace()
  const { t } = useLanguage()
  const run = useTaskCalls()
  const put = (task: TaskDto) => cache.putTask(task)
  const { complete, reopen } = useCompletion()
  const remove = async (task: TaskDto) => {
    const isGone = await run(
      () => client.tasks.delete.mutate({ id: task.id }).then(() => true),
      () => cache.removeTask(task.id),
    )
    if (!isGone) return
    const restore = () => void run(() => client.tasks.restore.mutate({ id: task.id }), put)
    toast({
      tone: 'success',
      text: t('tasks.deleted', { title: task.title }),
      action: { label: t('common.undo'), run: restore },
    })
  }
  return {
    create: (input: CreateTask) =>
      run(() => client.tasks.create.mutate({ timeZone: deviceZone(), ...input }), put),
    update: (input: UpdateTask) => run(() => client.tasks.update.mutate(input), put),
    complete,
    reopen,
    remove,
    ...useRescheduling(run),
  }
}

/** Done, with the offer of what comes next; and back again. */
function useCompletion() {
  const { api, cache } = useWorkspace()
  const { t } = useLanguage()
  const run = useTaskCalls()
  const reopen = (task: TaskDto, made?: TaskDto | null) =>
    run(
      async () => {
        patchTask(api, task.id, { doneAt: null })
        if (made) {
          await api.client.tasks.delete.mutate({ id: made.id })
          cache.removeTask(made.id)
        }
        return api.client.tasks.reopen.mutate({ id: task.id })
      },
      (reopened) => cache.putTask(reopened),
    )
  const complete = async (task: TaskDto) => {
    patchTask(api, task.id, { doneAt: new Date().toISOString() })
    const done = await run(
      () => api.client.tasks.complete.mutate({ id: task.id }),
      (answer) => {
        cache.putTask(answer.task)
        if (answer.next) cache.putTask(answer.next)
      },
    )
    if (!done) return
    const { record, recordName } = task
    const text = recordName ? t('tasks.nextText', { name: recordName }) : t('tasks.nextPlain')
    toast({
      tone: 'success',
      text: t('tasks.done', { title: task.title }),
      action: { label: t('common.undo'), run: () => void reopen(task, done.next) },
      // One that recurs has its next already.
      ...(!done.next && {
        more: { label: t('tasks.next'), run: () => openNewTask({ text, record, recordName }) },
      }),
    })
  }
  return { complete, reopen }
}
