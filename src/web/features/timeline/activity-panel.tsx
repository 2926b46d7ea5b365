import type { RecordRef } from '@shared/records.ts'
import { useCan } from '../../lib/workspace-context.tsx'
import { RecordTasks } from '../tasks/record-tasks.tsx'
import { Timeline } from './timeline.tsx'

/** What is to be done with a record, and what happened to it. */
export function ActivityPanel({ record }: { record: RecordRef }) {
  const can = useCan()
  return (
    <div className="space-y-6 px-4 py-[18px]">
      <RecordTasks record={record} />
      {can('contacts.view') && <Timeline record={record} />}
    </div>
  )
}
