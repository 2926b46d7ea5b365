import type { Query, QueryClient } from '@tanstack/react-query'
import type { DealState } from '@shared/contracts/deals.ts'
import type { DealId } from '@shared/ids.ts'

/** Told of each new state; null stands for a deal that is gone. */
type DealWatcher = (id: DealId, deal: DealState | null) => void

/** The cached answers about deals. What is big is patched by the screen that shows it, the rest asked for again. */
export class DealCache {
  readonly watchers = new Set<DealWatcher>()
  readonly #queryClient: QueryClient
  readonly #newest = new Map<DealId, number>()

  constructor(queryClient: QueryClient) {
    this.#queryClient = queryClient
  }

  put(deal: DealState): void {
    // A card that left the board is not there to be compared with: a late answer must not bring it back.
    if ((this.#newest.get(deal.id) ?? 0) > deal.version) return
    this.#newest.set(deal.id, deal.version)
    this.#tell(deal.id, deal)
  }

  remove(id: DealId): void {
    this.#tell(id, null)
  }

  #tell(id: DealId, deal: DealState | null): void {
    for (const watch of this.watchers) watch(id, deal)
    void this.#queryClient.invalidateQueries({
      queryKey: [['deals']],
      predicate: (query) => !isPatched(query),
    })
  }
}

/** Boards and tables follow the watchers. */
const isPatched = ({ queryKey }: Query): boolean => {
  const [path] = queryKey as [readonly string[] | undefined]
  return path?.[1] === 'board' || path?.[1] === 'table'
}
