import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { ArrowUpRight, CalendarClock, Check, Pencil, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { TaskDto } from '@shared/contracts/tasks.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { useMembers } from '../inbox/use-members.ts'
import { Timeline } from '../timeline/timeline.tsx'
import { todayHere } from './clock.ts'
import { dueText } from './due-text.ts'
import { listedTask } from './patch-task.ts'
import { RescheduleMenu } from './reschedule-menu.tsx'
import { useRecordHref } from './use-record-href.ts'
import { useTaskActions } from './use-task-actions.ts'

interface Props {
  id: TaskDto['id']
  onEdit: (task: TaskDto) => void
  onClose: () => void
}

/** A task and what it is about, beside the list. */
export function OpenTask({ id, onEdit, onClose }: Props) {
  const { t } = useLanguage()
  const api = useApi()
  const { data, error, refetch } = useQuery({
    ...api.trpc.tasks.get.queryOptions({ id }),
    placeholderData: () => listedTask(api, id),
  })
  if (data) return <Peek task={data} onEdit={() => onEdit(data)} onClose={onClose} />
  if (!error) return <PeekSkeleton />
  const failure = toAppError(error)
  if (failure.code !== 'NOT_FOUND' && failure.code !== 'VALIDATION_FAILED')
    return <ErrorPane error={failure} onRetry={() => void refetch()} />
  return (
    <EmptyState
      className="h-full"
      title={t('tasks.gone')}
      action={<Button onClick={onClose}>{t('common.close')}</Button>}
    />
  )
}

function PeekSkeleton() {
  return (
    <Delayed>
      <div className="space-y-3 px-5 py-[18px]">
        <Bone className="h-6" />
        <Bone className="h-24" />
      </div>
    </Delayed>
  )
}

interface PeekProps {
  task: TaskDto
  onEdit: () => void
  onClose: () => void
}

function Peek({ task, onEdit, onClose }: PeekProps) {
  const { t, locale } = useLanguage()
  const can = useCan()
  const members = useMembers()
  const assignee = task.assigneeId ? members.nameOf(task.assigneeId) : undefined
  return (
    <div className="px-5 py-[18px]" data-testid="tasks.peek">
      <div className="flex items-start gap-1">
        <h2 className="min-w-0 flex-1 text-heading font-[650] wrap-anywhere" dir="auto">
          {task.title}
        </h2>
        {can('tasks.update') && (
          <IconButton small label={t('tasks.edit')} onClick={onEdit}>
            <Pencil aria-hidden />
          </IconButton>
        )}
        <IconButton small label={t('common.close')} onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </div>
      {can('tasks.update') && <PeekActions task={task} onEdit={onEdit} />}
      {task.description && (
        <p className="mt-2 text-small whitespace-pre-wrap text-text-2 wrap-anywhere" dir="auto">
          {task.description}
        </p>
      )}
      <dl className="mt-4 space-y-1.5 text-small">
        <Fact label={t('tasks.day')}>{dueText(task.dueLocal, todayHere(), { t, locale })}</Fact>
        <Fact label={t('tasks.type')}>{t(`tasks.type.${task.type}`)}</Fact>
        <Fact label={t('tasks.priority')}>{t(`tasks.priority.${task.priority}`)}</Fact>
        <Fact label={t('tasks.assignee')}>{assignee ?? t('tasks.nobody')}</Fact>
      </dl>
      {task.record && <About task={task} record={task.record} />}
    </div>
  )
}

/** What a reminder asks for: to have done it, or to do it later. */
function PeekActions({ task, onEdit }: Pick<PeekProps, 'task' | 'onEdit'>) {
  const { t, format } = useLanguage()
  const { complete, reopen, reschedule } = useTaskActions()
  const [open, setOpen] = useState(false)
  if (task.doneAt)
    return (
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Badge tone="success">
          <Check aria-hidden /> {t('tasks.doneAt', { when: format.dateTime(new Date(task.doneAt)) })}
        </Badge>
        <Button size="sm" onClick={() => void reopen(task)}>
          {t('tasks.reopenShort')}
        </Button>
      </div>
    )
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      <Button size="sm" variant="primary" onClick={() => void complete(task)}>
        <Check aria-hidden /> {t('tasks.doneShort')}
      </Button>
      <RescheduleMenu
        open={open}
        onOpenChange={setOpen}
        dueLocal={task.dueLocal}
        onPick={(due) => void reschedule([task], due)}
        onOther={onEdit}
      >
        <Button size="sm">
          <CalendarClock aria-hidden /> {t('tasks.reschedule')}
        </Button>
      </RescheduleMenu>
    </div>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex gap-3">
      <dt className="w-28 shrink-0 text-text-3">{label}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  )
}

function About({ task, record }: { task: TaskDto; record: NonNullable<TaskDto['record']> }) {
  const { t } = useLanguage()
  const router = useRouter()
  const href = useRecordHref(record)
  return (
    <section className="mt-5 border-t pt-4">
      <div className="mb-3 flex items-center gap-2">
        <h3 className="min-w-0 flex-1">
          <span className="block text-micro font-[650] text-text-3">
            {t('tasks.about')} · {t(`entity.${record.entity}`)}
          </span>
          <bdi dir="auto" className="block truncate font-[600]">
            {task.recordName ?? '—'}
          </bdi>
        </h3>
        {href && (
          <Button size="sm" onClick={() => router.history.push(href)}>
            {t('tasks.open')} <ArrowUpRight aria-hidden />
          </Button>
        )}
      </div>
      <Timeline record={record} />
    </section>
  )
}
