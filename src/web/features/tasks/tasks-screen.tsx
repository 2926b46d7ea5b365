import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import type { TaskDto } from '@shared/contracts/tasks.ts'
import type { TaskView, TaskWho } from '@shared/tasks.ts'
import type { PlainKey } from '../../i18n/catalogue.ts'
import { useT } from '../../i18n/provider.tsx'
import { useCommands } from '../../lib/commands.ts'
import { toAppError } from '../../lib/errors.ts'
import { useTitle, useWide } from '../../lib/hooks.ts'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'
import { Denied } from '../settings/page.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { deviceZone } from './clock.ts'
import { QuickAdd } from './quick-add.tsx'
import { TaskDialog } from './task-dialog.tsx'
import { TaskList } from './task-list.tsx'
import { OpenTask } from './task-peek.tsx'
import { TasksHeader } from './tasks-header.tsx'
import { ZoneNotice } from './zone-notice.tsx'

const route = getRouteApi('/w/$slug/tasks/$view')

export function TasksScreen() {
  const can = useCan()
  const t = useT()
  const { view } = route.useParams()
  const { who = 'mine', open } = route.useSearch()
  useTitle(t('nav.tasks'))
  if (!can('tasks.view')) return <Denied />
  return (
    <Tasks
      key={`${view} ${who}`}
      view={view as TaskView}
      who={who}
      openId={open as TaskDto['id'] | undefined}
    />
  )
}

interface Shown {
  view: TaskView
  who: TaskWho
}

function Tasks({ view, who, openId }: Shown & { openId: TaskDto['id'] | undefined }) {
  const t = useT()
  const can = useCan()
  const isWide = useWide()
  const inputRef = useRef<HTMLInputElement>(null)
  const open = useOpen()
  const [editing, setEditing] = useState<TaskDto | null>(null)
  useCommands([
    { id: 'task.new', label: 'tasks.new', group: 'view', keys: 'n', run: () => inputRef.current?.focus() },
  ])
  return (
    <div className="flex h-full min-h-0">
      <section className="flex min-w-0 flex-1 flex-col" aria-label={t('nav.tasks')}>
        <TasksHeader view={view} who={who} />
        {can('tasks.update') && (
          <div className="px-6 pt-4 max-md:px-4">
            <QuickAdd inputRef={inputRef} />
          </div>
        )}
        <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-6 scroll-quiet max-md:px-2">
          <Pages view={view} who={who} openId={openId} onOpen={({ id }) => open(id)} onEdit={setEditing} />
        </div>
      </section>
      <Beside isWide={isWide} isOpen={openId !== undefined} onClose={() => open(undefined)}>
        {openId && <OpenTask key={openId} id={openId} onEdit={setEditing} onClose={() => open(undefined)} />}
      </Beside>
      {editing && <TaskDialog task={editing} onClose={() => setEditing(null)} />}
    </div>
  )
}

/** The open task stands in the address: a reminder, a reload and Back all show it. */
function useOpen() {
  const navigate = useNavigate({ from: '/w/$slug/tasks/$view' })
  return (id: TaskDto['id'] | undefined) =>
    void navigate({
      to: '.',
      search: ({ who }) => ({ ...(who ? { who } : {}), ...(id ? { open: id } : {}) }),
    })
}

interface BesideProps {
  isWide: boolean
  isOpen: boolean
  onClose: () => void
  children: ReactNode
}

/** Beside the list where there is room, else over it. */
function Beside({ isWide, isOpen, onClose, children }: BesideProps) {
  const t = useT()
  if (isWide)
    return (
      <aside
        className="w-[380px] shrink-0 overflow-y-auto border-s scroll-quiet"
        aria-label={t('tasks.about')}
      >
        {isOpen ? children : <EmptyState className="h-full" title={t('tasks.pick')} />}
      </aside>
    )
  if (!isOpen) return null
  return (
    <Sheet open onOpenChange={onClose} title={t('tasks.about')}>
      {children}
    </Sheet>
  )
}

interface PagesProps extends Shown {
  openId: TaskDto['id'] | undefined
  onOpen: (task: TaskDto) => void
  onEdit: (task: TaskDto) => void
}

const EMPTY: Record<TaskView, PlainKey> = {
  today: 'tasks.emptyToday',
  overdue: 'tasks.emptyOverdue',
  week: 'tasks.emptyWeek',
  all: 'tasks.emptyAll',
}

function Pages({ view, who, openId, onOpen, onEdit }: PagesProps) {
  const t = useT()
  const can = useCan()
  const { trpc } = useApi()
  const [selected, setSelected] = useState<ReadonlySet<TaskDto['id']>>(new Set())
  const result = useInfiniteQuery(
    trpc.tasks.list.infiniteQueryOptions(
      { view, who, timeZone: deviceZone() },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  )
  if (result.error && !result.data)
    return <ErrorPane error={toAppError(result.error)} onRetry={() => void result.refetch()} />
  if (!result.data) return <Skeletons />
  const tasks = result.data.pages.flatMap((page) => page.items)
  if (tasks.length === 0)
    return (
      <EmptyState
        drawing
        className="min-h-[40dvh]"
        title={t(EMPTY[view])}
        text={t(can('tasks.update') ? 'tasks.emptyText' : 'tasks.emptyReadOnly')}
      />
    )
  const toggle = (id: TaskDto['id']) => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    setSelected(next)
  }
  return (
    <>
      <ZoneNotice tasks={tasks} who={who} />
      <TaskList {...{ tasks, openId, selected, onOpen, onEdit }} onSelect={toggle} />
      {result.hasNextPage && (
        <Button
          className="mt-4 ms-3"
          busy={result.isFetchingNextPage}
          onClick={() => void result.fetchNextPage()}
        >
          {t('common.showMore')}
        </Button>
      )}
      <BulkBar tasks={tasks.filter(({ id }) => selected.has(id))} onClear={() => setSelected(new Set())} />
    </>
  )
}

function Skeletons() {
  return (
    <Delayed>
      <div className="space-y-2 px-2 pt-6">
        {[0, 1, 2, 3, 4].map((row) => (
          <Bone key={row} className="h-9" />
        ))}
      </div>
    </Delayed>
  )
}
