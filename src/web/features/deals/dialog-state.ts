import type { DealState } from '@shared/contracts/deals.ts'
import type { Place } from '../../lib/board-patch.ts'
import { createStore } from '../../lib/store.ts'

/** What has to be asked before a deal can be where it was put. */
export type DealQuestion =
  | {
      kind: 'gate'
      deal: DealState
      place: Place
      /** Where it came from. */
      before: Place
      missing: string[]
      onCancel: () => void
    }
  | { kind: 'lose'; deal: DealState }

/** One question at a time, whichever screen it came from. */
export const question = createStore<DealQuestion | null>(null)

/** What screen readers hear of moves; each new text is read once. */
export const announcement = createStore('')
