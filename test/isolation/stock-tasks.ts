import type { TestApp } from '../harness/app.ts'
import { notify } from '../../src/server/modules/notifications/index.ts'
import type { WorkspaceId } from '../../src/shared/ids.ts'
import type { Person } from './people.ts'

interface Owner extends Person {
  workspaceId: WorkspaceId
}

/** A task, and a bell that rang for it. */
export async function stockTasks(app: TestApp, owner: Owner, mark: string): Promise<void> {
  const { id } = await owner.browser.api.tasks.create.mutate({ title: `Llamar ${mark}`, description: mark })
  const db = app.process.composed.services.workspaceDb(owner.workspaceId)
  await db.tx((tx) =>
    notify(tx, [
      {
        userId: owner.userId,
        fact: { kind: 'task_assigned', data: { taskId: id, title: mark, by: null } },
        dedupeKey: mark,
      },
    ]),
  )
}
