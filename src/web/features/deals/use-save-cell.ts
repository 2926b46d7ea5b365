import type { DealCard } from '@shared/contracts/deals.ts'
import type { StageId, UserId } from '@shared/ids.ts'
import { CUSTOM_PREFIX } from '@shared/filters/index.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import type { SaveCell } from '../../ui/grid/types.ts'
import { readCustom } from '../records/table/save-cell.ts'
import { useColumnContext } from '../records/table/use-table-columns.ts'
import { useDealActions } from './use-deal-actions.ts'
import { patchRows } from './use-deal-table.ts'
import { useMoney } from './use-money.ts'

type Change = Partial<Pick<DealCard, 'title' | 'amount' | 'expectedCloseOn' | 'ownerId' | 'custom'>>

/**
 * Writes a cell of the list: the row shows it at once, and takes it back where the server refuses.
 * Against the version that was seen, so that nobody's change is lost unseen.
 */
export function useSaveCell(): SaveCell<DealCard> {
  const t = useT()
  const { api, cache } = useWorkspace()
  const { client, queryClient } = api
  const { move } = useDealActions()
  const money = useMoney()
  const { fields, ...values } = useColumnContext('deal')
  return async (deal, { key }, text) => {
    if (key === 'stage') {
      if (deal.status !== 'open') return t('deals.closedStage')
      await move(deal, { stageId: text as StageId })
      return null
    }
    const change = key.startsWith(CUSTOM_PREFIX)
      ? customChange(readCustom(key, text, { fields, values }))
      : changeOf(key, text.trim(), (typed) => money.parse(typed, deal.currency))
    if (!change) return t('table.badValue')
    const shown = change.custom ? { custom: { ...deal.custom, ...change.custom } } : change
    patchRows(queryClient, deal.id, shown)
    try {
      cache.putDeal(await client.deals.update.mutate({ id: deal.id, version: deal.version, ...change }))
      return null
    } catch (thrown) {
      const error = toAppError(thrown)
      const { title, amount, expectedCloseOn, ownerId, custom } = deal
      patchRows(queryClient, deal.id, { title, amount, expectedCloseOn, ownerId, custom })
      // Somebody was faster: show theirs, and say so at the cell.
      if (error.code === 'STALE_VERSION')
        await client.deals.get.query({ id: deal.id }).then(
          (fresh) => cache.putDeal(fresh),
          () => undefined,
        )
      return errorText(t, error)
    }
  }
}

const customChange = (custom: Record<string, unknown> | null): Change | null => custom && { custom }

function changeOf(key: string, text: string, parse: (text: string) => number | null): Change | null {
  switch (key) {
    case 'title':
      return text ? { title: text } : null
    case 'amount': {
      const amount = text ? parse(text) : null
      return text && amount === null ? null : { amount }
    }
    case 'closeOn':
      return { expectedCloseOn: text || null }
    case 'owner':
      return { ownerId: (text || null) as UserId | null }
    default:
      return null
  }
}
