import type { InfiniteData } from '@tanstack/react-query'
import type { TaskDto, TaskPage } from '@shared/contracts/tasks.ts'
import type { WorkspaceApi } from '../../lib/workspace-api.ts'

/** Shows a change of a task in every list that holds it, before the server has answered. */
export function patchTask(
  { queryClient, trpc }: WorkspaceApi,
  id: TaskDto['id'],
  change: Partial<TaskDto>,
): void {
  queryClient.setQueriesData<InfiniteData<TaskPage>>({ queryKey: trpc.tasks.list.pathKey() }, (data) => {
    if (!data || !('pages' in data)) return data
    const pages = data.pages.map((page) => ({
      ...page,
      items: page.items.map((task) => (task.id === id ? { ...task, ...change } : task)),
    }))
    return { ...data, pages }
  })
}
