import { newcomersKey, readRows, refreshRows, type TableEntity, type TableRow } from './table-rows.ts'
import type { WorkspaceApi } from './workspace-api.ts'

const ROWS_PER_CALL = 100
const EVERY_MS = 1_000

interface Waiting {
  wanted: Map<string, boolean>
  /** When the rows before were asked for. */
  last: number
  planned: Promise<void> | null
}

const waiting = new WeakMap<WorkspaceApi, Record<TableEntity, Waiting>>()

/**
 * Reads the rows that events named and puts them where tables show them; new ones wait beside the tables that
 * they belong to. At most once in a second, whatever the number of events.
 * @param wanted by id: whether the record is new
 */
export function showRows(
  api: WorkspaceApi,
  entity: TableEntity,
  wanted: ReadonlyMap<string, boolean>,
): Promise<void> {
  const queue = queueOf(api, entity)
  for (const [id, isNew] of wanted) queue.wanted.set(id, isNew || queue.wanted.get(id) === true)
  queue.planned ??= (async () => {
    const rest = queue.last + EVERY_MS - Date.now()
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest))
    queue.planned = null
    queue.last = Date.now()
    const rows = [...queue.wanted]
    queue.wanted.clear()
    for (let from = 0; from < rows.length; from += ROWS_PER_CALL)
      await showPart(api, entity, new Map(rows.slice(from, from + ROWS_PER_CALL)))
  })()
  return queue.planned
}

function queueOf(api: WorkspaceApi, entity: TableEntity): Waiting {
  const fresh = (): Waiting => ({ wanted: new Map(), last: 0, planned: null })
  const queues = waiting.get(api) ?? { contact: fresh(), company: fresh() }
  waiting.set(api, queues)
  return queues[entity]
}

async function showPart(
  api: WorkspaceApi,
  entity: TableEntity,
  wanted: ReadonlyMap<string, boolean>,
): Promise<void> {
  const rows = await refreshRows(api, entity, [...wanted.keys()])
  const fresh = rows.filter(({ id }) => wanted.get(id))
  if (fresh.length > 0) await announce(api, entity, fresh)
}

/** Tells each table on the screen which new records belong into it. */
async function announce(api: WorkspaceApi, entity: TableEntity, fresh: readonly TableRow[]): Promise<void> {
  const tables = api.queryClient.getQueryCache().findAll({ queryKey: [['tables', entity]], type: 'active' })
  for (const { queryKey } of tables) {
    const input = queryKey[1] as { filter?: string; q?: string }
    // Which records words find best is the server's to say.
    if (input.q) continue
    const ids = fresh.map(({ id }) => id)
    const rows = input.filter ? await readRows(api, entity, { ids, filter: input.filter }) : fresh
    api.queryClient.setQueryData<readonly TableRow[]>(newcomersKey(entity, input), (known = []) => [
      ...rows.filter((row) => !known.some(({ id }) => id === row.id)),
      ...known,
    ])
  }
}
