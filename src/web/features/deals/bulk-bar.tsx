import { X } from 'lucide-react'
import type { BulkResult } from '@shared/contracts/deals.ts'
import type { PipelineDto } from '@shared/contracts/pipelines.ts'
import type { DealId, StageId, UserId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/field.tsx'
import { toast } from '../../ui/toast.tsx'
import { useMembers } from '../inbox/use-members.ts'
import { useDealActions } from './use-deal-actions.ts'

interface Props {
  ids: readonly DealId[]
  pipeline: PipelineDto
  onClear: () => void
}

/** One change for all that are selected, with the way back. */
export function BulkBar({ ids, pipeline, onClear }: Props) {
  const t = useT()
  const members = useMembers()
  const { toStage, toOwner } = useBulk(ids, onClear)
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
        onChange={(event) => void toStage(event.target.value as StageId)}
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
        onChange={(event) => void toOwner((event.target.value === '-' ? null : event.target.value) as UserId)}
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
      <IconButton small label={t('common.close')} onClick={onClear}>
        <X />
      </IconButton>
    </div>
  )
}

function useBulk(ids: readonly DealId[], onDone: () => void) {
  const t = useT()
  const { client } = useWorkspace().api
  const { attempt } = useDealActions()
  const call = (input: Parameters<typeof client.deals.bulk.mutate>[0]) =>
    attempt(() => client.deals.bulk.mutate(input))
  const tell = (
    result: BulkResult | undefined,
    undo: (changed: BulkResult['changed']) => Promise<unknown>,
  ) => {
    if (!result) return
    const { changed, skipped } = result
    const done = t('deals.bulkDone', { count: changed.length })
    const text = skipped.length ? `${done}. ${t('deals.bulkSkipped', { count: skipped.length })}` : done
    toast({ tone: 'success', text, action: { label: t('common.undo'), run: () => void undo(changed) } })
    onDone()
  }
  const toStage = async (stageId: StageId) =>
    tell(await call({ ids: [...ids], change: { stageId } }), (changed) =>
      eachGroup(
        changed,
        ({ stageId: before }) => before,
        (group, before) => call({ ids: group, change: { stageId: before } }),
      ),
    )
  const toOwner = async (ownerId: UserId | null) =>
    tell(await call({ ids: [...ids], change: { ownerId } }), (changed) =>
      eachGroup(
        changed,
        (deal) => deal.ownerId,
        (group, before) => call({ ids: group, change: { ownerId: before } }),
      ),
    )
  return { toStage, toOwner }
}

/** Those that had the same before go back in one call. */
async function eachGroup<Before>(
  changed: BulkResult['changed'],
  beforeOf: (deal: BulkResult['changed'][number]) => Before,
  back: (ids: DealId[], before: Before) => Promise<unknown>,
): Promise<void> {
  for (const before of new Set(changed.map(beforeOf)))
    await back(
      changed.filter((deal) => beforeOf(deal) === before).map((deal) => deal.id),
      before,
    )
}
