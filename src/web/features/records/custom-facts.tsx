import type { FieldDto } from '@shared/contracts/fields.ts'
import { useT } from '../../i18n/provider.tsx'
import type { CellEditor } from '../../ui/grid/types.ts'
import { BadValue, Fact, FactSection } from './facts.tsx'
import { editorOf, type ColumnContext } from './table/columns.tsx'
import { parseValue, showValue } from './table/values.ts'

interface Props {
  custom: Record<string, unknown>
  context: ColumnContext
  onSave: (custom: Record<string, unknown>) => Promise<void>
}

/** The workspace's own fields under their headings, each edited in its place. */
export function CustomFacts({ custom, context, onSave }: Props) {
  const t = useT()
  const live = context.fields.filter((field) => field.archivedAt === null)
  const sections = new Map<string, FieldDto[]>()
  for (const field of live) {
    const section = field.section ?? ''
    sections.set(section, [...(sections.get(section) ?? []), field])
  }
  return (
    <>
      {[...sections].map(([section, fields]) => (
        <FactSection key={section} title={section || t('contacts.fields')}>
          {fields.map((field) => (
            <CustomFact
              key={field.id}
              field={field}
              value={custom[field.key]}
              context={context}
              onSave={(value) => onSave({ [field.key]: value })}
            />
          ))}
        </FactSection>
      ))}
    </>
  )
}

interface FactProps {
  field: FieldDto
  value: unknown
  context: ColumnContext
  onSave: (value: unknown) => Promise<void>
}

function CustomFact({ field, value, context, onSave }: FactProps) {
  if (field.type === 'multi_select')
    return <ManyFact field={field} value={value} context={context} onSave={onSave} />
  const editor = context.canEdit ? editorOf(field, context) : null
  const bound =
    editor &&
    ({ ...editor, textOf: () => editor.textOf({ custom: { [field.key]: value } }) } as CellEditor<null>)
  const save = async (text: string) => {
    const parsed = parseValue(field, text, context)
    if (parsed === undefined) throw new BadValue()
    await onSave(parsed)
  }
  return (
    <Fact label={field.label} editor={bound} onSave={save}>
      {showValue(field, value, context)}
    </Fact>
  )
}

/** Several choices at once: boxes instead of one line. */
function ManyFact({ field, value, context, onSave }: FactProps) {
  const chosen = Array.isArray(value) ? (value as string[]) : []
  if (!context.canEdit) return <Fact label={field.label}>{showValue(field, value, context)}</Fact>
  const toggle = (key: string) => {
    const next = chosen.includes(key) ? chosen.filter((other) => other !== key) : [...chosen, key]
    void onSave(next.length > 0 ? next : null)
  }
  return (
    <fieldset className="grid grid-cols-[110px_minmax(0,1fr)] gap-x-2 text-small">
      <legend className="sr-only">{field.label}</legend>
      <span aria-hidden className="pt-1.5 text-text-3">
        {field.label}
      </span>
      <span className="flex flex-wrap gap-x-3 px-1.5">
        {field.options.map(({ key, label }) => (
          <label key={key} className="flex min-h-8 items-center gap-1.5">
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
    </fieldset>
  )
}
