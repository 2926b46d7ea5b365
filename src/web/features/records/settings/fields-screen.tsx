import { useQuery } from '@tanstack/react-query'
import { Archive, ArchiveRestore, ArrowDown, ArrowUp, Plus } from 'lucide-react'
import { useState } from 'react'
import type { FieldDto } from '@shared/contracts/fields.ts'
import { FIELD_ENTITIES, type FieldEntity } from '@shared/records.ts'
import type { PlainKey } from '../../../i18n/catalogue.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { useT } from '../../../i18n/provider.tsx'
import { cn } from '../../../lib/cn.ts'
import { toAppError } from '../../../lib/errors.ts'
import { useApi, useCan } from '../../../lib/workspace-context.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorPane } from '../../../ui/error-pane.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Bone, Delayed } from '../../../ui/skeleton.tsx'
import { toast } from '../../../ui/toast.tsx'
import { Denied, SettingsPage } from '../../settings/page.tsx'
import { FieldDialog } from './field-dialog.tsx'
import { FIELD_TYPE_NAMES } from './field-words.ts'

const ENTITY_NAMES: Record<FieldEntity, PlainKey> = {
  contact: 'contacts.title',
  company: 'companies.title',
  deal: 'contacts.deals',
}

/** The fields that the workspace adds to its records. */
export function FieldsScreen() {
  const t = useT()
  const can = useCan()
  const [entity, setEntity] = useState<FieldEntity>('contact')
  const [editing, setEditing] = useState<FieldDto | 'new' | null>(null)
  if (!can('fields.manage')) return <Denied />
  return (
    <SettingsPage
      title={t('fields.title')}
      intro={t('fields.intro')}
      action={
        <Button variant="primary" onClick={() => setEditing('new')} data-testid="fields.create">
          <Plus aria-hidden /> {t('fields.create')}
        </Button>
      }
    >
      <nav aria-label={t('fields.title')} className="mb-4 flex gap-1">
        {FIELD_ENTITIES.map((key) => (
          <button
            key={key}
            type="button"
            aria-current={key === entity ? 'true' : undefined}
            onClick={() => setEntity(key)}
            className={cn(
              'min-h-8 rounded-md px-3 text-small font-[550] pointer-coarse:min-h-11',
              key === entity ? 'bg-brand-soft text-brand-text' : 'text-text-2 hover:bg-surface-2',
            )}
          >
            {t(ENTITY_NAMES[key])}
          </button>
        ))}
      </nav>
      <FieldList entity={entity} onEdit={setEditing} />
      {editing && (
        <FieldDialog
          entity={entity}
          field={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </SettingsPage>
  )
}

function FieldList({ entity, onEdit }: { entity: FieldEntity; onEdit: (field: FieldDto) => void }) {
  const t = useT()
  const { client, queryClient, trpc } = useApi()
  const { data, error, refetch } = useQuery(trpc.fields.list.queryOptions({ entity }))
  if (error && !data) return <ErrorPane error={toAppError(error)} onRetry={() => void refetch()} />
  if (!data)
    return (
      <Delayed>
        <Bone className="h-40" />
      </Delayed>
    )
  if (data.length === 0) return <EmptyState drawing title={t('fields.empty')} text={t('fields.emptyText')} />
  const run = async (work: () => Promise<unknown>) => {
    try {
      await work()
      await queryClient.invalidateQueries({ queryKey: trpc.fields.pathKey() })
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    }
  }
  const move = (at: number, by: 1 | -1) => {
    const ids = data.map(({ id }) => id)
    const [id] = ids.splice(at, 1)
    if (id) ids.splice(at + by, 0, id)
    void run(() => client.fields.reorder.mutate({ entity, ids }))
  }
  return (
    <ul className="rounded-lg border">
      {data.map((field, at) => (
        <li
          key={field.id}
          className="flex min-h-12 items-center gap-2 border-t px-4 first:border-t-0"
          data-testid="fields.row"
        >
          <button
            type="button"
            className="min-w-0 flex-1 rounded-md py-1.5 text-start"
            onClick={() => onEdit(field)}
          >
            <span className={cn('block truncate text-small font-[600]', field.archivedAt && 'text-text-3')}>
              <bdi dir="auto">{field.label}</bdi>
            </span>
            <span className="block truncate text-micro text-text-3">
              {t(FIELD_TYPE_NAMES[field.type])} · {field.key}
              {field.section && ` · ${field.section}`}
            </span>
          </button>
          {field.isRequired && <Badge tone="warning">{t('fields.required')}</Badge>}
          {field.isFilterable && <Badge tone="info">{t('fields.filterable')}</Badge>}
          {field.archivedAt && <Badge>{t('fields.archived')}</Badge>}
          <IconButton
            small
            label={t('table.moveUp', { column: field.label })}
            disabled={at === 0}
            onClick={() => move(at, -1)}
          >
            <ArrowUp />
          </IconButton>
          <IconButton
            small
            label={t('table.moveDown', { column: field.label })}
            disabled={at === data.length - 1}
            onClick={() => move(at, 1)}
          >
            <ArrowDown />
          </IconButton>
          <IconButton
            small
            label={t(field.archivedAt ? 'fields.restore' : 'fields.archive', { name: field.label })}
            onClick={() =>
              void run(() =>
                client.fields.update.mutate({
                  id: field.id,
                  version: field.version,
                  isArchived: !field.archivedAt,
                }),
              )
            }
          >
            {field.archivedAt ? <ArchiveRestore /> : <Archive />}
          </IconButton>
        </li>
      ))}
    </ul>
  )
}
