import type { ImportDto } from '@shared/contracts/imports.ts'
import { useLanguage } from '../../i18n/provider.tsx'

/** How far the step under way is. Where it is going may be unknown, as while a file is still being read. */
export function Progress({ item, text }: { item: ImportDto; text: string }) {
  const { t, format } = useLanguage()
  const total = item.state === 'undoing' ? item.counts.created + item.counts.updated : item.rowCount
  const share = total ? Math.min(1, item.doneRows / total) : 0
  return (
    <div className="rounded-lg border p-6" data-testid="imports.progress">
      <p role="status" className="text-body font-[550]">
        {text}
      </p>
      <div
        role="progressbar"
        aria-label={text}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        className="mt-4 h-2 overflow-hidden rounded-full bg-surface-3"
      >
        <div
          className="h-full origin-left bg-brand transition-transform duration-(--t-1)"
          style={{ transform: `scaleX(${share})` }}
        />
      </div>
      {total !== null && (
        <p className="mt-2 text-small text-text-2 tabular-nums">
          {t('imports.progress', { done: format.count(item.doneRows), total: format.count(total) })}
        </p>
      )}
    </div>
  )
}
