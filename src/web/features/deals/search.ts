import type { Closing, DealSort } from '@shared/contracts/deals.ts'
import type { LabelId, UserId } from '@shared/ids.ts'
import type { BoardFilter } from './use-board.ts'

/** Filters and order of the deals, as the address holds them. */
export interface DealSearch {
  owner?: string
  label?: string
  stale?: '1'
  closing?: Closing
  q?: string
  sort?: DealSort
  status?: 'won' | 'lost'
}

export const CLOSINGS: readonly Closing[] = ['overdue', 'this_week', 'this_month', 'undated']
export const SORTS: readonly DealSort[] = ['created', 'updated', 'amount', 'close']

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined)

/** Whatever the address says, only what is known comes through. */
export function dealSearch(raw: Record<string, unknown>): DealSearch {
  const search: DealSearch = {}
  const [owner, label, q] = [text(raw.owner), text(raw.label), text(raw.q)]
  if (owner && /^(me|usr_\w{26})$/.test(owner)) search.owner = owner
  if (label && /^lbl_\w{26}$/.test(label)) search.label = label
  if (q) search.q = q.slice(0, 100)
  if (raw.stale === '1') search.stale = '1'
  const closing = CLOSINGS.find((known) => known === raw.closing)
  const sort = SORTS.find((known) => known === raw.sort)
  if (closing) search.closing = closing
  if (sort) search.sort = sort
  if (raw.status === 'won' || raw.status === 'lost') search.status = raw.status
  return search
}

/** The same, as the server takes it. */
export function boardFilter(search: DealSearch, me: UserId): BoardFilter {
  const { owner, label, stale, closing, q } = search
  return {
    ...(owner ? { ownerId: owner === 'me' ? me : (owner as UserId) } : {}),
    ...(label ? { labelId: label as LabelId } : {}),
    ...(stale ? { isStale: true as const } : {}),
    ...(closing ? { closing } : {}),
    ...(q ? { query: q } : {}),
  }
}

export const isFiltered = ({ owner, label, stale, closing, q }: DealSearch): boolean =>
  Boolean(owner || label || stale || closing || q)
