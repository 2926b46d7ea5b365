import { useState } from 'react'
import type { MoveFacts } from '@shared/contracts/deals.ts'
import type { FieldDto } from '@shared/contracts/fields.ts'
import type { CompanyId, ContactId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { editorOf } from '../records/table/columns.tsx'
import { useColumnContext } from '../records/table/use-table-columns.ts'
import { parseValue } from '../records/table/values.ts'
import { MoneyInput } from './money-input.tsx'
import { OwnerSelect } from './owner-select.tsx'
import { CompanyPicker, ContactPicker, type Picked } from './record-picker.tsx'

/** What a field holds by now: a fact, nothing, or something that is no value of its kind. */
export type Given = MoveFacts | 'empty' | 'bad'

interface Props {
  field: string
  /** The workspace's own field of that key, where it is one. */
  custom: FieldDto | undefined
  currency: string
  /** Takes the focus. */
  isFirst: boolean
  error: string | undefined
  onGive: (given: Given) => void
}

/** The control for one field that a stage asks for, by its kind. */
export function GateField({ field, custom, currency, isFirst, error, onGive }: Props) {
  if (custom) return <CustomField field={custom} isFirst={isFirst} error={error} onGive={onGive} />
  const part = { isFirst, error, onGive }
  switch (field) {
    case 'amount':
      return (
        <MoneyInput
          currency={currency}
          initial={null}
          autoFocus={isFirst}
          error={error}
          onChange={(amount) => onGive(amount === undefined ? 'bad' : amount === null ? 'empty' : { amount })}
        />
      )
    case 'ownerId':
      return <OwnerField {...part} />
    case 'contact':
      return <ContactField {...part} />
    case 'companyId':
      return <CompanyField {...part} />
    default:
      return <PlainField field={field} {...part} />
  }
}

type Part = Pick<Props, 'isFirst' | 'error' | 'onGive'>

function OwnerField({ error, onGive }: Part) {
  const t = useT()
  const [owner, setOwner] = useState<NonNullable<MoveFacts['ownerId']> | null>(null)
  const choose = (ownerId: typeof owner) => {
    setOwner(ownerId)
    onGive(ownerId ? { ownerId } : 'empty')
  }
  return (
    <Field label={t('deals.owner')} error={error}>
      {({ id }) => <OwnerSelect id={id} value={owner} onChange={choose} />}
    </Field>
  )
}

function ContactField({ error, isFirst, onGive }: Part) {
  const t = useT()
  const [picked, setPicked] = useState<Picked<ContactId> | null>(null)
  const pick = (contact: Picked<ContactId> | null) => {
    setPicked(contact)
    onGive(contact ? { contactId: contact.id } : 'empty')
  }
  return (
    <Field label={t('deals.contact')} error={error}>
      {({ id }) => <ContactPicker id={id} autoFocus={isFirst} value={picked} onPick={pick} />}
    </Field>
  )
}

function CompanyField({ error, isFirst, onGive }: Part) {
  const t = useT()
  const [picked, setPicked] = useState<Picked<CompanyId> | null>(null)
  const pick = (company: Picked<CompanyId> | null) => {
    setPicked(company)
    onGive(company ? { companyId: company.id } : 'empty')
  }
  return (
    <Field label={t('deals.company')} error={error}>
      {({ id }) => <CompanyPicker id={id} autoFocus={isFirst} value={picked} onPick={pick} />}
    </Field>
  )
}

function PlainField({ field, isFirst, error, onGive }: Part & { field: string }) {
  const t = useT()
  const isDate = field === 'expectedCloseOn'
  return (
    <Field label={isDate ? t('deals.closeOn') : field === 'source' ? t('deals.source') : field} error={error}>
      {(control) => (
        <Input
          {...control}
          autoFocus={isFirst}
          type={isDate ? 'date' : 'text'}
          maxLength={isDate ? undefined : 40}
          onChange={({ target }) => {
            const value = target.value.trim()
            // A date that is half typed reads as none.
            if (!value) return onGive(target.validity.badInput ? 'bad' : 'empty')
            onGive(isDate ? { expectedCloseOn: value } : { source: value })
          }}
        />
      )}
    </Field>
  )
}

function CustomField({ field, isFirst, error, onGive }: Part & { field: FieldDto }) {
  const context = useColumnContext('contact')
  const give = (text: string) => {
    const value = parseValue(field, text, context)
    if (value === undefined) return onGive('bad')
    onGive(value === null ? 'empty' : { custom: { [field.key]: value } })
  }
  if (field.type === 'multi_select') return <ManyField field={field} error={error} onGive={onGive} />
  const editor = editorOf(field, context)
  if (!editor) return null
  return (
    <Field label={field.label} error={error}>
      {(control) =>
        editor.kind === 'choice' ? (
          <Select {...control} autoFocus={isFirst} onChange={({ target }) => give(target.value)}>
            {editor.choices.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        ) : (
          <Input
            {...control}
            autoFocus={isFirst}
            type={editor.kind === 'number' ? 'text' : editor.kind}
            inputMode={editor.kind === 'number' || field.type === 'money' ? 'decimal' : undefined}
            placeholder={field.type === 'money' ? `0 ${context.currency}` : undefined}
            onChange={({ target }) => give(target.value)}
          />
        )
      }
    </Field>
  )
}

/** Several choices at once: boxes. */
function ManyField({ field, error, onGive }: Omit<Part, 'isFirst'> & { field: FieldDto }) {
  const [chosen, setChosen] = useState<readonly string[]>([])
  const toggle = (key: string) => {
    const next = chosen.includes(key) ? chosen.filter((other) => other !== key) : [...chosen, key]
    setChosen(next)
    onGive(next.length > 0 ? { custom: { [field.key]: next } } : 'empty')
  }
  return (
    <fieldset aria-invalid={error ? true : undefined} className="flex flex-col gap-1.5">
      <legend className="text-small font-[550]">{field.label}</legend>
      <span className="flex flex-wrap gap-x-3">
        {field.options.map(({ key, label }) => (
          <label key={key} className="flex min-h-8 items-center gap-1.5 text-small">
            <input
              type="checkbox"
              className="size-4 accent-(--brand)"
              checked={chosen.includes(key)}
              onChange={() => toggle(key)}
            />
            {label}
          </label>
        ))}
      </span>
      {error && <p className="text-micro text-danger-text">{error}</p>}
    </fieldset>
  )
}
