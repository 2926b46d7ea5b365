import { useT } from '../../i18n/provider.tsx'
import { useStore } from '../../lib/store.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { newTask } from './new-task.ts'
import { QuickAdd } from './quick-add.tsx'

/** One line over whatever screen is open; what it is about comes with it. */
export function NewTaskDialog() {
  const t = useT()
  const draft = useStore(newTask)
  if (!draft) return null
  const close = () => newTask.set(null)
  const { recordName } = draft
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={recordName ? t('tasks.newAbout', { name: recordName }) : t('tasks.new')}
      className="max-w-[560px]"
    >
      <QuickAdd
        autoFocus
        text={draft.text}
        record={draft.record}
        onAdded={(title) => {
          close()
          toast({ tone: 'success', text: t('tasks.created', { title }) })
        }}
      />
    </Dialog>
  )
}
