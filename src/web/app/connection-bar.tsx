import { CloudOff } from 'lucide-react'
import { useEffect } from 'react'
import { useT } from '../i18n/provider.tsx'
import { useStore } from '../lib/store.ts'
import { useWorkspace } from '../lib/workspace-context.tsx'
import { toast } from '../ui/toast.tsx'

/** Nothing reaches the server: say so, and that no word is lost. */
export function ConnectionBar() {
  const t = useT()
  const { live, outbox } = useWorkspace()
  const status = useStore(live.status)
  const delivered = useStore(outbox.delivered)
  useEffect(() => {
    if (delivered === 0) return
    toast({ tone: 'success', text: t('offline.back', { count: delivered }) })
    outbox.delivered.set(0)
  }, [delivered, outbox, t])
  if (status !== 'offline') return null
  return (
    <p
      role="status"
      data-testid="offline"
      className="flex h-7 shrink-0 items-center justify-center gap-2 bg-warning-soft px-3 text-small font-[550] text-warning-text"
    >
      <CloudOff className="size-4 stroke-[1.75]" aria-hidden />
      <span className="truncate">{t('offline.bar')}</span>
    </p>
  )
}
