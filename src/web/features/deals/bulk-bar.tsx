import { Tags, Trash2, X } from 'lucide-react'
import type { LabelDto } from '@shared/contracts/labels.ts'
import type { PipelineDto } from '@shared/contracts/pipelines.ts'
import type { DealId, StageId, UserId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { useCan } from '../../lib/workspace-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '../../ui/menu.tsx'
import { useMembers } from '../inbox/use-members.ts'
import { LabelChip } from '../records/label-chip.tsx'
import { useBulk } from './use-bulk.ts'
import { useLabels } from './use-labels.ts'

interface Props {
  ids: readonly DealId[]
  pipeline: PipelineDto
  onClear: () => void
}

/** One change for all that are selected, with the way back. */
export function BulkBar({ ids, pipeline, onClear }: Props) {
  const t = useT()
  const can = useCan()
  const members = useMembers()
  const bulk = useBulk(ids, onClear)
  return (
    <div
      role="toolbar"
      aria-label={t('deals.selected', { count: ids.length })}
      data-testid="deals.bulk"
      className="absolute inset-x-4 bottom-4 z-20 mx-auto flex w-fit max-w-full animate-rise flex-wrap items-center gap-2 rounded-lg bg-overlay px-3 py-2 text-small shadow-3 ring-1 ring-border"
    >
      <span className="font-[600]">{t('deals.selected', { count: ids.length })}</span>
      <Select
        aria-label={t('deals.moveTo')}
        value=""
        className="h-8 w-auto text-small"
        onChange={(event) => void bulk.toStage(event.target.value as StageId)}
      >
        <option value="" disabled>
          {t('deals.moveTo')}
        </option>
        {pipeline.stages.map((stage) => (
          <option key={stage.id} value={stage.id}>
            {stage.name}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('deals.owner')}
        value=""
        className="h-8 w-auto text-small"
        onChange={({ target: { value } }) => void bulk.toOwner(value === '-' ? null : (value as UserId))}
      >
        <option value="" disabled>
          {t('deals.owner')}
        </option>
        {members.items.map((member) => (
          <option key={member.userId} value={member.userId}>
            {member.name}
          </option>
        ))}
        <option value="-">{t('deals.nobody')}</option>
      </Select>
      <LabelMenu onLabel={(label) => void bulk.label(label)} />
      {can('deals.delete') && (
        <Button size="sm" variant="quiet" data-testid="deals.bulk.delete" onClick={() => void bulk.remove()}>
          <Trash2 /> {t('deals.delete')}
        </Button>
      )}
      <IconButton small label={t('common.close')} onClick={onClear}>
        <X />
      </IconButton>
    </div>
  )
}

function LabelMenu({ onLabel }: { onLabel: (label: LabelDto) => void }) {
  const t = useT()
  const { all } = useLabels()
  if (all.length === 0) return null
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="sm" variant="quiet" data-testid="deals.bulk.label">
          <Tags /> {t('deals.labels')}
        </Button>
      </MenuTrigger>
      <MenuContent>
        {all.map((label) => (
          <MenuItem key={label.id} onSelect={() => onLabel(label)}>
            <LabelChip label={label} />
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  )
}
