import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TaskDto } from '@shared/contracts/tasks.ts'
import type { RecordRef } from '@shared/records.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useNow } from '../../lib/hooks.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { QuickAdd } from './quick-add.tsx'
import { TaskDialog } from './task-dialog.tsx'
import { TaskRow } from './task-row.tsx'
import { useTaskActions } from './use-task-actions.ts'

/** The tasks of a record: what is open, a line for one more, and on demand those done. */
export function RecordTasks({ record }: { record: RecordRef }) {
  const t = useT()
  const can = useCan()
  const [withDone, setWithDone] = useState(false)
  if (!can('tasks.view')) return null
  return (
    <section aria-label={t('tasks.ofRecord')} data-testid="tasks.ofRecord">
      <h3 className="mb-2 text-micro font-[650] text-text-3">{t('tasks.ofRecord')}</h3>
      {can('tasks.update') && <QuickAdd record={record} />}
      <TaskLines record={record} state="open" />
      {withDone ? (
        <TaskLines record={record} state="done" />
      ) : (
        <Button variant="link" size="bare" className="mt-2 text-small" onClick={() => setWithDone(true)}>
          {t('tasks.showDone')}
        </Button>
      )}
    </section>
  )
}

function TaskLines({ record, state }: { record: RecordRef; state: 'open' | 'done' }) {
  const t = useT()
  const now = useNow()
  const { trpc } = useApi()
  const actions = useTaskActions()
  const [editing, setEditing] = useState<TaskDto | null>(null)
  const [rescheduling, setRescheduling] = useState<TaskDto['id'] | null>(null)
  const { data, error, refetch } = useQuery(trpc.tasks.ofRecord.queryOptions({ record, state }))
  if (error && !data) return <ErrorPane error={toAppError(error)} onRetry={() => void refetch()} />
  if (!data)
    return (
      <Delayed>
        <Bone className="h-9" />
      </Delayed>
    )
  if (data.items.length === 0)
    return state === 'open' ? <p className="text-small text-text-3">{t('tasks.ofRecordEmpty')}</p> : null
  return (
    <ul className="divide-y">
      {data.items.map((task) => (
        <li key={task.id} className="flex items-center gap-1.5">
          <TaskRow
            task={task}
            now={now}
            actions={actions}
            withRecord={false}
            onEdit={() => setEditing(task)}
            rescheduling={rescheduling === task.id}
            onRescheduling={(open) => setRescheduling(open ? task.id : null)}
          />
        </li>
      ))}
      {editing && <TaskDialog task={editing} onClose={() => setEditing(null)} />}
    </ul>
  )
}
