import type { Storage } from '../../platform/storage/index.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import type { ImportId } from '../../../shared/ids.ts'
import { checkImport } from './check-import.ts'
import * as repo from './imports.repo.ts'
import { BadFileError } from './reading/bad-file.ts'
import { runImport } from './run-import.ts'
import { runUndo } from './run-undo.ts'
import { stageRows } from './stage-rows.ts'
import { importIdOf, Overtaken, type Work } from './work.ts'

/**
 * Does what the import's state asks for: checks, runs or undoes it. Several of these on one import do no
 * harm: each batch says under the import's lock that it goes on from where it thinks it does.
 */
export async function workOnImport(
  services: { storage: Storage },
  db: WorkspaceDb,
  { payload, signal }: { payload: unknown; signal: AbortSignal },
): Promise<void> {
  const id = importIdOf(payload)
  try {
    await doStep({ services, db, signal }, id)
  } catch (error) {
    if (error instanceof BadFileError) await fail(db, id, error)
    else if (!(error instanceof Overtaken)) throw error
  }
}

async function doStep(work: Work, id: ImportId): Promise<void> {
  let row = await repo.find(work.db, id)
  if (row.state === 'undoing') return runUndo(work, row)
  if (row.state !== 'mapped' && row.state !== 'running') return
  if (row.rowCount === null) {
    await stageRows(work, row)
    row = await repo.find(work.db, id)
  }
  if (!row.settings) return
  if (row.state === 'running') await runImport(work, row, row.settings)
  else if (row.state === 'mapped') await checkImport(work, row, row.settings)
}

async function fail(db: WorkspaceDb, id: ImportId, { code, line }: BadFileError): Promise<void> {
  await db.tx(async (tx) => {
    const row = await repo.lock(tx, id)
    await repo.change(tx, row, { set: { state: 'failed', error: { code, line }, finishedAt: tx.now } })
  })
}
