import type { DealState } from '@shared/contracts/deals.ts'
import { useT } from '../../i18n/provider.tsx'
import { Badge } from '../../ui/badge.tsx'
import { usePipelines } from './use-pipelines.ts'

/** Where a deal is: its stage while it is open, else how it ended. */
export function StagePill({ deal }: { deal: Pick<DealState, 'status' | 'stageId'> }) {
  const t = useT()
  const { stageOf } = usePipelines()
  if (deal.status === 'won') return <Badge tone="success">{t('deals.won')}</Badge>
  if (deal.status === 'lost') return <Badge tone="danger">{t('deals.lost')}</Badge>
  return (
    <Badge tone="brand">
      <bdi dir="auto">{stageOf(deal.stageId)?.name ?? t('deals.openStatus')}</bdi>
    </Badge>
  )
}
