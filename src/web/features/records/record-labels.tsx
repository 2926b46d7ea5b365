import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import type { LabelDto, SetLabels } from '@shared/contracts/labels.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useApi } from '../../lib/workspace-context.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast.tsx'
import { LabelChip } from './label-chip.tsx'
import type { TableEntity } from '../../lib/table-rows.ts'
import { refreshRows } from '../../lib/table-rows.ts'

interface Props {
  entity: TableEntity
  id: string
  labels: readonly LabelDto[]
  canEdit: boolean
}

/** A record's labels, put on and off by one menu. */
export function RecordLabels({ entity, id, labels, canEdit }: Props) {
  const t = useT()
  const api = useApi()
  const { client, queryClient, trpc } = api
  const all = useQuery(trpc.labels.list.queryOptions())
  const worn = new Set(labels.map((label) => label.id))
  const toggle = async (label: LabelDto) => {
    const records = [{ entity, recordId: id }] as SetLabels['records']
    try {
      await client.labels.set.mutate(
        worn.has(label.id) ? { records, remove: [label.id] } : { records, add: [label.id] },
      )
      await Promise.all([
        queryClient.invalidateQueries({
          queryKey: entity === 'contact' ? trpc.contacts.get.pathKey() : trpc.companies.get.pathKey(),
        }),
        refreshRows(api, entity, [id]),
      ])
    } catch (thrown) {
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
    }
  }
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {labels.map((label) => (
        <LabelChip key={label.id} label={label} />
      ))}
      {canEdit && (
        <Menu>
          <MenuTrigger asChild>
            <IconButton small label={t('contacts.editLabels')}>
              <Plus />
            </IconButton>
          </MenuTrigger>
          <MenuContent>
            {(all.data ?? []).map((label) => (
              <MenuItem key={label.id} onSelect={() => void toggle(label)}>
                <LabelChip label={label} />
                {worn.has(label.id) && (
                  <span className="ms-auto text-micro text-text-3">{t('contacts.worn')}</span>
                )}
              </MenuItem>
            ))}
            {all.data?.length === 0 && (
              <p className="px-2.5 py-1.5 text-small text-text-3">{t('labels.empty')}</p>
            )}
          </MenuContent>
        </Menu>
      )}
    </div>
  )
}
