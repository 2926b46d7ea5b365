import type { RecordRef } from '@shared/records.ts'
import { useCommands } from '../../lib/commands.ts'
import { openNewTask } from './new-task.ts'

interface Props {
  record: RecordRef
  name: string
}

/** While a record is on the screen, `t` writes a task about it. */
export function NewTaskCommand({ record, name }: Props) {
  useCommands([
    {
      id: 'task.create',
      label: 'tasks.new',
      group: 'view',
      keys: 't',
      run: () => openNewTask({ record, recordName: name }),
    },
  ])
  return null
}
