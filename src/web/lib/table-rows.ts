import type { InfiniteData } from '@tanstack/react-query'
import type { CompanyRow, ContactRow, TableAnswer } from '@shared/contracts/lists.ts'
import type { WorkspaceApi } from './workspace-api.ts'

/** The two kinds of record that have a table. */
export type TableEntity = 'contact' | 'company'

export type TableRow<E extends TableEntity = TableEntity> = E extends 'contact' ? ContactRow : CompanyRow

type Pages = InfiniteData<TableAnswer<TableRow>>

/** Changes rows in every table of the kind that shows them; a patch of null takes the row out. */
export function patchRows(
  { queryClient }: WorkspaceApi,
  entity: TableEntity,
  patch: (row: TableRow) => TableRow | null,
): void {
  queryClient.setQueriesData<Pages>({ queryKey: [['tables', entity]] }, (data) => {
    if (!data) return data
    let isChanged = false
    const pages = data.pages.map((page) => {
      const items = page.items.flatMap((row) => {
        const next = patch(row)
        if (next !== row) isChanged = true
        return next ?? []
      })
      return { ...page, items }
    })
    return isChanged ? { ...data, pages } : data
  })
}

/** One key for all pages of a table, found by live changes too. */
export const tableKey = (entity: TableEntity, input: unknown) => [['tables', entity], input] as const

/** New records that belong into a table and are not shown in it yet. */
export const newcomersKey = (entity: TableEntity, input: unknown) => [['newcomers', entity], input] as const

/** Rows by their ids, those that meet the filter; what is gone is absent. */
export async function readRows(
  { client }: WorkspaceApi,
  entity: TableEntity,
  { ids, filter }: { ids: readonly string[]; filter?: string },
): Promise<TableRow[]> {
  const input = { ids: ids as never, ...(filter && { filter }) }
  return entity === 'contact'
    ? client.tables.contactsByIds.query(input)
    : client.tables.companiesByIds.query(input)
}

/** Reads rows again and puts them where they stand. Ids that are gone go from the tables. */
export async function refreshRows(
  api: WorkspaceApi,
  entity: TableEntity,
  ids: readonly string[],
): Promise<TableRow[]> {
  const fresh = await readRows(api, entity, { ids })
  const byId = new Map<string, TableRow>(fresh.map((row) => [row.id, row]))
  const wanted = new Set(ids)
  patchRows(api, entity, (row) => {
    if (!wanted.has(row.id)) return row
    const next = byId.get(row.id)
    // An answer that was overtaken by a later one must not win.
    return next && next.version < row.version ? row : (next ?? null)
  })
  return fresh
}

/** Puts new rows before all others of a table. */
export function prependRows(
  { queryClient }: WorkspaceApi,
  key: ReturnType<typeof tableKey>,
  rows: readonly TableRow[],
): void {
  queryClient.setQueryData<Pages>(key, (data) => {
    const [first, ...rest] = data?.pages ?? []
    if (!data || !first) return data
    const total = first.total && { ...first.total, count: first.total.count + rows.length }
    return { ...data, pages: [{ ...first, items: [...rows, ...first.items], total }, ...rest] }
  })
}
