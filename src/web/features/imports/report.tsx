import { Link } from '@tanstack/react-router'
import { Download, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { ImportDto } from '@shared/contracts/imports.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useNow } from '../../lib/hooks.ts'
import { useApi, useWorkspace } from '../../lib/workspace-context.tsx'
import { Button, buttonVariants } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.tsx'
import { Counts } from './counts.tsx'

/** What the import did, what it could not, and the way back. */
export function Report({ slug, item }: { slug: string; item: ImportDto }) {
  const { t } = useLanguage()
  const { api } = useWorkspace()
  const isUndone = item.state === 'undone'
  return (
    <div className="space-y-6" data-testid="imports.report">
      <h2 role="status" className="text-heading font-[650]">
        {t(isUndone ? 'imports.undone' : 'imports.done')}
      </h2>
      {isUndone && item.undo && (
        <p className="text-body text-text-2">
          {t('imports.undoResult', {
            deleted: item.undo.deleted,
            restored: item.undo.restored,
            kept: item.undo.kept,
          })}
          {item.undo.kept > 0 && `: ${item.undo.keptContacts.map(({ name }) => name).join(', ')}`}
        </p>
      )}
      <Counts counts={item.counts} />
      <div className="flex flex-wrap items-center gap-2">
        <Link to="/w/$slug/contacts" params={{ slug }} className={buttonVariants({ variant: 'primary' })}>
          {t('imports.toContacts')}
        </Link>
        {item.counts.failed > 0 && (
          <a
            href={`/media/${api.workspaceId}/imports/${item.id}/failed`}
            className={buttonVariants({ variant: 'neutral' })}
            data-testid="imports.failedRows"
          >
            <Download aria-hidden /> {t('imports.failedRows')}
          </a>
        )}
        <Link
          to="/w/$slug/contacts/import"
          params={{ slug }}
          className={buttonVariants({ variant: 'quiet' })}
        >
          {t('imports.another')}
        </Link>
      </div>
      <Undo item={item} />
    </div>
  )
}

function Undo({ item }: { item: ImportDto }) {
  const { t, format } = useLanguage()
  const { client, queryClient, trpc } = useApi()
  const now = useNow()
  const [busy, setBusy] = useState(false)
  const until = item.undoUntil === null ? null : new Date(item.undoUntil)
  if (!until || until <= now) return null
  const undo = async () => {
    setBusy(true)
    try {
      await client.imports.undo.mutate({ id: item.id })
      await queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() })
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="flex flex-wrap items-center gap-3 border-t pt-4">
      <Button busy={busy} onClick={() => void undo()} data-testid="imports.undo">
        <Undo2 aria-hidden /> {t('imports.undo')}
      </Button>
      <p className="text-micro text-text-3">{t('imports.undoUntil', { at: format.dateTime(until) })}</p>
    </div>
  )
}
