import { useState, type FormEvent } from 'react'
import type { FieldDto } from '@shared/contracts/fields.ts'
import {
  countsDays,
  OPERATORS,
  takesNoValue,
  type FilterCondition,
  type FilterKind,
  type FilterOp,
} from '@shared/filters/index.ts'
import { useT } from '../../../i18n/provider.tsx'
import { Button } from '../../../ui/button.tsx'
import { Field, Input, Select } from '../../../ui/field.tsx'
import type { Choice } from './filter-choices.ts'
import { FIRST_OPERATOR, fieldName, OPERATOR_NAMES } from './filter-words.ts'

interface Props {
  kinds: ReadonlyMap<string, FilterKind>
  fields: readonly FieldDto[]
  choicesOf: (field: string) => Choice[] | null
  initial: FilterCondition | null
  onDone: (condition: FilterCondition) => void
}

/** One condition: field, operator, value. */
export function FilterForm({ kinds, fields, choicesOf, initial, onDone }: Props) {
  const t = useT()
  const [field, setField] = useState(initial?.field ?? 'owner')
  const kind = kinds.get(field) ?? 'text'
  const [op, setOp] = useState<FilterOp>(initial?.op ?? FIRST_OPERATOR[kind])
  const [values, setValues] = useState<readonly string[]>(initial?.values ?? [])
  const choose = (key: string) => {
    setField(key)
    setOp(FIRST_OPERATOR[kinds.get(key) ?? 'text'])
    setValues([])
  }
  const isReady = takesNoValue(op) || values.some((value) => value !== '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) onDone({ field, op, values: takesNoValue(op) ? [] : values.filter(Boolean) })
  }
  return (
    <form onSubmit={submit} className="space-y-3" data-testid="filter.form">
      <Field label={t('filter.field')}>
        {(control) => (
          <Select {...control} value={field} onChange={(event) => choose(event.target.value)}>
            {[...kinds.keys()].map((key) => (
              <option key={key} value={key}>
                {fieldName(key, fields, t)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {OPERATORS[kind].length > 1 && (
        <Field label={t('filter.condition')}>
          {(control) => (
            <Select {...control} value={op} onChange={(event) => setOp(event.target.value as FilterOp)}>
              {OPERATORS[kind].map((operator) => (
                <option key={operator} value={operator}>
                  {t(OPERATOR_NAMES[operator])}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {!takesNoValue(op) && (
        <ValueControl kind={kind} op={op} choices={choicesOf(field)} values={values} onChange={setValues} />
      )}
      <Button type="submit" variant="primary" disabled={!isReady} className="w-full">
        {t('filter.apply')}
      </Button>
    </form>
  )
}

interface ValueProps {
  kind: FilterKind
  op: FilterOp
  choices: Choice[] | null
  values: readonly string[]
  onChange: (values: readonly string[]) => void
}

function ValueControl({ kind, op, choices, values, onChange }: ValueProps) {
  const t = useT()
  if (choices && kind === 'choice')
    return <ChoiceList choices={choices} values={values} onChange={onChange} />
  const isDay = !countsDays(op) && (kind === 'day' || kind === 'moment')
  return (
    <Field label={countsDays(op) ? t('filter.days') : t('filter.value')}>
      {(control) =>
        kind === 'flag' ? (
          <Select {...control} value={values[0] ?? ''} onChange={(event) => onChange([event.target.value])}>
            <option value="">{t('field.none')}</option>
            {choices?.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        ) : (
          <Input
            {...control}
            autoFocus
            type={isDay ? 'date' : 'text'}
            inputMode={countsDays(op) ? 'numeric' : kind === 'number' ? 'decimal' : undefined}
            maxLength={120}
            value={values.join(', ')}
            onChange={(event) => onChange(typedValues(kind, event.target.value))}
          />
        )
      }
    </Field>
  )
}

/** Words of a choice that has no list may be several, with commas between. */
function typedValues(kind: FilterKind, text: string): string[] {
  if (kind === 'choice') return text.split(',').map((part) => part.trimStart())
  return [kind === 'number' ? text.replace(',', '.') : text]
}

function ChoiceList({
  choices,
  values,
  onChange,
}: Omit<ValueProps, 'kind' | 'op' | 'choices'> & { choices: Choice[] }) {
  const t = useT()
  const toggle = (value: string) =>
    onChange(values.includes(value) ? values.filter((other) => other !== value) : [...values, value])
  return (
    <fieldset className="max-h-56 space-y-0.5 overflow-y-auto scroll-quiet">
      <legend className="sr-only">{t('filter.value')}</legend>
      {choices.map(({ value, label }) => (
        <label
          key={value}
          className="flex min-h-8 items-center gap-2.5 rounded-md px-1.5 text-small hover:bg-surface-2"
        >
          <input
            type="checkbox"
            className="size-4 accent-(--brand)"
            checked={values.includes(value)}
            onChange={() => toggle(value)}
          />
          <bdi dir="auto" className="truncate">
            {label}
          </bdi>
        </label>
      ))}
      {choices.length === 0 && <p className="px-1.5 text-small text-text-3">{t('filter.noChoices')}</p>}
    </fieldset>
  )
}
