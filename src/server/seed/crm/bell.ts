import { and, asc, desc, eq, inArray, isNotNull, isNull, lt } from 'drizzle-orm'
import type { NotificationFact } from '../../../shared/contracts/notifications.ts'
import { newId, type ConversationId, type UserId } from '../../../shared/ids.ts'
import { own, type Scope, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { conversations, deals, notifications, tasks } from '../../schema/index.ts'
import { personOf, type Stage } from '../perform/stage.ts'
import { RUNG_BY_DEMO } from './crm.repo.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** With the conversations that the stories give her, Ana has 25. */
const ANAS_BELL = 25
const MOST = { reminders: 8, deals: 2 }

interface Told {
  fact: NotificationFact
  at: Date
}

/**
 * What the bells have told lately, each at its own time, most of it read. What rang while the stories
 * were written rang at this moment: it is moved to when its conversation began.
 */
export async function tellBells(stage: Stage): Promise<void> {
  const ana = personOf(stage, 'ana')
  const giver = personOf(stage, 'diego')
  const { now } = stage.services
  await stage.db.tx(async (tx) => {
    await moveToTheirTime(tx, now())
    const [{ length: had }, reminders, assigned, handed] = [
      await bellOf(tx, ana),
      await remindersOf(tx, ana, now()),
      await tasksGiven(tx, ana, giver),
      await dealsGiven(tx, ana, giver),
    ]
    const told = [...reminders, ...handed, ...assigned].slice(0, Math.max(0, ANAS_BELL - had))
    await tx.orm.insert(notifications).values(
      told.map(({ fact, at }, index) => ({
        workspaceId: tx.workspaceId,
        id: newId('notification'),
        userId: ana,
        kind: fact.kind,
        data: fact.data,
        dedupeKey: `${RUNG_BY_DEMO}${index}`,
        createdAt: at,
        readAt: readAt(at, now()),
      })),
    )
  })
}

/** People look at their bell within the hour; what is of today may still wait. */
const readAt = (at: Date, now: Date): Date | null =>
  now.getTime() - at.getTime() < DAY ? null : new Date(at.getTime() + 50 * MINUTE)

const bellOf = (scope: Scope, userId: UserId) =>
  scope.orm
    .select({ id: notifications.id, data: notifications.data })
    .from(notifications)
    .where(own(scope, notifications, eq(notifications.userId, userId)))

async function moveToTheirTime(tx: WorkspaceTx, now: Date): Promise<void> {
  const rang = await tx.orm
    .select({ id: notifications.id, data: notifications.data })
    .from(notifications)
    .where(own(tx, notifications, eq(notifications.kind, 'conversation_assigned')))
    .orderBy(asc(notifications.id))
  const idOf = ({ data }: (typeof rang)[number]) =>
    (data as { conversationId: ConversationId }).conversationId
  const began = new Map(
    (
      await tx.orm
        .select({ id: conversations.id, at: conversations.createdAt })
        .from(conversations)
        .where(own(tx, conversations, inArray(conversations.id, rang.map(idOf))))
    ).map(({ id, at }) => [id, at]),
  )
  for (const told of rang) {
    const start = began.get(idOf(told))
    if (!start) continue
    const at = new Date(Math.min(start.getTime() + 5 * MINUTE, now.getTime()))
    await tx.orm
      .update(notifications)
      .set({ createdAt: at, readAt: readAt(at, now) })
      .where(own(tx, notifications, eq(notifications.id, told.id)))
  }
}

/** Ten minutes before what should be done by now, the latest first. */
async function remindersOf(tx: WorkspaceTx, userId: UserId, now: Date): Promise<Told[]> {
  const rows = await tx.orm
    .select()
    .from(tasks)
    .where(own(tx, tasks, and(eq(tasks.assigneeId, userId), isNull(tasks.doneAt), lt(tasks.dueAt, now))))
    .orderBy(desc(tasks.dueAt), desc(tasks.id))
    .limit(MOST.reminders)
  return rows.flatMap(({ id, title, dueLocal, dueAt }) =>
    dueAt === null
      ? []
      : [
          {
            fact: { kind: 'task_due', data: { taskId: id, title, dueLocal, recordName: null } },
            at: new Date(dueAt.getTime() - 10 * MINUTE),
          },
        ],
  )
}

async function tasksGiven(tx: WorkspaceTx, userId: UserId, by: UserId): Promise<Told[]> {
  const rows = await tx.orm
    .select({ id: tasks.id, title: tasks.title, at: tasks.createdAt })
    .from(tasks)
    .where(own(tx, tasks, eq(tasks.assigneeId, userId)))
    .orderBy(desc(tasks.createdAt), desc(tasks.id))
    .limit(ANAS_BELL)
  return rows.map(({ id, title, at }) => ({
    fact: { kind: 'task_assigned', data: { taskId: id, title, by } },
    at,
  }))
}

async function dealsGiven(tx: WorkspaceTx, userId: UserId, by: UserId): Promise<Told[]> {
  const rows = await tx.orm
    .select({ id: deals.id, number: deals.number, title: deals.title, at: deals.createdAt })
    .from(deals)
    .where(
      own(
        tx,
        deals,
        and(eq(deals.ownerId, userId), eq(deals.status, 'open'), isNotNull(deals.expectedCloseOn)),
      ),
    )
    .orderBy(desc(deals.number))
    .limit(MOST.deals)
  return rows.map(({ id, number, title, at }) => ({
    fact: { kind: 'deal_assigned', data: { dealId: id, number, title, by } },
    at,
  }))
}
