import type { PipelineDto } from '@shared/contracts/pipelines.ts'
import { useT } from '../../i18n/provider.tsx'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { boardFilter, type DealSearch } from './search.ts'
import { useBoard } from './use-board.ts'
import { addSums, useMoney } from './use-money.ts'

interface Props {
  pipeline: PipelineDto
  search: DealSearch
  isShown: boolean
}

/** What the whole board is worth, and what of it is to be expected. */
export function BoardTotals({ pipeline, search, isShown }: Props) {
  const t = useT()
  const money = useMoney()
  const { me } = useWorkspace()
  const { data } = useBoard(pipeline.id, boardFilter(search, me.user.id)).query
  if (!isShown || !data) return null
  const all = data.columns.map((column) => column.sums)
  const chances = data.columns.map(
    ({ stageId }) => pipeline.stages.find((stage) => stage.id === stageId)?.probability ?? 0,
  )
  const total = addSums(all)
  const count = total.reduce((sum, each) => sum + each.count, 0)
  if (count === 0) return null
  const sum = money.sum(total)
  return (
    <p className="text-small text-text-2" data-testid="deals.totals">
      {data.isCapped && `${t('deals.atLeast')} `}
      {sum && (
        <>
          Σ {sum} · {t('deals.weighted', { amount: money.sum(addSums(all, chances)) })} ·{' '}
        </>
      )}
      {t('deals.count', { count })}
    </p>
  )
}
