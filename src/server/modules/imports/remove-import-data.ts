import { eq } from 'drizzle-orm'
import type { ImportId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { setTimer } from '../../platform/jobs/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { importRows } from '../../schema/index.ts'
import * as repo from './imports.repo.ts'
import { importIdOf } from './work.ts'

export const REMOVE_IMPORT_JOB = 'imports.remove'

const KEPT_DAYS = 30
const DAY_MS = 86_400_000

/** People's data lies in the file and its rows: both go after a month. What the import did stays told. */
export function removeLater(tx: WorkspaceTx, id: ImportId): Promise<void> {
  const runAt = new Date(tx.now.getTime() + KEPT_DAYS * DAY_MS)
  return setTimer(tx, { name: REMOVE_IMPORT_JOB, key: id, runAt, payload: { importId: id } })
}

export async function removeImportData(
  { storage }: { storage: Storage },
  db: WorkspaceDb,
  payload: unknown,
): Promise<void> {
  const id = importIdOf(payload)
  const { fileId } = await repo.find(db, id)
  await storage.remove({ workspaceId: db.workspaceId, attachmentId: fileId })
  await db.tx(async (tx) => {
    const row = await repo.lock(tx, id)
    await tx.orm.delete(importRows).where(own(tx, importRows, eq(importRows.importId, id)))
    const isOver = row.state === 'done' || row.state === 'undone' || row.state === 'failed'
    const set = isOver ? {} : { state: 'failed' as const, error: { code: 'file_gone', line: null } }
    await repo.change(tx, row, { set })
  })
}
