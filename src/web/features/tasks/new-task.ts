import type { RecordRef } from '@shared/records.ts'
import { createStore } from '../../lib/store.ts'

/** A task that somebody is about to write, wherever they are. */
export interface NewTask {
  text?: string
  record?: RecordRef | null
  recordName?: string | null
}

export const newTask = createStore<NewTask | null>(null)

/** Opens the one-line dialog for a new task, about a record or about none. */
export function openNewTask(draft: NewTask = {}): void {
  newTask.set(draft)
}
