import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import type { TaskDto } from '@shared/contracts/tasks.ts'
import { useT } from '../../i18n/provider.tsx'
import { cn } from '../../lib/cn.ts'
import { useNow } from '../../lib/hooks.ts'
import { useCan } from '../../lib/workspace-context.tsx'
import { todayHere } from './clock.ts'
import { grouped, type TaskGroup } from './task-groups.ts'
import { TaskRow } from './task-row.tsx'
import { useTaskActions } from './use-task-actions.ts'

interface Props {
  tasks: readonly TaskDto[]
  openId: TaskDto['id'] | undefined
  selected: ReadonlySet<TaskDto['id']>
  onSelect: (id: TaskDto['id']) => void
  onOpen: (task: TaskDto) => void
  onEdit: (task: TaskDto) => void
}

/** Tasks under their headings; one tab stop, then ↑ ↓, Space, h, x and Enter. */
export function TaskList({ tasks, openId, selected, onSelect, onOpen, onEdit }: Props) {
  const t = useT()
  const can = useCan()
  const now = useNow()
  const actions = useTaskActions()
  const [activeId, setActiveId] = useState<TaskDto['id'] | null>(null)
  const [rescheduling, setRescheduling] = useState<TaskDto['id'] | null>(null)
  const active = tasks.find(({ id }) => id === activeId) ?? tasks[0]
  const grid = useRef<HTMLDivElement>(null)
  useKeptFocus(grid, activeId === null ? null : tasks.findIndex(({ id }) => id === activeId))
  const mayChange = can('tasks.update')
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, task: TaskDto) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const act = keyAction(event.key, {
      move: (by) => moveFocus(event.currentTarget, by),
      done: () => mayChange && void (task.doneAt ? actions.reopen(task) : actions.complete(task)),
      reschedule: () => mayChange && setRescheduling(task.id),
      select: () => mayChange && onSelect(task.id),
      open: () => onOpen(task),
    })
    if (!act) return
    event.preventDefault()
    // The shortcuts of the page listen too.
    event.stopPropagation()
    act()
  }
  return (
    <div ref={grid} role="grid" aria-label={t('tasks.list')} data-testid="tasks.list">
      {grouped(tasks, now, todayHere(now)).map(({ group, tasks: members }) => (
        <div key={group + members[0]?.id} role="rowgroup" aria-label={t(`tasks.group.${group}`)}>
          <GroupTitle group={group} count={members.length} />
          {members.map((task) => (
            <div
              key={task.id}
              role="row"
              tabIndex={task.id === active?.id ? 0 : -1}
              aria-selected={selected.has(task.id)}
              aria-current={task.id === openId || undefined}
              data-testid="tasks.row"
              data-id={task.id}
              onFocus={() => setActiveId(task.id)}
              onKeyDown={(event) => onKeyDown(event, task)}
              className={cn(
                'focus-inset flex items-center rounded-lg px-1.5 hover:bg-surface-2',
                task.id === openId && 'bg-brand-soft hover:bg-brand-soft',
                selected.has(task.id) && 'bg-surface-3 hover:bg-surface-3',
              )}
            >
              <div role="gridcell" className="flex min-w-0 flex-1 items-center gap-1.5">
                <TaskRow
                  task={task}
                  now={now}
                  actions={actions}
                  onOpen={() => onOpen(task)}
                  onEdit={() => onEdit(task)}
                  rescheduling={rescheduling === task.id}
                  onRescheduling={(open) => setRescheduling(open ? task.id : null)}
                />
              </div>
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}

/** Where the focused row is done and gone, the one that took its place has the focus. */
function useKeptFocus(grid: RefObject<HTMLElement | null>, index: number | null): void {
  const last = useRef(0)
  useEffect(() => {
    if (index === null) return
    if (index >= 0) last.current = index
    else if (document.activeElement === document.body) {
      const rows = rowsOf(grid.current)
      rows[Math.min(last.current, rows.length - 1)]?.focus()
    }
  }, [grid, index])
}

function GroupTitle({ group, count }: { group: TaskGroup; count: number }) {
  const t = useT()
  return (
    <div
      role="presentation"
      className={cn(
        'px-3 pt-4 pb-1 text-micro font-[650]',
        group === 'overdue' ? 'text-danger-text' : 'text-text-3',
      )}
    >
      {t(`tasks.group.${group}`)} <span className="font-normal">{count}</span>
    </div>
  )
}

interface RowKeys {
  move: (by: number) => void
  done: () => void
  reschedule: () => void
  select: () => void
  open: () => void
}

function keyAction(key: string, keys: RowKeys): (() => void) | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return () => keys.move(1)
    case 'ArrowUp':
    case 'k':
      return () => keys.move(-1)
    case ' ':
      return keys.done
    case 'h':
      return keys.reschedule
    case 'x':
      return keys.select
    case 'Enter':
      return keys.open
    default:
      return undefined
  }
}

function moveFocus(row: HTMLElement, by: number): void {
  const rows = rowsOf(row.closest('[role=grid]'))
  rows[rows.indexOf(row) + by]?.focus()
}

const rowsOf = (grid: Element | null) => [...(grid?.querySelectorAll<HTMLElement>('[role=row]') ?? [])]
