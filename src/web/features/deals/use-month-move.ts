import type { DealState } from '@shared/contracts/deals.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { toast } from '../../ui/toast.tsx'
import { announcement } from './dialog-state.ts'
import { dayInMonth } from './forecast-sums.ts'
import { placeRow } from './use-deal-table.ts'
import { useMonthName } from './use-month-name.ts'

/** Moves the expected close of a deal to a month, at once, with the way back. Null takes its day away. */
export function useMonthMove(): (deal: DealState, month: string | null) => Promise<void> {
  const t = useT()
  const { api, cache } = useWorkspace()
  const nameOf = useMonthName()
  const put = async (deal: DealState, expectedCloseOn: string | null): Promise<DealState | null> => {
    await placeRow(api.queryClient, deal.id, expectedCloseOn)
    try {
      const { id, version } = deal
      const moved = await api.client.deals.update.mutate({ id, version, expectedCloseOn })
      cache.putDeal(moved)
      return moved
    } catch (thrown) {
      await placeRow(api.queryClient, deal.id, deal.expectedCloseOn)
      toast({ tone: 'danger', text: errorText(t, toAppError(thrown)) })
      return null
    }
  }
  return async (deal, month) => {
    // What was due before this month has gone by: nothing can be put off into the past.
    if (month === 'overdue' || deal.expectedCloseOn?.slice(0, 7) === (month ?? undefined)) return
    if (month === null && deal.expectedCloseOn === null) return
    const today = new Date().toLocaleDateString('en-CA')
    const moved = await put(deal, month && dayInMonth(deal.expectedCloseOn, month, today))
    if (!moved) return
    const text = t('forecast.moved', { title: deal.title, month: nameOf(month) })
    announcement.set(text)
    const undo = () => void put(moved, deal.expectedCloseOn)
    toast({ tone: 'success', text, action: { label: t('common.undo'), run: undo } })
  }
}
