import {
  ChangeTask,
  CountTasks,
  CreateTask,
  ListTasks,
  RescheduleOverdue,
  RescheduleTasks,
  RezoneTasks,
  TaskRef,
  TasksOfRecord,
  UpdateTask,
} from '../../../../shared/contracts/tasks.ts'
import {
  completeTask,
  countTasks,
  createTask,
  deleteTask,
  getTask,
  listTasks,
  listTasksOfRecord,
  reopenTask,
  rescheduleOverdue,
  rescheduleTasks,
  restoreTask,
  rezoneTasks,
  updateTask,
} from '../../../modules/tasks/index.ts'
import { router, workspace, type UserActor } from '../base.ts'
import type { RequestContext } from '../context.ts'

type Ctx = Pick<RequestContext, 'services'> & { actor: UserActor }

const doing = ({ actor, services }: Ctx) => ({ actor, now: services.now() })
const viewer = ({ actor, services }: Ctx) => ({ userId: actor.userId, now: services.now() })

export const tasksRouter = router({
  list: workspace('tasks.view')
    .input(ListTasks)
    .query(({ ctx, input }) => listTasks(ctx.db, input, viewer(ctx))),
  counts: workspace('tasks.view')
    .input(CountTasks)
    .query(({ ctx, input }) => countTasks(ctx.db, input, viewer(ctx))),
  get: workspace('tasks.view')
    .input(TaskRef)
    .query(({ ctx, input }) => getTask(ctx.db, input.id)),
  ofRecord: workspace('tasks.view')
    .input(TasksOfRecord)
    .query(({ ctx, input }) => listTasksOfRecord(ctx.db, input)),
  create: workspace('tasks.update')
    .input(CreateTask)
    .mutation(({ ctx, input }) => createTask(ctx.db, input, doing(ctx))),
  update: workspace('tasks.update')
    .input(UpdateTask)
    .mutation(({ ctx, input }) => updateTask(ctx.db, input, doing(ctx))),
  complete: workspace('tasks.update')
    .input(ChangeTask)
    .mutation(({ ctx, input }) => completeTask(ctx.db, input, doing(ctx))),
  reopen: workspace('tasks.update')
    .input(ChangeTask)
    .mutation(({ ctx, input }) => reopenTask(ctx.db, input, doing(ctx))),
  delete: workspace('tasks.update')
    .input(TaskRef)
    .mutation(({ ctx, input }) => deleteTask(ctx.db, input, doing(ctx))),
  restore: workspace('tasks.update')
    .input(TaskRef)
    .mutation(({ ctx, input }) => restoreTask(ctx.db, input, doing(ctx))),
  reschedule: workspace('tasks.update')
    .input(RescheduleTasks)
    .mutation(({ ctx, input }) => rescheduleTasks(ctx.db, input, doing(ctx))),
  rescheduleOverdue: workspace('tasks.update')
    .input(RescheduleOverdue)
    .mutation(({ ctx, input }) => rescheduleOverdue(ctx.db, input, doing(ctx))),
  rezone: workspace('tasks.update')
    .input(RezoneTasks)
    .mutation(({ ctx, input }) => rezoneTasks(ctx.db, input, doing(ctx))),
})
