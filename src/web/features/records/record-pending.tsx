import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { Bone, Delayed } from '../../ui/skeleton.tsx'

/** In place of a page whose record is on its way, is gone, or could not be fetched. */
export function RecordPending({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useT()
  if (!error)
    return (
      <Delayed>
        <div className="space-y-4 p-5">
          <Bone className="h-10 w-72" />
          <Bone className="h-64" />
        </div>
      </Delayed>
    )
  const failure = toAppError(error)
  // An address that somebody typed may be no id at all.
  if (failure.code === 'NOT_FOUND' || failure.code === 'VALIDATION_FAILED')
    return (
      <EmptyState
        drawing
        isPage
        className="h-full"
        title={t('contacts.gone')}
        text={t('contacts.goneText')}
      />
    )
  return <ErrorPane className="h-full" error={failure} onRetry={onRetry} />
}
