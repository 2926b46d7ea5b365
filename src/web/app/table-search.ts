/** What the address of a table holds: the view, the filter, the order, the search, the open row. */
export interface TableSearch {
  view?: string
  f?: string
  sort?: string
  q?: string
  peek?: string
}

const KEYS = ['view', 'f', 'sort', 'q', 'peek'] as const

export function tableSearch(raw: Record<string, unknown>): TableSearch {
  const search: TableSearch = {}
  for (const key of KEYS) {
    const value = raw[key]
    if (typeof value === 'string' && value !== '') search[key] = value
  }
  return search
}
