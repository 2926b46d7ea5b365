import type { InfiniteData } from '@tanstack/react-query'
import type { TaskDto, TaskPage } from '@shared/contracts/tasks.ts'
import type { WorkspaceApi } from '../../lib/workspace-api.ts'

/** Shows a change of a task wherever it stands, before the server has answered. */
export function patchTask(
  { queryClient, trpc }: WorkspaceApi,
  id: TaskDto['id'],
  change: Partial<TaskDto>,
): void {
  const patched = (page: TaskPage): TaskPage => ({
    ...page,
    items: page.items.map((task) => (task.id === id ? { ...task, ...change } : task)),
  })
  queryClient.setQueriesData<InfiniteData<TaskPage>>(
    { queryKey: trpc.tasks.list.pathKey() },
    (data) => data && { ...data, pages: data.pages.map(patched) },
  )
  queryClient.setQueriesData<TaskPage>(
    { queryKey: trpc.tasks.ofRecord.pathKey() },
    (page) => page && patched(page),
  )
  queryClient.setQueryData<TaskDto>(trpc.tasks.get.queryKey({ id }), (task) => task && { ...task, ...change })
}

/** The task as a list that is on the screen knows it. */
export function listedTask({ queryClient, trpc }: WorkspaceApi, id: TaskDto['id']): TaskDto | undefined {
  const lists = queryClient.getQueriesData<InfiniteData<TaskPage>>({ queryKey: trpc.tasks.list.pathKey() })
  for (const [, data] of lists)
    for (const page of data?.pages ?? []) {
      const task = page.items.find((item) => item.id === id)
      if (task) return task
    }
  return undefined
}
