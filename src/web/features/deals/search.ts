import type { Closing, DealSort } from '@shared/contracts/deals.ts'
import { readFilter } from '@shared/filters/index.ts'
import type { LabelId, StageId, UserId } from '@shared/ids.ts'
import type { BoardFilter } from './use-board.ts'

/** Filters and order of the deals, as the address holds them. */
export interface DealSearch {
  owner?: string
  label?: string
  stale?: '1'
  closing?: Closing
  q?: string
  sort?: DealSort
  /** The order the other way round. */
  rev?: '1'
  status?: 'won' | 'lost'
  stage?: string
  /** Conditions in groups, on custom fields too: the text form of filters. */
  filter?: string
  /** The saved view that the rest came from. */
  view?: string
}

export const CLOSINGS: readonly Closing[] = ['overdue', 'this_week', 'this_month', 'undated']
const SORTS: readonly DealSort[] = ['created', 'updated', 'amount', 'close']

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined)

/** Whatever the address says, only what is known comes through. */
export function dealSearch(raw: Record<string, unknown>): DealSearch {
  const search: DealSearch = {}
  const [owner, label, q] = [text(raw.owner), text(raw.label), text(raw.q)]
  if (owner && /^(me|usr_\w{26})$/.test(owner)) search.owner = owner
  if (label && /^lbl_\w{26}$/.test(label)) search.label = label
  if (q) search.q = q.slice(0, 100)
  if (raw.stale === '1') search.stale = '1'
  const filter = text(raw.filter)
  if (filter && readFilter(filter)) search.filter = filter
  const closing = CLOSINGS.find((known) => known === raw.closing)
  const sort = SORTS.find((known) => known === raw.sort)
  if (closing) search.closing = closing
  if (sort) search.sort = sort
  const [stage, view] = [text(raw.stage), text(raw.view)]
  if (stage && /^stg_\w{26}$/.test(stage)) search.stage = stage
  if (view && /^viw_\w{26}$/.test(view)) search.view = view
  if (raw.rev === '1') search.rev = '1'
  if (raw.status === 'won' || raw.status === 'lost') search.status = raw.status
  return search
}

/** The same, as the server takes it. */
export function boardFilter(search: DealSearch, me: UserId): BoardFilter {
  const { owner, label, stale, closing, q, filter } = search
  return {
    ...(owner ? { ownerId: owner === 'me' ? me : (owner as UserId) } : {}),
    ...(label ? { labelId: label as LabelId } : {}),
    ...(stale ? { isStale: true as const } : {}),
    ...(closing ? { closing } : {}),
    ...(q ? { query: q } : {}),
    ...(filter ? { filter } : {}),
  }
}

export const isFiltered = ({ owner, label, stale, closing, q, stage, filter }: DealSearch): boolean =>
  Boolean(owner || label || stale || closing || q || stage || filter)

/** The same, as the list takes it. */
export function listFilter(search: DealSearch, me: UserId) {
  const { status, stage } = search
  return {
    ...boardFilter(search, me),
    ...(status ? { status } : {}),
    ...(stage ? { stageId: stage as StageId } : {}),
  }
}

/** What a saved view keeps: all but the view itself. */
export function viewText(search: DealSearch): string {
  const kept = Object.entries(search).filter(([key]) => key !== 'view')
  return new URLSearchParams(kept.toSorted(([a], [b]) => (a < b ? -1 : 1))).toString()
}

export const searchOfView = (text: string): DealSearch =>
  dealSearch(Object.fromEntries(new URLSearchParams(text)))
