import type { Query, QueryClient } from '@tanstack/react-query'
import type { Board, DealState } from '@shared/contracts/deals.ts'
import type { DealId } from '@shared/ids.ts'
import { findCard, moveOnBoard, patchBoard, placeOf, type Place } from '../../lib/board-patch.ts'
import type { Workspace } from '../../lib/workspace-context.tsx'

/** A burst of events about cards that no board has loaded asks for the board once. */
const REFRESH_EVERY_MS = 2_000

/** One per workspace that is open, for as long as it is. */
const caches = new WeakMap<Workspace['cache'], BoardCache>()

/** The boards of a workspace that are cached, live from the first call on. */
export function boardsOf({ api, cache }: Pick<Workspace, 'api' | 'cache'>): BoardCache {
  const known = caches.get(cache)
  if (known) return known
  const boards = new BoardCache(api.queryClient)
  cache.deals.watchers.add((id, deal) => boards.patch(id, deal))
  caches.set(cache, boards)
  return boards
}

/** Boards are patched by id and version. */
class BoardCache {
  readonly #queryClient: QueryClient
  #isRefreshPlanned = false

  constructor(queryClient: QueryClient) {
    this.#queryClient = queryClient
  }

  /** Shows a move at once. @returns what takes it back, unless something newer came meanwhile. */
  preview(id: DealId, place: Place): () => void {
    const before = this.#boards().flatMap((query) => {
      const board = query.state.data as Board | undefined
      const from = board && placeOf(board, id)
      const version = board && findCard(board, id)?.version
      if (board && from) this.#queryClient.setQueryData(query.queryKey, moveOnBoard(board, id, place))
      return from && version ? [{ key: query.queryKey, from, version }] : []
    })
    return () => {
      for (const { key, from, version } of before) {
        const board = this.#queryClient.getQueryData<Board>(key)
        if (board && findCard(board, id)?.version === version)
          this.#queryClient.setQueryData(key, moveOnBoard(board, id, from))
      }
    }
  }

  /** Where the card stands on whichever board is loaded, to bring it back there. */
  placeOf(id: DealId): Place | undefined {
    for (const query of this.#boards()) {
      const board = query.state.data as Board | undefined
      const place = board && placeOf(board, id)
      if (place) return place
    }
    return undefined
  }

  patch(id: DealId, deal: DealState | null): void {
    for (const query of this.#boards()) {
      const board = query.state.data as Board | undefined
      if (!board) continue
      const patched = patchBoard(board, id, deal)
      // Whether a filter lets a changed deal in, only the server can say.
      if (patched.isUnsure || (deal && isFiltered(query) && patched.board !== board)) this.#planRefresh()
      if (patched.board !== board) this.#queryClient.setQueryData(query.queryKey, patched.board)
    }
  }

  #boards(): Query[] {
    return this.#queryClient.getQueryCache().findAll({ predicate: isBoard })
  }

  #planRefresh(): void {
    if (this.#isRefreshPlanned) return
    this.#isRefreshPlanned = true
    setTimeout(() => {
      this.#isRefreshPlanned = false
      void this.#queryClient.invalidateQueries({ predicate: isBoard })
    }, REFRESH_EVERY_MS)
  }
}

function isBoard({ queryKey }: Query): boolean {
  const [path] = queryKey as [readonly string[] | undefined]
  return path?.[0] === 'deals' && path[1] === 'board'
}

/** The input of a cached call stands in the second part of its key. */
function isFiltered({ queryKey }: Query): boolean {
  const { input } = (queryKey[1] ?? {}) as { input?: Record<string, unknown> }
  return Object.keys(input ?? {}).length > 1
}
