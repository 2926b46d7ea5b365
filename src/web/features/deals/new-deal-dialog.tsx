import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import type { DealState } from '@shared/contracts/deals.ts'
import type { PipelineDto } from '@shared/contracts/pipelines.ts'
import type { ContactId, ConversationId, StageId } from '@shared/ids.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError, type AppError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { toast } from '../../ui/toast.tsx'
import { MoneyInput } from './money-input.tsx'
import { ContactPicker, type Picked } from './record-picker.tsx'

interface Props {
  slug: string
  pipeline: PipelineDto
  stageId?: StageId
  /** Where it comes from: the chat gives contact and link. */
  conversationId?: ConversationId
  onClose: () => void
}

/** Two fields make a deal; the rest has sensible beginnings. */
export function NewDealDialog({ slug, pipeline, stageId, conversationId, onClose }: Props) {
  const t = useT()
  const [title, setTitle] = useState('')
  const [amount, setAmount] = useState<number | null | undefined>(null)
  const [contact, setContact] = useState<Picked<ContactId> | null>(null)
  const [stage, setStage] = useState(stageId ?? pipeline.stages[0]?.id)
  const { create, busy, error } = useCreate(slug, onClose)
  const isReady = amount !== undefined && (title.trim() !== '' || contact !== null || conversationId)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isReady) return
    void create({
      ...(title.trim() ? { title: title.trim() } : {}),
      ...(amount === null ? {} : { amount }),
      ...(contact ? { contactId: contact.id } : {}),
      ...(conversationId ? { conversationId } : {}),
      ...(stage ? { stageId: stage } : {}),
    })
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('deals.newTitle')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TitleField value={title} onChange={setTitle} />
        <MoneyInput currency={pipeline.currency} initial={null} onChange={setAmount} />
        {!conversationId && (
          <Field label={t('deals.contact')}>
            {({ id }) => <ContactPicker id={id} value={contact} onPick={setContact} />}
          </Field>
        )}
        <StageField pipeline={pipeline} value={stage} onChange={setStage} />
        {error && (
          <p role="alert" className="text-small text-danger-text">
            {errorText(t, error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="primary" busy={busy} disabled={!isReady} data-testid="deal.create">
            {t('deals.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function TitleField({ value, onChange }: { value: string; onChange: (title: string) => void }) {
  const t = useT()
  return (
    <Field label={t('deals.titleLabel')}>
      {(control) => (
        <Input
          {...control}
          autoFocus
          dir="auto"
          maxLength={160}
          value={value}
          placeholder={t('deals.titleHint')}
          data-testid="deal.title"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

interface StageFieldProps {
  pipeline: PipelineDto
  value: StageId | undefined
  onChange: (stage: StageId) => void
}

function StageField({ pipeline, value, onChange }: StageFieldProps) {
  const t = useT()
  return (
    <Field label={t('deals.stage')}>
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onChange(event.target.value as StageId)}>
          {pipeline.stages.map((stage) => (
            <option key={stage.id} value={stage.id}>
              {stage.name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

type CreateInput = Parameters<
  ReturnType<typeof useWorkspace>['api']['client']['deals']['create']['mutate']
>[0]

function useCreate(slug: string, onDone: () => void) {
  const t = useT()
  const { api, cache } = useWorkspace()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const open = ({ number }: DealState) =>
    void navigate({ to: '/w/$slug/deals/d/$number', params: { slug, number: String(number) } })
  const create = async (input: CreateInput) => {
    setBusy(true)
    setError(null)
    try {
      const deal = await api.client.deals.create.mutate(input)
      cache.putDeal(deal)
      toast({
        tone: 'success',
        text: t('deals.created'),
        action: { label: t('deals.open'), run: () => open(deal) },
      })
      onDone()
    } catch (thrown) {
      setError(toAppError(thrown))
    } finally {
      setBusy(false)
    }
  }
  return { create, busy, error }
}
