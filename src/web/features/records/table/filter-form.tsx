import { useState, type FormEvent } from 'react'
import type { FieldDto } from '@shared/contracts/fields.ts'
import {
  countsDays,
  CUSTOM_PREFIX,
  OPERATORS,
  takesNoValue,
  type FilterCondition,
  type FilterKind,
  type FilterOp,
} from '@shared/filters/index.ts'
import { useT } from '../../../i18n/provider.tsx'
import { Button } from '../../../ui/button.tsx'
import { Field, Select } from '../../../ui/field.tsx'
import type { Choice } from './filter-choices.ts'
import { FilterValue } from './filter-value.tsx'
import { FIELD_GROUPS, FIRST_OPERATOR, fieldName, groupOf, OPERATOR_NAMES } from './filter-words.ts'

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
  const turn = (next: FilterOp) => {
    setOp(next)
    // Days counted and a day of the calendar have nothing in common.
    if (countsDays(next) !== countsDays(op)) setValues([])
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
            {FIELD_GROUPS.map((group) => {
              const keys = [...kinds.keys()].filter((key) => groupOf(key) === group)
              return (
                keys.length > 0 && (
                  <optgroup key={group} label={t(group)}>
                    {keys.map((key) => (
                      <option key={key} value={key}>
                        {fieldName(key, fields, t)}
                      </option>
                    ))}
                  </optgroup>
                )
              )
            })}
          </Select>
        )}
      </Field>
      {OPERATORS[kind].length > 1 && (
        <Field label={t('filter.condition')}>
          {(control) => (
            <Select {...control} value={op} onChange={(event) => turn(event.target.value as FilterOp)}>
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
        <FilterValue
          key={field}
          kind={kind}
          op={op}
          field={field}
          custom={fields.find(({ key }) => `${CUSTOM_PREFIX}${key}` === field)}
          choices={choicesOf(field)}
          values={values}
          onChange={setValues}
        />
      )}
      <Button type="submit" variant="primary" disabled={!isReady} className="w-full">
        {t('filter.apply')}
      </Button>
    </form>
  )
}
