import { Plus, X } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import type { FieldDto, FieldRules } from '@shared/contracts/fields.ts'
import { FIELD_TYPES, type FieldEntity, type FieldType } from '@shared/records.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { useT } from '../../../i18n/provider.tsx'
import { toAppError } from '../../../lib/errors.ts'
import { useApi } from '../../../lib/workspace-context.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, Input, Select } from '../../../ui/field.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { FIELD_TYPE_NAMES } from './field-words.ts'

interface Option {
  key?: string | undefined
  label: string
  color?: string | undefined
}

interface Form {
  label: string
  type: FieldType
  section: string
  isRequired: boolean
  isFilterable: boolean
  options: Option[]
  rules: FieldRules
}

const formOf = (field: FieldDto | null): Form => ({
  label: field?.label ?? '',
  type: field?.type ?? 'text',
  section: field?.section ?? '',
  isRequired: field?.isRequired ?? false,
  isFilterable: field?.isFilterable ?? true,
  options: field?.options ?? [{ label: '' }],
  rules: field?.rules ?? {},
})

interface Props {
  entity: FieldEntity
  field: FieldDto | null
  onClose: () => void
}

/** One field's definition. Its type stands from the beginning on: values would lose their meaning. */
export function FieldDialog({ entity, field, onClose }: Props) {
  const t = useT()
  const { client, queryClient, trpc } = useApi()
  const [form, setForm] = useState(() => formOf(field))
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const set = (change: Partial<Form>) => setForm((known) => ({ ...known, ...change }))
  const hasOptions = form.type === 'select' || form.type === 'multi_select'
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const { label, type, isRequired, isFilterable, rules } = form
    const options = form.options.filter((option) => option.label.trim() !== '')
    const facts = {
      label: label.trim(),
      isRequired,
      isFilterable,
      rules,
      section: form.section.trim() || null,
      ...(hasOptions ? { options } : {}),
    }
    try {
      if (field) await client.fields.update.mutate({ id: field.id, version: field.version, ...facts })
      else await client.fields.create.mutate({ entity, type, ...facts })
      await queryClient.invalidateQueries({ queryKey: trpc.fields.pathKey() })
      onClose()
    } catch (thrown) {
      setError(errorText(t, toAppError(thrown)))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={field?.label ?? t('fields.create')}>
      <form onSubmit={(event) => void submit(event)} className="space-y-4" data-testid="fields.form">
        <Field label={t('fields.label')} error={error ?? undefined}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              required
              maxLength={80}
              value={form.label}
              onChange={(event) => set({ label: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('fields.type')} hint={field ? t('fields.typeFixed') : undefined}>
          {(control) => (
            <Select
              {...control}
              disabled={field !== null}
              value={form.type}
              onChange={(event) => set({ type: event.target.value as FieldType, rules: {} })}
            >
              {FIELD_TYPES.map((type) => (
                <option key={type} value={type}>
                  {t(FIELD_TYPE_NAMES[type])}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {hasOptions && <Options options={form.options} onChange={(options) => set({ options })} />}
        <Rules type={form.type} rules={form.rules} onChange={(rules) => set({ rules })} />
        <Field label={t('fields.section')} hint={t('fields.sectionHint')}>
          {(control) => (
            <Input
              {...control}
              maxLength={60}
              value={form.section}
              onChange={(event) => set({ section: event.target.value })}
            />
          )}
        </Field>
        <Box
          label={t('fields.isRequired')}
          isChecked={form.isRequired}
          onChange={(isRequired) => set({ isRequired })}
        />
        <Box
          label={t('fields.isFilterable')}
          isChecked={form.isFilterable}
          onChange={(isFilterable) => set({ isFilterable })}
        />
        <Button
          type="submit"
          variant="primary"
          busy={busy}
          disabled={form.label.trim() === ''}
          className="w-full"
        >
          {t('common.save')}
        </Button>
      </form>
    </Dialog>
  )
}

function Box({
  label,
  isChecked,
  onChange,
}: {
  label: string
  isChecked: boolean
  onChange: (is: boolean) => void
}) {
  return (
    <label className="flex min-h-8 items-center gap-2.5 text-small">
      <input
        type="checkbox"
        className="size-4 accent-(--brand)"
        checked={isChecked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  )
}

function Options({ options, onChange }: { options: Option[]; onChange: (options: Option[]) => void }) {
  const t = useT()
  return (
    <fieldset>
      <legend className="mb-1.5 text-small font-[550]">{t('fields.options')}</legend>
      <div className="space-y-1.5">
        {options.map((option, at) => (
          // An option that is new has no other name than its place.
          <div key={option.key ?? at} className="flex gap-1.5">
            <Input
              aria-label={t('fields.option', { number: at + 1 })}
              maxLength={80}
              value={option.label}
              onChange={(event) => onChange(options.with(at, { ...option, label: event.target.value }))}
            />
            <IconButton
              label={t('fields.removeOption', { number: at + 1 })}
              onClick={() => onChange(options.toSpliced(at, 1))}
            >
              <X />
            </IconButton>
          </div>
        ))}
      </div>
      <Button
        size="sm"
        variant="quiet"
        className="mt-1"
        onClick={() => onChange([...options, { label: '' }])}
      >
        <Plus aria-hidden /> {t('fields.addOption')}
      </Button>
    </fieldset>
  )
}

interface RulesProps {
  type: FieldType
  rules: FieldRules
  onChange: (rules: FieldRules) => void
}

/** Bounds for numbers, a mask for texts. */
function Rules({ type, rules, onChange }: RulesProps) {
  const t = useT()
  const set = (key: keyof FieldRules, value: string) => {
    const { [key]: _, ...others } = rules
    onChange(value === '' ? others : { ...others, [key]: key === 'pattern' ? value : Number(value) })
  }
  if (type === 'number' || type === 'money')
    return (
      <div className="grid grid-cols-2 gap-3">
        {(['min', 'max'] as const).map((key) => (
          <Field key={key} label={t(key === 'min' ? 'fields.min' : 'fields.max')}>
            {(control) => (
              <Input
                {...control}
                type="number"
                step="any"
                value={rules[key] ?? ''}
                onChange={(event) => set(key, event.target.value)}
              />
            )}
          </Field>
        ))}
      </div>
    )
  if (type !== 'text') return null
  return (
    <Field label={t('fields.pattern')} hint={t('fields.patternHint')}>
      {(control) => (
        <Input
          {...control}
          maxLength={80}
          value={rules.pattern ?? ''}
          onChange={(event) => set('pattern', event.target.value)}
        />
      )}
    </Field>
  )
}
