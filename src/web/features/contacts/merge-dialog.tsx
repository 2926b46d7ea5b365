import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { ContactDto, DuplicateDto, MergeCounts, MergePreviewDto } from '@shared/contracts/contacts.ts'
import { CUSTOM_PREFIX } from '@shared/filters/index.ts'
import type { UserId } from '@shared/ids.ts'
import type { Lifecycle } from '@shared/records.ts'
import type { PlainKey } from '../../i18n/catalogue.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useLanguage } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorPane } from '../../ui/error-pane.tsx'
import { PhotoAvatar } from '../../ui/photo-avatar.tsx'
import { Bone } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { LIFECYCLE_NAMES, type ColumnContext } from '../records/table/columns.tsx'
import { useColumnContext } from '../records/table/use-table-columns.ts'
import { showValue } from '../records/table/values.ts'

type Side = 'winner' | 'loser'

/** Two contacts side by side: who stays, which value of each fact, and what moves. */
export function MergeDialog({ pair, onClose }: { pair: DuplicateDto; onClose: () => void }) {
  const { t } = useLanguage()
  const { client, queryClient, trpc } = useApi()
  const [isSwapped, setSwapped] = useState(false)
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(new Map())
  const [busy, setBusy] = useState(false)
  const [winner, loser] = isSwapped ? [pair.other, pair.contact] : [pair.contact, pair.other]
  const ids = { winnerId: winner.id, loserId: loser.id }
  const preview = useQuery(trpc.contacts.previewMerge.queryOptions(ids))
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.contacts.pathKey() }),
      queryClient.invalidateQueries({ queryKey: [['tables', 'contact']] }),
    ])
  const undo = async (mergeId: Parameters<typeof client.contacts.undoMerge.mutate>[0]['mergeId']) => {
    await client.contacts.undoMerge.mutate({ mergeId })
    await refresh()
  }
  const merge = async () => {
    setBusy(true)
    try {
      const done = await client.contacts.merge.mutate({
        ...ids,
        choices: [...choices].map(([field, from]) => ({ field, from })),
      })
      await refresh()
      onClose()
      toast({
        tone: 'success',
        text: t('duplicates.merged', { name: done.contact.name }),
        action: { label: t('common.undo'), run: () => void undo(done.mergeId) },
      })
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('duplicates.mergeTitle')}
      description={t('duplicates.mergeText')}
      className="max-w-[640px]"
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            busy={busy}
            disabled={!preview.data}
            onClick={() => void merge()}
            data-testid="duplicates.merge"
          >
            {t('duplicates.merge')}
          </Button>
        </>
      }
    >
      <fieldset className="mb-4">
        <legend className="mb-1 text-micro font-[650] text-text-3">{t('duplicates.stays')}</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {[pair.contact, pair.other].map((contact) => (
            <Radio
              key={contact.id}
              name="winner"
              isChecked={contact.id === winner.id}
              onChoose={() => setSwapped(contact.id === pair.other.id)}
            >
              <bdi dir="auto">{contact.name}</bdi>
            </Radio>
          ))}
        </div>
      </fieldset>
      {preview.error && !preview.data ? (
        <ErrorPane error={toAppError(preview.error)} onRetry={() => void preview.refetch()} />
      ) : preview.data ? (
        <Comparison
          preview={preview.data}
          sideOf={(field) => choices.get(field) ?? 'winner'}
          onChoose={(field, side) => setChoices(new Map(choices).set(field, side))}
        />
      ) : (
        <Bone className="h-40" />
      )}
    </Dialog>
  )
}

interface ComparisonProps {
  preview: MergePreviewDto
  sideOf: (field: string) => Side
  onChoose: (field: string, side: Side) => void
}

const FACT_NAMES: Record<string, PlainKey> = {
  name: 'contacts.name',
  username: 'contact.username',
  ownerId: 'contacts.owner',
  lifecycle: 'contacts.lifecycle',
  language: 'contacts.language',
  timeZone: 'contacts.timeZone',
  source: 'contacts.source',
  avatarId: 'contacts.photo',
}

function Comparison({ preview, sideOf, onChoose }: ComparisonProps) {
  const { t } = useLanguage()
  const context = useColumnContext('contact')
  const fieldOf = (key: string) => context.fields.find((field) => `${CUSTOM_PREFIX}${field.key}` === key)
  const nameOf = (key: string) => {
    const known = FACT_NAMES[key]
    return known ? t(known) : (fieldOf(key)?.label ?? key)
  }
  return (
    <>
      {preview.conflicts.map(({ field, ...values }) => (
        <fieldset key={field} className="mb-3">
          <legend className="mb-1 text-micro font-[650] text-text-3">{nameOf(field)}</legend>
          <div className="grid gap-2 sm:grid-cols-2">
            {(['winner', 'loser'] as const).map((side) => (
              <Radio
                key={side}
                name={field}
                isChecked={sideOf(field) === side}
                onChoose={() => onChoose(field, side)}
              >
                {field === 'avatarId' ? (
                  <Face contact={preview[side]} />
                ) : (
                  valueText(field, values[side], context)
                )}
              </Radio>
            ))}
          </div>
        </fieldset>
      ))}
      <Moves moves={preview.moves} />
    </>
  )
}

/** The picture says nothing to who cannot see it: there the name stands for it. */
function Face({ contact: { id, name, avatarUrl } }: { contact: ContactDto }) {
  return (
    <span className="block py-1.5">
      <PhotoAvatar id={id} name={name} photo={avatarUrl} size={44} />
      <span className="sr-only">{name}</span>
    </span>
  )
}

function valueText(field: string, value: unknown, context: ColumnContext): string {
  if (field === 'ownerId') return context.memberName(value as UserId) ?? ''
  if (field === 'lifecycle') return context.t(LIFECYCLE_NAMES[value as Lifecycle])
  const custom = context.fields.find(({ key }) => `${CUSTOM_PREFIX}${key}` === field)
  return custom ? showValue(custom, value, context) : String(value)
}

interface RadioProps {
  name: string
  isChecked: boolean
  onChoose: () => void
  children: ReactNode
}

function Radio({ name, isChecked, onChoose, children }: RadioProps) {
  return (
    <label className="flex min-h-9 items-center gap-2.5 rounded-md border px-3 text-small has-checked:border-brand has-checked:bg-brand-soft">
      <input
        type="radio"
        name={name}
        className="size-4 accent-(--brand)"
        checked={isChecked}
        onChange={onChoose}
      />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </label>
  )
}

/** Threads are a word of ours: people see their conversations. */
type Moved = Exclude<keyof MergeCounts, 'threads'>

const MOVE_NAMES: Record<Moved, PlainKey> = {
  conversations: 'duplicates.conversations',
  addresses: 'contacts.addresses',
  notes: 'record.notes',
  tasks: 'duplicates.tasks',
  deals: 'contacts.openDeals',
  labels: 'contacts.labels',
  companies: 'contacts.companies',
  consents: 'consents.title',
}

function Moves({ moves }: { moves: MergeCounts }) {
  const { t, format } = useLanguage()
  const shown = (Object.keys(MOVE_NAMES) as Moved[]).filter((key) => moves[key] > 0)
  if (shown.length === 0) return null
  return (
    <div className="mt-4 rounded-md bg-surface-2 p-3">
      <p className="mb-1 text-micro font-[650] text-text-3">{t('duplicates.moves')}</p>
      <p className="text-small">
        {format.list(shown.map((key) => `${t(MOVE_NAMES[key])}: ${format.count(moves[key])}`))}
      </p>
    </div>
  )
}
