import { Globe } from 'lucide-react'
import type { TaskDto } from '@shared/contracts/tasks.ts'
import { instantOf } from '@shared/local-time.ts'
import type { TaskWho } from '@shared/tasks.ts'
import { useT } from '../../i18n/provider.tsx'
import { useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { deviceZone } from './clock.ts'
import { useTaskActions } from './use-task-actions.ts'

/** Whoever has moved is asked whether ten o'clock is now ten o'clock here. */
export function ZoneNotice({ tasks, who }: { tasks: readonly TaskDto[]; who: TaskWho }) {
  const t = useT()
  const can = useCan()
  const { rezone } = useTaskActions()
  const other = who === 'mine' && can('tasks.update') ? tasks.find(isElsewhere) : undefined
  if (!other) return null
  return (
    <div className="mx-2 mt-2 flex flex-wrap items-center gap-3 rounded-lg bg-info-soft px-3 py-2 text-small text-info-text">
      <Globe aria-hidden className="size-4 shrink-0 stroke-[1.75]" />
      <p className="flex-1">{t('tasks.otherZone', { zone: other.timeZone })}</p>
      <Button size="sm" onClick={() => void rezone()}>
        {t('tasks.rezone')}
      </Button>
    </div>
  )
}

/** Two names of zones with the same hour then are the same to a person. */
function isElsewhere({ dueLocal, dueAt, timeZone }: TaskDto): boolean {
  if (dueLocal === null || dueAt === null || timeZone === deviceZone()) return false
  return instantOf(dueLocal, deviceZone()).toISOString() !== dueAt
}
