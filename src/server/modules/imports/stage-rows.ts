import type { ImportId } from '../../../shared/ids.ts'
import { IMPORT_LIMITS } from '../../../shared/contracts/imports.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { importRows } from '../../schema/index.ts'
import * as repo from './imports.repo.ts'
import { BadFileError } from './reading/bad-file.ts'
import type { RawRow } from './reading/raw-row.ts'
import { rowsOf } from './reading/read-file.ts'
import { Overtaken, pause, ROWS_AT_ONCE, type Work } from './work.ts'

/** One statement's worth: the engines take 16 MB at least. */
const BYTES_AT_ONCE = 2_000_000

/**
 * Copies the rows of the file to import_rows, from which both the check and the run read them: a row's
 * number is then a place that a run can go on from after any cut. Goes on itself where it was cut.
 */
export async function stageRows(work: Work, row: repo.ImportRow): Promise<void> {
  const { db, services, signal } = work
  const { id, fileId, format } = row
  const file = { storage: services.storage, workspaceId: db.workspaceId, fileId }
  let rowNo = -1
  let batch: RawRow[] = []
  let bytes = 0
  let staged = row.stagedRows
  for await (const raw of rowsOf(file, format)) {
    // The first one is the header; those of an earlier run lie there already.
    if (++rowNo <= row.stagedRows) continue
    if (rowNo > IMPORT_LIMITS.rows) throw new BadFileError('too_many_rows')
    batch.push(raw)
    bytes += raw.cells.reduce((sum, cell) => sum + cell.length, 0)
    if (batch.length < ROWS_AT_ONCE && bytes < BYTES_AT_ONCE) continue
    staged = await write(db, id, { batch, staged })
    ;[batch, bytes] = [[], 0]
    await pause(signal)
  }
  await finish(db, id, await write(db, id, { batch, staged }))
}

/** @throws Overtaken where another process stages the same file. */
function write(
  db: WorkspaceDb,
  id: ImportId,
  { batch, staged }: { batch: readonly RawRow[]; staged: number },
): Promise<number> {
  if (batch.length === 0) return Promise.resolve(staged)
  return db.tx(async (tx) => {
    const row = await repo.lock(tx, id)
    if (row.stagedRows !== staged || row.rowCount !== null) throw new Overtaken()
    await tx.orm.insert(importRows).values(
      batch.map(({ cells, flaw }, at) => ({
        workspaceId: tx.workspaceId,
        importId: id,
        rowNo: staged + at + 1,
        cells,
        flaw,
      })),
    )
    const stagedRows = staged + batch.length
    await repo.change(tx, row, { set: { stagedRows }, isTold: false })
    return stagedRows
  })
}

async function finish(db: WorkspaceDb, id: ImportId, staged: number): Promise<void> {
  if (staged === 0) throw new BadFileError('no_rows')
  await db.tx(async (tx) => {
    const row = await repo.lock(tx, id)
    if (row.stagedRows !== staged) throw new Overtaken()
    await repo.change(tx, row, { set: { rowCount: staged } })
  })
}
