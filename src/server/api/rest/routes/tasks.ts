import { z } from 'zod'
import type { Actor } from '../../../../shared/actor.ts'
import { zId } from '../../../../shared/contracts/z.ts'
import {
  completeTask,
  createTask,
  deleteTask,
  getTask,
  listChangedTasks,
  listTasks,
  reopenTask,
  updateTask,
} from '../../../modules/tasks/index.ts'
import * as examples from '../examples.ts'
import { jsonBody } from '../json-body.ts'
import { route } from '../route.ts'
import { CreateTask, DeletedTask, ListTasks, Task, TaskPage, UpdateTask } from '../schemas/task.ts'
import type { AppServices } from '../../services.ts'

const common = { tag: 'Tasks' } as const
const params = z.strictObject({ id: zId('task') })
const doing = ({ actor, services }: { actor: Actor; services: AppServices }) => ({
  actor,
  now: services.now(),
})

export const taskRoutes = [
  route({
    ...common,
    method: 'GET',
    path: '/tasks',
    operationId: 'listTasks',
    summary: 'List tasks',
    description: 'Everyone’s open tasks, or with `updatedSince` whatever changed.',
    query: ListTasks,
    status: 200,
    response: TaskPage,
    errors: [],
    example: { response: examples.pageOf(examples.task) },
    handle: async ({ db, services, query: { updatedSince, cursor, limit, ...view } }) => {
      const { items, nextCursor } =
        updatedSince === undefined
          ? await listTasks(
              db,
              { ...view, who: 'everyone', cursor, limit },
              { userId: null, now: services.now() },
            )
          : await listChangedTasks(db, { since: new Date(updatedSince), cursor, limit })
      return { data: items, nextCursor }
    },
  }),
  route({
    ...common,
    method: 'POST',
    path: '/tasks',
    operationId: 'createTask',
    summary: 'Create a task',
    body: jsonBody(CreateTask),
    status: 201,
    response: Task,
    errors: ['NOT_FOUND'],
    example: { body: examples.createTask, response: examples.task },
    handle: ({ db, body, ...call }) => createTask(db, body, doing(call)),
  }),
  route({
    ...common,
    method: 'GET',
    path: '/tasks/{id}',
    operationId: 'getTask',
    summary: 'Read a task',
    params,
    status: 200,
    response: Task,
    errors: ['NOT_FOUND'],
    example: { response: examples.task },
    handle: ({ db, params: { id } }) => getTask(db, id),
  }),
  route({
    ...common,
    method: 'PATCH',
    path: '/tasks/{id}',
    operationId: 'updateTask',
    summary: 'Change a task, or do it',
    params,
    body: jsonBody(UpdateTask),
    status: 200,
    response: Task,
    errors: ['NOT_FOUND', 'STALE_VERSION'],
    example: {
      body: { version: 1, done: true },
      response: { ...examples.task, version: 2, doneAt: examples.task.createdAt },
    },
    handle: async ({ db, params: { id }, body: { done, version, ...fields }, ...call }) => {
      const task = await updateTask(db, { id, version, ...fields }, doing(call))
      if (done === undefined) return task
      const settled = { id, version: task.version }
      return done
        ? (await completeTask(db, settled, doing(call))).task
        : await reopenTask(db, settled, doing(call))
    },
  }),
  route({
    ...common,
    method: 'DELETE',
    path: '/tasks/{id}',
    operationId: 'deleteTask',
    summary: 'Delete a task',
    params,
    status: 200,
    response: DeletedTask,
    errors: ['NOT_FOUND'],
    example: { response: { id: examples.task.id, deleted: true } },
    handle: async ({ db, params: { id }, ...call }) => {
      await deleteTask(db, { id }, doing(call))
      return { id, deleted: true as const }
    },
  }),
]
