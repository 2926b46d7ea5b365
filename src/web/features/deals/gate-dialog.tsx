import { useState, type FormEvent } from 'react'
import type { MoveFacts } from '@shared/contracts/deals.ts'
import type { CompanyId, ContactId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import type { DealQuestion } from './dialog-state.ts'
import { MoneyInput } from './money-input.tsx'
import { OwnerSelect } from './owner-select.tsx'
import { CompanyPicker, ContactPicker, type Picked } from './record-picker.tsx'
import { useDealActions } from './use-deal-actions.ts'
import { usePipelines } from './use-pipelines.ts'

interface Props {
  asked: Extract<DealQuestion, { kind: 'gate' }>
  onClose: () => void
}

/** What the stage asks for, and nothing else. Leaving puts the card back where it was. */
export function GateDialog({ asked, onClose }: Props) {
  const { deal, place, missing, onCancel } = asked
  const t = useT()
  const { stageOf } = usePipelines()
  const { move } = useDealActions()
  const [facts, setFacts] = useState<MoveFacts>({})
  const [busy, setBusy] = useState(false)
  const cancel = () => {
    onCancel()
    onClose()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    if (await move(deal, place, facts)) onClose()
    else setBusy(false)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && cancel()}
      title={t('deals.gateTitle', { stage: stageOf(place.stageId)?.name ?? '' })}
      description={t('deals.gateText', { title: deal.title })}
    >
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4" data-testid="deal.gate">
        {missing.map((field, index) => (
          <GateField
            key={field}
            isFirst={index === 0}
            field={field}
            currency={deal.currency}
            onFacts={(more) => setFacts((known) => merged(known, more))}
          />
        ))}
        <div className="flex justify-end gap-2">
          <Button onClick={cancel}>{t('common.cancel')}</Button>
          <Button type="submit" variant="primary" busy={busy} data-testid="deal.gate.confirm">
            {t('deals.move')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

const merged = (known: MoveFacts, more: MoveFacts): MoveFacts => ({
  ...known,
  ...more,
  ...(known.custom || more.custom ? { custom: { ...known.custom, ...more.custom } } : {}),
})

interface FieldProps {
  field: string
  currency: string
  /** Takes the focus. */
  isFirst: boolean
  onFacts: (facts: MoveFacts) => void
}

function GateField({ field, currency, isFirst, onFacts }: FieldProps) {
  const t = useT()
  switch (field) {
    case 'amount':
      return (
        <MoneyInput
          currency={currency}
          initial={null}
          autoFocus={isFirst}
          onChange={(amount) => onFacts({ amount: amount ?? null })}
        />
      )
    case 'ownerId':
      return <Field label={t('deals.owner')}>{({ id }) => <OwnerField id={id} onFacts={onFacts} />}</Field>
    case 'contact':
      return (
        <Field label={t('deals.contact')}>{({ id }) => <ContactField id={id} onFacts={onFacts} />}</Field>
      )
    case 'companyId':
      return (
        <Field label={t('deals.company')}>{({ id }) => <CompanyField id={id} onFacts={onFacts} />}</Field>
      )
    default:
      return <PlainField field={field} isFirst={isFirst} onFacts={onFacts} />
  }
}

type Part = { id: string } & Pick<FieldProps, 'onFacts'>

function OwnerField({ id, onFacts }: Part) {
  const [owner, setOwner] = useState<MoveFacts['ownerId']>(null)
  const choose = (ownerId: NonNullable<MoveFacts['ownerId']> | null) => {
    setOwner(ownerId)
    onFacts({ ownerId })
  }
  return <OwnerSelect id={id} value={owner ?? null} onChange={choose} />
}

function ContactField({ id, onFacts }: Part) {
  const [picked, setPicked] = useState<Picked<ContactId> | null>(null)
  const pick = (contact: Picked<ContactId> | null) => {
    setPicked(contact)
    if (contact) onFacts({ contactId: contact.id })
  }
  return <ContactPicker id={id} value={picked} onPick={pick} />
}

function CompanyField({ id, onFacts }: Part) {
  const [picked, setPicked] = useState<Picked<CompanyId> | null>(null)
  const pick = (company: Picked<CompanyId> | null) => {
    setPicked(company)
    onFacts({ companyId: company?.id ?? null })
  }
  return <CompanyPicker id={id} value={picked} onPick={pick} />
}

/** Dates, the source, and fields of the workspace's own, which the server checks by their type. */
function PlainField({ field, isFirst, onFacts }: Omit<FieldProps, 'currency'>) {
  const t = useT()
  const isDate = field === 'expectedCloseOn'
  const label = isDate ? t('deals.closeOn') : field === 'source' ? t('deals.source') : field
  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          autoFocus={isFirst}
          type={isDate ? 'date' : 'text'}
          maxLength={isDate ? undefined : 200}
          onChange={({ target: { value } }) => {
            if (isDate) onFacts({ expectedCloseOn: value || null })
            else if (field === 'source') onFacts({ source: value.trim() || null })
            else onFacts({ custom: { [field]: value } })
          }}
        />
      )}
    </Field>
  )
}
