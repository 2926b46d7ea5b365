import type { ImportDto, ListImports } from '../../../shared/contracts/imports.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import type { ImportId } from '../../../shared/ids.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import * as repo from './imports.repo.ts'

/** @throws AppError NOT_FOUND */
export async function getImport(db: WorkspaceDb, id: ImportId): Promise<ImportDto> {
  return repo.toDto(await repo.find(db, id))
}

/** Newest first. */
export function listImports(db: WorkspaceDb, input: ListImports): Promise<Page<ImportDto>> {
  return repo.list(db, input)
}
