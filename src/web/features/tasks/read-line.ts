import type { Member } from '@shared/contracts/accounts.ts'
import type { CreateTask } from '@shared/contracts/tasks.ts'
import { hasHour } from '@shared/local-time.ts'
import { memberCalled, readQuickTask, type QuickTask } from '@shared/quick-add.ts'
import type { Locale } from '../../i18n/locale.ts'
import { nowHere, quickLanguage } from './clock.ts'

/** What a line means, with the member that it names. */
export interface ReadLine {
  said: QuickTask
  assignee: Member | undefined
}

/** Ten minutes ahead of an hour; at nine in the morning of a day without one, which ends at midnight. */
const REMIND_BEFORE_HOUR = 10
const REMIND_BEFORE_END = 900

export function readLine(line: string, locale: Locale, members: readonly Member[]): ReadLine {
  const said = readQuickTask(line, { nowLocal: nowHere(), language: quickLanguage(locale) })
  return { said, assignee: said.assignee ? memberCalled(members, said.assignee) : undefined }
}

export function taskOf({ said, assignee }: ReadLine): CreateTask {
  const { title, dueLocal, type, priority, labels = [] } = said
  return {
    title: [title, ...labels.map((label) => `#${label}`)].join(' ').slice(0, 200),
    ...(dueLocal && {
      dueLocal,
      remindMinutes: hasHour(dueLocal) ? REMIND_BEFORE_HOUR : REMIND_BEFORE_END,
    }),
    ...(type && { type }),
    ...(priority && { priority }),
    ...(assignee && { assigneeId: assignee.userId }),
  }
}
