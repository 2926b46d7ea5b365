import { eq, isNull } from 'drizzle-orm'
import type { Locale } from '../../../shared/countries.ts'
import type { TaskId, UserId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { enqueueJob } from '../../platform/jobs/index.ts'
import type { Mailer } from '../../platform/mail/index.ts'
import { memberships, tasks, users, workspaces } from '../../schema/index.ts'
import type { Notice } from '../notifications/index.ts'
import { reminderLetter } from './domain/reminder-letter.ts'
import { taskDto } from './task-dto.ts'

export const MAIL_REMINDER_JOB = 'tasks.mail_reminder'

interface Payload {
  taskId: TaskId
  userId: UserId
}

/** A letter for each bell that a reminder rang, in the same transaction. */
export async function enqueueLetters(tx: WorkspaceTx, notices: readonly Notice[]): Promise<void> {
  for (const { userId, fact, dedupeKey } of notices) {
    if (fact.kind !== 'task_due') continue
    const payload: Payload = { taskId: fact.data.taskId, userId }
    await enqueueJob(tx, { name: MAIL_REMINDER_JOB, payload, dedupeKey })
  }
}

/** Written when it leaves: nobody gets a letter about what was done meanwhile. */
export async function mailReminder(
  { mailer, publicUrl }: { mailer: Mailer; publicUrl: string },
  db: WorkspaceDb,
  payload: unknown,
): Promise<void> {
  const { taskId, userId } = payload as Payload
  const [row] = await db.orm
    .select()
    .from(tasks)
    .where(own(db, tasks, eq(tasks.id, taskId), isNull(tasks.doneAt), isNull(tasks.deletedAt)))
  const person = await readerOf(db, userId)
  if (!row || !person) return
  const { title, dueLocal, recordName } = await taskDto(db, row)
  const url = `${publicUrl}/w/${person.slug}/tasks/today`
  const locale = (person.locale ?? person.workspaceLocale) as Locale
  const letter = reminderLetter({ title, dueLocal, recordName, workspace: person.workspace, url }, locale)
  await mailer.send({ to: { name: person.name, address: person.email }, ...letter })
}

async function readerOf(db: WorkspaceDb, userId: UserId) {
  const [person] = await db.orm
    .select({
      name: users.name,
      email: users.email,
      locale: users.locale,
      slug: workspaces.slug,
      workspace: workspaces.name,
      workspaceLocale: workspaces.locale,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .where(
      own(
        db,
        memberships,
        eq(memberships.userId, userId),
        isNull(memberships.disabledAt),
        isNull(users.disabledAt),
      ),
    )
  return person
}
