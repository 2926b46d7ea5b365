import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { TASK_VIEWS, TASK_WHO, type TaskView, type TaskWho } from '@shared/tasks.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { useApi, useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { deviceZone } from './clock.ts'
import { useTaskActions } from './use-task-actions.ts'

const route = getRouteApi('/w/$slug/tasks/$view')

/** The views with their counts, whose tasks, and what can be done with all that is overdue. */
export function TasksHeader({ view, who }: { view: TaskView; who: TaskWho }) {
  const { t } = useLanguage()
  const { slug } = route.useParams()
  const navigate = useNavigate()
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-6 py-3 max-md:px-4">
      <h1 className="font-head text-title font-[650] tracking-[-0.01em]">{t('nav.tasks')}</h1>
      <nav
        aria-label={t('tasks.views')}
        className="flex gap-1 overflow-x-auto max-md:order-last max-md:w-full"
      >
        {TASK_VIEWS.map((each) => (
          <ViewLink key={each} view={each} who={who} slug={slug} />
        ))}
      </nav>
      <div className="ms-auto flex items-center gap-2">
        <MoveOverdue view={view} who={who} />
        <Select
          aria-label={t('tasks.who')}
          value={who}
          className="h-(--control-h) w-auto"
          onChange={(event) =>
            void navigate({
              to: '/w/$slug/tasks/$view',
              params: { slug, view },
              search: event.target.value === 'everyone' ? { who: 'everyone' } : {},
            })
          }
        >
          {TASK_WHO.map((each) => (
            <option key={each} value={each}>
              {t(`tasks.${each}`)}
            </option>
          ))}
        </Select>
      </div>
    </header>
  )
}

function ViewLink({ view, who, slug }: { view: TaskView; who: TaskWho; slug: string }) {
  const { t, format } = useLanguage()
  const { trpc } = useApi()
  const { data } = useQuery(trpc.tasks.counts.queryOptions({ timeZone: deviceZone() }))
  const count = who === 'mine' ? (data?.[view] ?? 0) : 0
  return (
    <Link
      to="/w/$slug/tasks/$view"
      params={{ slug, view }}
      search={who === 'everyone' ? { who } : {}}
      className="inline-flex min-h-8 items-center gap-1.5 rounded-md px-2.5 text-small font-[550] whitespace-nowrap text-text-2 hover:bg-surface-2 data-[status=active]:bg-brand-soft data-[status=active]:text-brand-text pointer-coarse:min-h-11"
      data-testid={`tasks.view.${view}`}
    >
      {t(`tasks.${view}`)}
      {count > 0 && (
        <span className={view === 'overdue' ? 'text-danger-text' : 'text-text-3'}>
          {count > 999 ? '999+' : format.count(count)}
        </span>
      )}
    </Link>
  )
}

function MoveOverdue({ view, who }: { view: TaskView; who: TaskWho }) {
  const { t } = useLanguage()
  const can = useCan()
  const { trpc } = useApi()
  const { moveOverdue } = useTaskActions()
  const { data } = useQuery(trpc.tasks.counts.queryOptions({ timeZone: deviceZone() }))
  const isOffered =
    view === 'overdue' && can('tasks.update') && (who === 'everyone' || (data?.overdue ?? 0) > 0)
  if (!isOffered) return null
  return (
    <Button onClick={() => void moveOverdue(who)} data-testid="tasks.moveOverdue">
      {t('tasks.moveOverdue')}
    </Button>
  )
}
