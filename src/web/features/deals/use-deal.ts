import { useQuery } from '@tanstack/react-query'
import type { DealDetail, DealState, UpdateDeal } from '@shared/contracts/deals.ts'
import { useT } from '../../i18n/provider.tsx'
import { toAppError } from '../../lib/errors.ts'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { toast } from '../../ui/toast.tsx'

type Change = Omit<UpdateDeal, 'id' | 'version'>

/** A deal by its number, and how its page changes it. */
export function useDeal(number: number) {
  const t = useT()
  const { api, cache } = useWorkspace()
  const { trpc, client, queryClient } = api
  const query = useQuery({
    ...trpc.deals.byNumber.queryOptions({ number }),
    enabled: Number.isInteger(number) && number > 0,
  })
  const key = trpc.deals.byNumber.queryKey({ number })

  /** Shows what the call answered at once; links and history come with the fetch that follows. */
  const put = (deal: DealState): void => {
    queryClient.setQueryData<DealDetail>(key, (known) => known && { ...known, ...deal })
    cache.putDeal(deal)
  }
  /** @throws what the call threw, once a newer version has been fetched. */
  const update = async (change: Change): Promise<void> => {
    const known = queryClient.getQueryData<DealDetail>(key)
    if (!known) return
    try {
      put(await client.deals.update.mutate({ id: known.id, version: known.version, ...change }))
    } catch (thrown) {
      if (toAppError(thrown).code === 'STALE_VERSION') {
        await queryClient.invalidateQueries({ queryKey: key })
        toast({ tone: 'danger', text: t('deals.staleChanged') })
        return
      }
      throw thrown
    }
  }
  return { query, update, put }
}
