import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FieldDto } from '@shared/contracts/fields.ts'
import { countsDays, type FilterKind, type FilterOp } from '@shared/filters/index.ts'
import { addDays } from '@shared/local-time.ts'
import { LIMITS } from '@shared/limits.ts'
import { useLanguage, useT } from '../../../i18n/provider.tsx'
import { useNow, useSettled } from '../../../lib/hooks.ts'
import { useApi } from '../../../lib/workspace-context.tsx'
import { Avatar } from '../../../ui/avatar.tsx'
import { Field, Input, Select } from '../../../ui/field.tsx'
import { LabelChip } from '../label-chip.tsx'
import { dayFromWords } from './day-words.ts'
import type { Choice } from './filter-choices.ts'
import { showDay } from './values.ts'

interface Props {
  kind: FilterKind
  op: FilterOp
  /** The field's key. */
  field: string
  custom: FieldDto | undefined
  choices: Choice[] | null
  values: readonly string[]
  onChange: (values: readonly string[]) => void
}

/** What a condition compares with, asked for as fits the field. */
export function FilterValue(props: Props) {
  const { kind, op, field, choices, values, onChange } = props
  const t = useT()
  if (choices && kind === 'choice')
    return field === 'company' ? (
      <CompanyList choices={choices} values={values} onChange={onChange} />
    ) : (
      <ChoiceList choices={choices} values={values} onChange={onChange} />
    )
  if (!countsDays(op) && (kind === 'day' || kind === 'moment'))
    return <DayInput key={op} value={values[0] ?? ''} onChange={(day) => onChange(day ? [day] : [])} />
  if (kind === 'number') return <NumberInput {...props} />
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
            inputMode={countsDays(op) ? 'numeric' : undefined}
            maxLength={countsDays(op) ? 4 : 120}
            value={values.join(', ')}
            onChange={(event) => onChange(typedValues(props, event.target.value))}
          />
        )
      }
    </Field>
  )
}

/** Words of a choice that has no list may be several, with commas between. */
function typedValues({ kind, op }: Props, text: string): string[] {
  if (kind === 'choice') return text.split(',').map((part) => part.trimStart())
  return [countsDays(op) ? text.replace(/\D/g, '') : text]
}

/** A number with the reader's separators; of money, whole units whatever the currency. */
function NumberInput({ custom, values, onChange }: Props) {
  const { t, locale } = useLanguage()
  const point = new Intl.NumberFormat(locale).format(1.1).charAt(1)
  const [text, setText] = useState(values[0]?.replace('.', point) ?? '')
  const read = (typed: string) => {
    const plain = typed
      .replace(/\s/g, '')
      .replaceAll(point === ',' ? '.' : ',', '')
      .replace(point, '.')
    return /^-?\d{1,15}(\.\d{1,6})?$/.test(plain) ? plain : ''
  }
  return (
    <Field
      label={t('filter.value')}
      hint={custom?.type === 'money' ? t('filter.moneyHint') : undefined}
      error={text.trim() !== '' && read(text) === '' ? t('filter.badNumber') : undefined}
    >
      {(control) => (
        <Input
          {...control}
          autoFocus
          inputMode="decimal"
          maxLength={24}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            const value = read(event.target.value)
            onChange(value ? [value] : [])
          }}
        />
      )}
    </Field>
  )
}

const NEAR = [
  { days: 0, key: 'filter.today' },
  { days: -1, key: 'filter.yesterday' },
  { days: -7, key: 'filter.weekAgo' },
  { days: -30, key: 'filter.monthAgo' },
] as const

/** A day in words; what was understood is told in full. */
function DayInput({ value, onChange }: { value: string; onChange: (day: string | null) => void }) {
  const { t, locale } = useLanguage()
  const now = useNow()
  const today = localDay(now)
  const [text, setText] = useState(value && showDay(value, locale))
  const put = (day: string) => {
    setText(showDay(day, locale))
    onChange(day)
  }
  return (
    <div className="space-y-2">
      <Field
        label={t('filter.value')}
        hint={value ? longDay(value, locale) : t('filter.dayHint')}
        error={text.trim() !== '' && !value ? t('filter.badDay') : undefined}
      >
        {(control) => (
          <Input
            {...control}
            autoFocus
            maxLength={40}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              onChange(dayFromWords(event.target.value, { locale, today }))
            }}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-1">
        {NEAR.map(({ days, key }) => (
          <button
            key={key}
            type="button"
            onClick={() => put(addDays(today, days))}
            className="h-7 rounded-md px-2 text-small text-text-2 ring-1 ring-border hover:bg-surface-2"
          >
            {t(key)}
          </button>
        ))}
      </div>
    </div>
  )
}

const longDay = (day: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))

/** The reader's day. */
function localDay(now: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

interface ListProps {
  choices: readonly Choice[]
  values: readonly string[]
  onChange: (values: readonly string[]) => void
}

/** Beyond so many, a list is looked through by words. */
const MANY = 8

function ChoiceList(props: ListProps) {
  const t = useT()
  const [text, setText] = useState('')
  const words = fold(text)
  const found = props.choices.filter(
    ({ value, label }) => fold(label).includes(words) || (words === '' && props.values.includes(value)),
  )
  return (
    <div className="space-y-1.5">
      {props.choices.length > MANY && <SearchInput label={t('table.search')} text={text} onText={setText} />}
      <Checks {...props} choices={found} />
    </div>
  )
}

/** There may be any number of companies: the server finds them. */
function CompanyList(props: ListProps) {
  const t = useT()
  const { trpc } = useApi()
  const [text, setText] = useState('')
  const query = useSettled(text.trim(), 150)
  const { data } = useQuery({
    ...trpc.companies.list.queryOptions({ query, limit: 20 }),
    enabled: query !== '',
    placeholderData: keepPreviousData,
  })
  const found = query === '' ? undefined : data?.items.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <div className="space-y-1.5">
      <SearchInput label={t('table.search')} text={text} onText={setText} />
      <Checks {...props} choices={found ?? props.choices} />
    </div>
  )
}

const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()

function SearchInput({
  label,
  text,
  onText,
}: {
  label: string
  text: string
  onText: (text: string) => void
}) {
  return (
    <Input
      type="search"
      aria-label={label}
      placeholder={label}
      autoFocus
      maxLength={LIMITS.searchQuery}
      value={text}
      onChange={(event) => onText(event.target.value)}
      // Enter picks nothing here, and must not send the form half filled.
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
    />
  )
}

function Checks({ choices, values, onChange }: ListProps) {
  const t = useT()
  const toggle = (value: string) =>
    onChange(values.includes(value) ? values.filter((other) => other !== value) : [...values, value])
  return (
    <fieldset className="max-h-56 space-y-0.5 overflow-y-auto scroll-quiet">
      <legend className="sr-only">{t('filter.value')}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="flex min-h-8 items-center gap-2.5 rounded-md px-1.5 text-small hover:bg-surface-2"
        >
          <input
            type="checkbox"
            className="size-4 accent-(--brand)"
            checked={values.includes(choice.value)}
            onChange={() => toggle(choice.value)}
          />
          {choice.isPerson && <Avatar id={choice.value} name={choice.label} size={20} />}
          {choice.hue ? (
            <LabelChip label={{ name: choice.label, color: choice.hue }} />
          ) : (
            <bdi dir="auto" className="truncate">
              {choice.label}
            </bdi>
          )}
        </label>
      ))}
      {choices.length === 0 && <p className="px-1.5 text-small text-text-3">{t('filter.noChoices')}</p>}
    </fieldset>
  )
}
