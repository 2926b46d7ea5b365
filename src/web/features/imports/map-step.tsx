import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FieldDto } from '@shared/contracts/fields.ts'
import type { ImportColumn, ImportDto, ImportTarget } from '@shared/contracts/imports.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { toast } from '../../ui/toast.tsx'
import { FormatRow } from './format-row.tsx'
import { RulesForm } from './rules-form.tsx'
import { rulesOf, type Rules } from './rules.ts'
import { TARGET_WORDS } from './words.ts'

type Target = ImportTarget | null

/** What each column holds, and the rules of the import. */
export function MapStep({ item, onMapped }: { item: ImportDto; onMapped: () => void }) {
  const t = useT()
  const { client, queryClient, trpc } = useApi()
  const [mapping, setMapping] = useState<Target[]>(
    () => item.settings?.mapping ?? item.columns.map(({ suggested }) => suggested),
  )
  const [rules, setRules] = useState<Rules>(() => rulesOf(item.settings))
  const [busy, setBusy] = useState(false)
  const check = async () => {
    setBusy(true)
    try {
      await client.imports.map.mutate({ id: item.id, mapping, ...rules })
      onMapped()
      await queryClient.invalidateQueries({ queryKey: trpc.imports.pathKey() })
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="space-y-8" data-testid="imports.map">
      <section>
        <h2 className="mb-2 text-heading font-[650]">{t('imports.step.map')}</h2>
        <FormatRow
          item={item}
          onReread={(columns) => setMapping(columns.map(({ suggested }) => suggested))}
        />
        <Columns columns={item.columns} mapping={mapping} onChange={setMapping} />
      </section>
      <RulesForm rules={rules} onChange={setRules} />
      <Button
        variant="primary"
        size="lg"
        busy={busy}
        disabled={mapping.every((target) => target === null)}
        onClick={() => void check()}
        data-testid="imports.doCheck"
      >
        {t('imports.check')}
      </Button>
    </div>
  )
}

interface ColumnsProps {
  columns: readonly ImportColumn[]
  mapping: readonly Target[]
  onChange: (mapping: Target[]) => void
}

function Columns({ columns, mapping, onChange }: ColumnsProps) {
  const t = useT()
  const { trpc } = useApi()
  const fields = useQuery(trpc.fields.list.queryOptions({ entity: 'contact' }))
  const own = (fields.data ?? []).filter(({ archivedAt }) => archivedAt === null)
  return (
    <ul className="divide-y rounded-lg border">
      {columns.map((column, at) => (
        <li key={at} className="grid items-center gap-x-4 gap-y-1.5 px-4 py-3 sm:grid-cols-[1fr_240px]">
          <div className="min-w-0">
            <bdi className="block truncate text-body font-[600]">
              {column.header || t('imports.unnamed', { number: at + 1 })}
            </bdi>
            <p className="truncate text-small text-text-3" dir="auto">
              {column.samples.join(' · ') || '—'}
            </p>
          </div>
          <TargetSelect
            label={`${t('imports.fills')}: ${column.header || t('imports.unnamed', { number: at + 1 })}`}
            fields={own}
            value={mapping[at] ?? null}
            onChange={(target) => onChange(mapping.map((old, index) => (index === at ? target : old)))}
          />
        </li>
      ))}
    </ul>
  )
}

interface TargetProps {
  label: string
  fields: readonly FieldDto[]
  value: Target
  onChange: (target: Target) => void
}

function TargetSelect({ label, fields, value, onChange }: TargetProps) {
  const t = useT()
  const standard = Object.entries(TARGET_WORDS) as [
    keyof typeof TARGET_WORDS,
    (typeof TARGET_WORDS)['name'],
  ][]
  return (
    <Select
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    >
      <option value="">{t('imports.ignore')}</option>
      {standard.map(([target, word]) => (
        <option key={target} value={target}>
          {t(word)}
        </option>
      ))}
      {fields.map(({ key, label: name }) => (
        <option key={key} value={`custom.${key}`}>
          {name}
        </option>
      ))}
    </Select>
  )
}
