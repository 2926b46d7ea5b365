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

/** Reads rows again and puts them where they stand. Ids that are gone go from the tables. */
export async function refreshRows(
  api: WorkspaceApi,
  entity: TableEntity,
  ids: readonly string[],
): Promise<void> {
  const { client } = api
  const fresh: TableRow[] =
    entity === 'contact'
      ? await client.tables.contactsByIds.query({ ids: ids as never })
      : await client.tables.companiesByIds.query({ ids: ids as never })
  const byId = new Map<string, TableRow>(fresh.map((row) => [row.id, row]))
  const wanted = new Set(ids)
  patchRows(api, entity, (row) => {
    if (!wanted.has(row.id)) return row
    const next = byId.get(row.id)
    // An answer that was overtaken by a later one must not win.
    return next && next.version < row.version ? row : (next ?? null)
  })
}
