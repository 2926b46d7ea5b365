import { Check, Plus } from 'lucide-react'
import type { DealDetail } from '@shared/contracts/deals.ts'
import type { LabelDto } from '@shared/contracts/labels.ts'
import { useT } from '../../i18n/provider.tsx'
import { useApi } from '../../lib/workspace-context.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx'
import { LabelChip } from '../records/label-chip.tsx'
import { useDealActions } from './use-deal-actions.ts'
import { useLabels } from './use-labels.ts'

/** The deal's labels, put on and off by one menu. */
export function DealLabels({ deal, canEdit }: { deal: DealDetail; canEdit: boolean }) {
  const t = useT()
  const { client, queryClient, trpc } = useApi()
  const { attempt } = useDealActions()
  const labels = useLabels()
  const worn = new Set(deal.labels)
  const toggle = async (label: LabelDto) => {
    const records = [{ entity: 'deal' as const, recordId: deal.id }]
    const change = worn.has(label.id) ? { remove: [label.id] } : { add: [label.id] }
    await attempt(() => client.labels.set.mutate({ records, ...change }))
    await queryClient.invalidateQueries({ queryKey: trpc.deals.pathKey() })
  }
  return (
    <div className="flex flex-wrap items-center gap-1.5" data-testid="deal.labels">
      {labels.of(deal.labels).map((label) => (
        <LabelChip key={label.id} label={label} />
      ))}
      {canEdit && labels.all.length > 0 && (
        <Menu>
          <MenuTrigger asChild>
            <IconButton small label={t('contacts.editLabels')}>
              <Plus />
            </IconButton>
          </MenuTrigger>
          <MenuContent>
            {labels.all.map((label) => (
              <MenuItem
                key={label.id}
                role="menuitemcheckbox"
                aria-checked={worn.has(label.id)}
                onSelect={() => void toggle(label)}
              >
                <Check className={worn.has(label.id) ? 'text-brand-text' : 'invisible'} />
                <LabelChip label={label} />
              </MenuItem>
            ))}
          </MenuContent>
        </Menu>
      )}
    </div>
  )
}
