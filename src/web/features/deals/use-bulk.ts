import type { BulkDeals, BulkResult } from '@shared/contracts/deals.ts'
import type { LabelDto } from '@shared/contracts/labels.ts'
import type { DealId, StageId, UserId } from '@shared/ids.ts'
import { useT } from '../../i18n/provider.tsx'
import { useWorkspace } from '../../lib/workspace-context.tsx'
import { toast } from '../../ui/toast.tsx'
import { useDealActions } from './use-deal-actions.ts'

/** So many deals go in one call. */
const PER_CALL = 200

type Changed = BulkResult['changed']

/** The same change for many deals: told in one toast, and undone by one press. */
export function useBulk(ids: readonly DealId[], onDone: () => void) {
  const { client } = useWorkspace().api
  const { attempt } = useDealActions()
  const tell = useTell(onDone)
  const call = async (all: readonly DealId[], change: BulkDeals['change']): Promise<BulkResult> => {
    const parts = await inParts(all, (part) => client.deals.bulk.mutate({ ids: part, change }))
    return {
      changed: parts.flatMap((part) => part.changed),
      skipped: parts.flatMap((part) => part.skipped),
    }
  }
  const change = async (
    wanted: BulkDeals['change'],
    backOf: (deal: Changed[number]) => BulkDeals['change'],
  ) => {
    const result = await attempt(() => call(ids, wanted))
    if (!result) return
    const { changed, skipped } = result
    const undo = () => attempt(() => putBack(changed, backOf, call))
    tell(changed.length, { skipped: skipped.length, undo })
  }
  const remove = async () => {
    const parts = await attempt(() => inParts(ids, (part) => client.deals.deleteMany.mutate({ ids: part })))
    if (!parts) return
    const changed = parts.flatMap((part) => part.changed)
    const undo = () => inParts(changed, (part) => client.deals.restoreMany.mutate({ ids: part }))
    tell(changed.length, { undo: () => attempt(undo) })
  }
  return {
    toStage: (stageId: StageId) => change({ stageId }, (deal) => ({ stageId: deal.stageId })),
    toOwner: (ownerId: UserId | null) => change({ ownerId }, (deal) => ({ ownerId: deal.ownerId })),
    label: useBulkLabel(ids, tell),
    remove,
  }
}

type Tell = (count: number, way: { skipped?: number; undo: () => Promise<unknown> }) => void

function useTell(onDone: () => void): Tell {
  const t = useT()
  return (count, { skipped = 0, undo }) => {
    const done = t('deals.bulkDone', { count })
    const text = skipped > 0 ? `${done}. ${t('deals.bulkSkipped', { count: skipped })}` : done
    toast({ tone: 'success', text, action: { label: t('common.undo'), run: () => void undo() } })
    onDone()
  }
}

function useBulkLabel(ids: readonly DealId[], tell: Tell) {
  const { client, queryClient, trpc } = useWorkspace().api
  const { attempt } = useDealActions()
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.deals.pathKey() })
  return async ({ id }: LabelDto) => {
    const records = (part: DealId[]) => part.map((recordId) => ({ entity: 'deal' as const, recordId }))
    const set = (part: DealId[]) => client.labels.set.mutate({ records: records(part), add: [id] })
    const parts = await attempt(() => inParts(ids, set))
    if (!parts) return
    const changes = parts.flatMap((part) => part.changes)
    const back = () => inParts(changes, (part) => client.labels.restore.mutate({ changes: part }))
    await refresh()
    tell(changes.length, { undo: () => attempt(() => back().then(refresh)) })
  }
}

/** One after the other: each is a transaction, and two at once would wait for each other's rows. */
async function inParts<Item, Answer>(
  all: readonly Item[],
  call: (part: Item[]) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let from = 0; from < all.length; from += PER_CALL)
    answers.push(await call(all.slice(from, from + PER_CALL)))
  return answers
}

/** Those that had the same before go back in one call. */
async function putBack(
  changed: Changed,
  backOf: (deal: Changed[number]) => BulkDeals['change'],
  call: (ids: readonly DealId[], change: BulkDeals['change']) => Promise<unknown>,
): Promise<void> {
  const groups = new Map<string, { change: BulkDeals['change']; ids: DealId[] }>()
  for (const deal of changed) {
    const change = backOf(deal)
    const key = JSON.stringify(change)
    const group = groups.get(key) ?? { change, ids: [] }
    group.ids.push(deal.id)
    groups.set(key, group)
  }
  for (const { change, ids } of groups.values()) await call(ids, change)
}
