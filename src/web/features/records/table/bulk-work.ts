import type { CompanyId, ContactId, LabelId, UserId } from '@shared/ids.ts'
import type { Lifecycle } from '@shared/records.ts'
import { toAppError, type AppError } from '../../../lib/errors.ts'
import { readRows, refreshRows, type TableEntity } from '../../../lib/table-rows.ts'
import type { WorkspaceApi } from '../../../lib/workspace-api.ts'

/** So many records are changed in one call, and by the server in one transaction. */
const BATCH = 100

/** What became of the records; the four add up to all of them. */
export interface BulkResult {
  changed: number
  unchanged: number
  gone: number
  failed: number
  /** Why the work stopped, where it did. */
  error: AppError | null
  /** Takes back all that changed. */
  undo: () => Promise<void>
}

/** A change of some records. @returns how many of them changed, and what takes that back */
export type Change = (ids: readonly string[]) => Promise<{ changed: number; undo: () => Promise<unknown> }>

interface Work {
  api: WorkspaceApi
  entity: TableEntity
  ids: readonly string[]
  change: Change
  onProgress: (done: number) => void
}

/** Changes many records batch by batch. What is gone meanwhile is left out; any other refusal ends the work. */
export async function changeAll({ api, entity, ids, change, onProgress }: Work): Promise<BulkResult> {
  const undos: (() => Promise<unknown>)[] = []
  const result = { changed: 0, unchanged: 0, gone: 0, failed: 0, error: null as AppError | null }
  for (const part of parts(ids)) {
    try {
      const { there, ...done } = await changeThere({ api, entity, change }, part)
      undos.push(done.undo)
      result.changed += done.changed
      result.unchanged += there - done.changed
      result.gone += part.length - there
      await refreshRows(api, entity, part)
    } catch (thrown) {
      result.error = toAppError(thrown)
      break
    }
    onProgress(result.changed + result.unchanged + result.gone)
  }
  result.failed = ids.length - result.changed - result.unchanged - result.gone
  const undo = async () => {
    for (const one of undos.toReversed()) await one()
    for (const part of parts(ids)) await refreshRows(api, entity, part)
  }
  return { ...result, undo }
}

type Once = Awaited<ReturnType<Change>> & { there: number }

/** The server changes all of a batch or nothing: where some are gone, the others are tried again. */
async function changeThere(
  { api, entity, change }: Pick<Work, 'api' | 'entity' | 'change'>,
  part: readonly string[],
): Promise<Once> {
  try {
    return { ...(await change(part)), there: part.length }
  } catch (thrown) {
    if (toAppError(thrown).code !== 'NOT_FOUND') throw thrown
    const left = (await readRows(api, entity, { ids: part })).map(({ id }) => id)
    // All are there: it is something else that was not found.
    if (left.length === part.length) throw thrown
    if (left.length === 0) return { changed: 0, undo: () => Promise.resolve(), there: 0 }
    return { ...(await change(left)), there: left.length }
  }
}

function parts<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, at) =>
    items.slice(at * BATCH, (at + 1) * BATCH),
  )
}

export function ownerChange({ client }: WorkspaceApi, entity: TableEntity, ownerId: UserId | null): Change {
  const put = (ids: readonly string[], to: UserId | null) =>
    entity === 'contact'
      ? client.tables.changeContacts.mutate({ ids: ids as ContactId[], ownerId: to })
      : client.tables.changeCompanies.mutate({ ids: ids as CompanyId[], ownerId: to })
  return async (ids) => {
    const before: { id: string; ownerId: UserId | null }[] = (await put(ids, ownerId)).before
    return {
      changed: before.length,
      undo: async () => {
        for (const [owner, group] of groupsBy(before, (row) => row.ownerId)) await put(group, owner)
      },
    }
  }
}

export function lifecycleChange({ client }: WorkspaceApi, lifecycle: Lifecycle): Change {
  const put = (ids: readonly string[], to: Lifecycle) =>
    client.tables.changeContacts.mutate({ ids: ids as ContactId[], lifecycle: to })
  return async (ids) => {
    const { before } = await put(ids, lifecycle)
    return {
      changed: before.length,
      undo: async () => {
        for (const [stage, group] of groupsBy(before, (row) => row.lifecycle ?? 'lead'))
          await put(group, stage)
      },
    }
  }
}

export function labelChange(
  { client }: WorkspaceApi,
  entity: TableEntity,
  change: { add: LabelId[]; remove: LabelId[] },
): Change {
  return async (ids) => {
    const records = ids.map((recordId) => ({ entity, recordId })) as Parameters<
      typeof client.labels.set.mutate
    >[0]['records']
    const changed = await client.labels.set.mutate({ records, ...change })
    return { changed: changed.changes.length, undo: () => client.labels.restore.mutate(changed) }
  }
}

function groupsBy<Row extends { id: string }, Key>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): Map<Key, string[]> {
  const groups = new Map<Key, string[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row.id])
  return groups
}
