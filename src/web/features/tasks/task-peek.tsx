import { useRouter } from '@tanstack/react-router'
import { ArrowUpRight, Pencil, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TaskDto } from '@shared/contracts/tasks.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useMembers } from '../inbox/use-members.ts'
import { Timeline } from '../timeline/timeline.tsx'
import { todayHere } from './clock.ts'
import { dueText } from './due-text.ts'
import { useRecordHref } from './use-record-href.ts'

interface Props {
  task: TaskDto
  onEdit: () => void
  onClose?: () => void
}

/** A task and what it is about, beside the list. */
export function TaskPeek({ task, onEdit, onClose }: Props) {
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
        {onClose && (
          <IconButton small label={t('common.close')} onClick={onClose}>
            <X aria-hidden />
          </IconButton>
        )}
      </div>
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
