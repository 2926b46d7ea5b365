import { CalendarClock, X } from 'lucide-react'
import { useState } from 'react'
import type { TaskDto } from '@shared/contracts/tasks.ts'
import { useT } from '../../i18n/provider.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { RescheduleMenu } from './reschedule-menu.tsx'
import { useTaskActions } from './use-task-actions.ts'

/** What can be done with the tasks that were chosen with x. */
export function BulkBar({ tasks, onClear }: { tasks: readonly TaskDto[]; onClear: () => void }) {
  const t = useT()
  const { reschedule } = useTaskActions()
  const [open, setOpen] = useState(false)
  if (tasks.length === 0) return null
  const pick = (dueLocal: string | null) => {
    onClear()
    void reschedule(tasks, dueLocal)
  }
  return (
    <div
      role="toolbar"
      aria-label={t('tasks.selected', { count: tasks.length })}
      className="sticky bottom-2 mx-auto mt-4 flex w-fit items-center gap-2 rounded-lg bg-overlay px-3 py-2 text-small shadow-3 ring-1 ring-border"
    >
      <span>{t('tasks.selected', { count: tasks.length })}</span>
      <RescheduleMenu open={open} onOpenChange={setOpen} dueLocal={null} onPick={pick}>
        <Button size="sm">
          <CalendarClock aria-hidden /> {t('tasks.reschedule')}
        </Button>
      </RescheduleMenu>
      <IconButton small label={t('tasks.clearSelection')} onClick={onClear}>
        <X aria-hidden />
      </IconButton>
    </div>
  )
}
