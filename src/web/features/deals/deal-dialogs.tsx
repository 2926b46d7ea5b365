import { useEffect, useState, type FormEvent } from 'react'
import type { DealState } from '@shared/contracts/deals.ts'
import type { LostReasonId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { useStore } from '../../lib/store.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { announcement, question } from './dialog-state.ts'
import { GateDialog } from './gate-dialog.tsx'
import { useDealActions } from './use-deal-actions.ts'
import { usePipelines } from './use-pipelines.ts'

/** Asks what a move or an end still needs, and tells screen readers how it went. */
export function DealDialogs() {
  const asked = useStore(question)
  const said = useStore(announcement)
  // A question belongs to the screen that raised it.
  useEffect(() => () => question.set(null), [])
  return (
    <>
      {asked?.kind === 'lose' && <LoseDialog deal={asked.deal} onClose={() => question.set(null)} />}
      {asked?.kind === 'gate' && <GateDialog asked={asked} onClose={() => question.set(null)} />}
      <p aria-live="polite" className="sr-only" data-testid="deals.announcement">
        {said}
      </p>
    </>
  )
}

function LoseDialog({ deal, onClose }: { deal: DealState; onClose: () => void }) {
  const t = useT()
  const { lostReasons } = usePipelines()
  const { lose } = useDealActions()
  const [reason, setReason] = useState<LostReasonId | ''>('')
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!reason) return
    setBusy(true)
    if (await lose(deal, reason, note.trim())) onClose()
    else setBusy(false)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('deals.loseTitle')}
      description={<bdi dir="auto">{deal.title}</bdi>}
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <Field label={t('deals.reason')}>
          {(control) => (
            <Select
              {...control}
              autoFocus
              required
              value={reason}
              data-testid="deal.reason"
              onChange={(event) => setReason(event.target.value as LostReasonId)}
            >
              <option value="" disabled>
                —
              </option>
              {lostReasons.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('deals.reasonNote')}>
          {(control) => (
            <Input
              {...control}
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="submit"
            variant="primary"
            busy={busy}
            disabled={!reason}
            data-testid="deal.lose.confirm"
          >
            {t('deals.markLost')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
