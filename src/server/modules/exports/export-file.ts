import type { AttachmentId, ExportId } from '../../../shared/ids.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import * as repo from './exports.repo.ts'

export interface ExportFile {
  fileId: AttachmentId
  fileName: string
  mime: string
}

const MIMES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** @throws AppError NOT_FOUND where it is not ready, or no longer there to fetch. */
export async function exportFile(
  db: WorkspaceDb,
  { id, now }: { id: ExportId; now: Date },
): Promise<ExportFile> {
  const { state, fileId, fileName, format, expiresAt } = await repo.find(db, id)
  if (state !== 'ready' || !expiresAt || expiresAt <= now) throw notFound('file')
  return { fileId, fileName, mime: MIMES[format] }
}
