import { eq } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import type { ImportDto, RereadImport } from '../../../shared/contracts/imports.ts'
import { newId, type AttachmentId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { importRows, imports } from '../../schema/index.ts'
import { analyse, type Analysis } from './analyse.ts'
import * as repo from './imports.repo.ts'
import { BadFileError } from './reading/bad-file.ts'
import { removeLater } from './remove-import-data.ts'

export interface StoredImportFile {
  fileId: AttachmentId
  fileName: string
  /** Bytes. */
  size: number
}

type Services = { storage: Storage }

/**
 * A file that lies in the storage becomes an import whose columns can be mapped.
 * @throws AppError VALIDATION_FAILED with `details.reason` where it is no table of ours to read
 */
export async function createImport(
  { storage }: Services,
  db: WorkspaceDb,
  { file, actor }: { file: StoredImportFile; actor: Actor },
): Promise<ImportDto> {
  const { workspaceId } = db
  const analysis = await orRefusal(analyse(db, { storage, workspaceId, fileId: file.fileId }))
  const id = newId('import')
  await db.tx(async (tx) => {
    const row = {
      workspaceId,
      id,
      state: 'uploaded' as const,
      ...file,
      ...analysis,
      actor,
      createdAt: tx.now,
    }
    await tx.orm.insert(imports).values(row)
    await removeLater(tx, id)
    const data = { importId: id, state: row.state, doneRows: 0, rowCount: null }
    tx.emit({ type: 'import.changed', data })
  })
  return repo.toDto(await repo.find(db, id))
}

/**
 * Reads the file again with another delimiter or encoding; what was mapped and checked is forgotten.
 * @throws AppError NOT_FOUND, CONFLICT once it has run, VALIDATION_FAILED
 */
export async function rereadImport(
  { storage }: Services,
  db: WorkspaceDb,
  input: RereadImport,
): Promise<ImportDto> {
  const { id, ...hint } = input
  const { fileId } = await repo.find(db, id)
  const analysis = await orRefusal(analyse(db, { storage, workspaceId: db.workspaceId, fileId }, hint))
  return db.tx(async (tx) => {
    const row = await repo.lock(tx, id)
    if (!(['uploaded', 'mapped', 'checked'] as string[]).includes(row.state))
      throw new AppError('CONFLICT', 'the import has begun', { details: { state: row.state } })
    await tx.orm.delete(importRows).where(own(tx, importRows, eq(importRows.importId, id)))
    const fresh = {
      state: 'uploaded',
      settings: null,
      stagedRows: 0,
      rowCount: null,
      doneRows: 0,
      check: null,
    } as const
    return repo.toDto(await repo.change(tx, row, { set: { ...analysis, ...fresh } }))
  })
}

async function orRefusal(work: Promise<Analysis>): Promise<Analysis> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof BadFileError)) throw error
    const { code, line } = error
    throw new AppError('VALIDATION_FAILED', `the file cannot be imported: ${code}`, {
      details: { reason: code, line, fields: { file: code } },
      cause: error,
    })
  }
}
