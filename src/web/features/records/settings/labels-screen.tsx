import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { LabelDto } from '@shared/contracts/labels.ts'
import { HUES, type Hue } from '@shared/hues.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { useT } from '../../../i18n/provider.tsx'
import { toAppError } from '../../../lib/errors.ts'
import { useApi, useCan } from '../../../lib/workspace-context.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorPane } from '../../../ui/error-pane.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Bone, Delayed } from '../../../ui/skeleton.tsx'
import { toast } from '../../../ui/toast.tsx'
import { Denied, SettingsPage } from '../../settings/page.tsx'
import { LabelChip } from '../label-chip.tsx'

/** The workspace's labels. A hue is chosen, never a colour: every pair of the tokens can be read. */
export function LabelsScreen() {
  const t = useT()
  const can = useCan()
  const [editing, setEditing] = useState<LabelDto | 'new' | null>(null)
  if (!can('contacts.view')) return <Denied />
  const mayManage = can('labels.manage')
  return (
    <SettingsPage
      title={t('labels.title')}
      intro={t('labels.intro')}
      action={
        mayManage && (
          <Button variant="primary" onClick={() => setEditing('new')} data-testid="labels.create">
            <Plus aria-hidden /> {t('labels.create')}
          </Button>
        )
      }
    >
      <LabelList mayManage={mayManage} onEdit={setEditing} />
      {editing && <LabelDialog label={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </SettingsPage>
  )
}

function LabelList({ mayManage, onEdit }: { mayManage: boolean; onEdit: (label: LabelDto) => void }) {
  const t = useT()
  const { client, queryClient, trpc } = useApi()
  const [leaving, setLeaving] = useState<LabelDto | null>(null)
  const { data, error, refetch } = useQuery(trpc.labels.list.queryOptions())
  if (error && !data) return <ErrorPane error={toAppError(error)} onRetry={() => void refetch()} />
  if (!data)
    return (
      <Delayed>
        <Bone className="h-40" />
      </Delayed>
    )
  if (data.length === 0) return <EmptyState drawing title={t('labels.empty')} text={t('labels.emptyText')} />
  const remove = async (label: LabelDto) => {
    setLeaving(null)
    try {
      await client.labels.delete.mutate({ id: label.id })
      await queryClient.invalidateQueries({ queryKey: trpc.labels.pathKey() })
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    }
  }
  return (
    <>
      <ul className="rounded-lg border">
        {data.map((label) => (
          <li key={label.id} className="flex min-h-11 items-center gap-2 border-t px-4 first:border-t-0">
            {mayManage ? (
              <button type="button" className="rounded-md p-1" onClick={() => onEdit(label)}>
                <LabelChip label={label} className="max-w-72" />
              </button>
            ) : (
              <LabelChip label={label} className="max-w-72" />
            )}
            {mayManage && (
              <IconButton
                small
                className="ms-auto"
                label={t('labels.delete', { name: label.name })}
                onClick={() => setLeaving(label)}
              >
                <Trash2 />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {leaving && (
        // It comes off every record and can't be brought back to them.
        <Dialog
          open
          onOpenChange={(open) => !open && setLeaving(null)}
          title={t('labels.deleteTitle', { name: leaving.name })}
          description={t('labels.deleteText')}
          footer={
            <>
              <Button onClick={() => setLeaving(null)}>{t('common.cancel')}</Button>
              <Button variant="danger" onClick={() => void remove(leaving)}>
                {t('labels.deleteConfirm')}
              </Button>
            </>
          }
        />
      )}
    </>
  )
}

function LabelDialog({ label, onClose }: { label: LabelDto | null; onClose: () => void }) {
  const t = useT()
  const { client, queryClient, trpc } = useApi()
  const [name, setName] = useState(label?.name ?? '')
  const [color, setColor] = useState<Hue>(label?.color ?? 'verde')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      if (label) await client.labels.update.mutate({ id: label.id, name: name.trim(), color })
      else await client.labels.create.mutate({ name: name.trim(), color })
      await queryClient.invalidateQueries({ queryKey: trpc.labels.pathKey() })
      onClose()
    } catch (thrown) {
      setError(errorText(t, toAppError(thrown)))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={label?.name ?? t('labels.create')}>
      <form onSubmit={(event) => void submit(event)} className="space-y-4">
        <Field label={t('labels.name')} error={error ?? undefined}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              required
              maxLength={48}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <fieldset>
          <legend className="mb-1.5 text-small font-[550]">{t('labels.color')}</legend>
          <div className="flex flex-wrap gap-1.5">
            {HUES.map((hue) => (
              <label
                key={hue}
                className="rounded-md border p-1 has-checked:border-brand has-focus-visible:outline-2"
              >
                <input
                  type="radio"
                  name="color"
                  className="sr-only"
                  checked={color === hue}
                  onChange={() => setColor(hue)}
                />
                <LabelChip label={{ name: t(`hue.${hue}`), color: hue }} />
              </label>
            ))}
          </div>
        </fieldset>
        <Button type="submit" variant="primary" busy={busy} disabled={name.trim() === ''} className="w-full">
          {t('common.save')}
        </Button>
      </form>
    </Dialog>
  )
}
