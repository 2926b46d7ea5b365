import { CalendarClock, Check, Ellipsis, Flag, Pencil, Repeat, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { TaskDto } from '@shared/contracts/tasks.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { useCan } from '../../lib/workspace-context.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx'
import { useMembers } from '../inbox/use-members.ts'
import { todayHere } from './clock.ts'
import { dueText } from './due-text.ts'
import { RescheduleMenu } from './reschedule-menu.tsx'
import { TypeIcon } from './type-icon.tsx'
import type { useTaskActions } from './use-task-actions.ts'

interface Props {
  task: TaskDto
  now: Date
  actions: ReturnType<typeof useTaskActions>
  /** Opens the form. */
  onEdit: () => void
  /** Shows what the task is about. */
  onOpen?: () => void
  /** In a record's own list its name says nothing. */
  withRecord?: boolean
  rescheduling: boolean
  onRescheduling: (open: boolean) => void
}

export function TaskRow({ task, now, actions, onEdit, onOpen, withRecord = true, ...menu }: Props) {
  const { t, locale } = useLanguage()
  const can = useCan()
  const isDone = task.doneAt !== null
  const isOverdue = !isDone && task.dueAt !== null && Date.parse(task.dueAt) < now.getTime()
  const mayChange = can('tasks.update')
  return (
    <>
      <DoneBox
        task={task}
        disabled={!mayChange}
        onToggle={() => void (isDone ? actions.reopen(task) : actions.complete(task))}
      />
      <button
        type="button"
        tabIndex={-1}
        onClick={onOpen ?? (mayChange ? onEdit : undefined)}
        className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2.5 gap-y-0.5 py-2 text-start"
      >
        <span className="flex min-w-0 items-center gap-2.5">
          <TypeIcon type={task.type} className="size-4 shrink-0 stroke-[1.75] text-text-3" />
          <bdi dir="auto" className={cn('min-w-0 truncate font-[550]', isDone && 'text-text-3 line-through')}>
            {task.title}
          </bdi>
          {task.priority === 'high' && (
            <Flag
              className="size-3.5 shrink-0 fill-current text-danger-text"
              aria-label={t('tasks.priority.high')}
            />
          )}
          {task.rrule && <Repeat className="size-3.5 shrink-0 text-text-3" aria-label={t('tasks.repeats')} />}
        </span>
        {withRecord && task.recordName && (
          <bdi dir="auto" className="min-w-0 truncate text-small text-text-2">
            {task.recordName}
          </bdi>
        )}
        <span
          className={cn(
            'text-small whitespace-nowrap',
            isOverdue ? 'text-danger-text' : 'text-text-3',
            'ms-auto',
          )}
        >
          {isOverdue && <span className="sr-only">{t('tasks.group.overdue')}: </span>}
          {dueText(task.dueLocal, todayHere(now), { t, locale })}
        </span>
      </button>
      <Assignee task={task} />
      {mayChange && !isDone && <RowMenus task={task} actions={actions} onEdit={onEdit} {...menu} />}
    </>
  )
}

function DoneBox({ task, disabled, onToggle }: { task: TaskDto; disabled: boolean; onToggle: () => void }) {
  const { t } = useLanguage()
  const isDone = task.doneAt !== null
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={isDone}
      aria-label={t(isDone ? 'tasks.reopen' : 'tasks.complete', { title: task.title })}
      disabled={disabled}
      onClick={onToggle}
      data-testid="tasks.done"
      className="group grid size-8 shrink-0 place-items-center rounded-md hover:bg-surface-2 pointer-coarse:size-11"
    >
      <span
        className={cn(
          'grid size-[18px] place-items-center rounded-[6px] border-[1.5px] border-border-strong',
          isDone ? 'border-brand bg-brand text-on-brand' : 'text-transparent group-hover:text-text-3',
        )}
      >
        <Check aria-hidden className="size-3.5 stroke-[2.5]" />
      </span>
    </button>
  )
}

function Assignee({ task }: { task: TaskDto }) {
  const members = useMembers()
  const name = task.assigneeId ? members.nameOf(task.assigneeId) : undefined
  if (!task.assigneeId || !name) return <span className="size-[22px] shrink-0 max-md:hidden" />
  return (
    <span title={name} className="shrink-0 max-md:hidden">
      <Avatar id={task.assigneeId} name={name} size={22} />
      <span className="sr-only">{name}</span>
    </span>
  )
}

type MenuProps = Pick<Props, 'task' | 'actions' | 'onEdit' | 'rescheduling' | 'onRescheduling'>

function RowMenus({ task, actions, onEdit, rescheduling, onRescheduling }: MenuProps) {
  const { t } = useLanguage()
  const [open, setOpen] = useState(false)
  return (
    <span className="flex shrink-0">
      <RescheduleMenu
        open={rescheduling}
        onOpenChange={onRescheduling}
        dueLocal={task.dueLocal}
        onPick={(due) => void actions.reschedule([task], due)}
        onOther={onEdit}
      >
        <IconButton small label={`${t('tasks.reschedule')}: ${task.title}`} tabIndex={-1}>
          <CalendarClock aria-hidden />
        </IconButton>
      </RescheduleMenu>
      <Menu open={open} onOpenChange={setOpen}>
        <MenuTrigger asChild>
          <IconButton small label={t('tasks.moreOf', { title: task.title })} tabIndex={-1}>
            <Ellipsis aria-hidden />
          </IconButton>
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem onSelect={onEdit}>
            <Pencil aria-hidden /> {t('tasks.edit')}
          </MenuItem>
          <MenuItem onSelect={() => void actions.remove(task)}>
            <Trash2 aria-hidden /> {t('tasks.delete')}
          </MenuItem>
        </MenuContent>
      </Menu>
    </span>
  )
}
