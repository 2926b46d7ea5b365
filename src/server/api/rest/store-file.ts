import type { Readable } from 'node:stream'
import type { AttachmentDto } from '../../../shared/contracts/messages.ts'
import { newId, type AttachmentId } from '../../../shared/ids.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { deleteUnsent, insertUploaded } from '../../modules/media/index.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { keptMime, kindOf } from '../media/media-type.ts'
import type { AppServices } from '../services.ts'

/** Bytes in the storage that no row knows yet. */
export interface StoredFile {
  id: AttachmentId
  kind: AttachmentDto['type']
  mime: string
  size: number
  sha256: string
  fileName: string | null
}

interface Incoming {
  source: Readable
  /** What the sender says; the bytes decide. */
  claimedMime: string | undefined
  fileName: string | null
}

/** @throws AppError PAYLOAD_TOO_LARGE, VALIDATION_FAILED where it is empty; then nothing is left behind. */
export async function storeFile(
  services: AppServices,
  db: WorkspaceDb,
  incoming: Incoming,
): Promise<StoredFile> {
  const id = newId('attachment')
  const key = { workspaceId: db.workspaceId, attachmentId: id }
  const {
    size,
    sha256,
    mime: sniffed,
  } = await services.storage.write({
    ...key,
    source: incoming.source,
    maxBytes: LIMITS.uploadBytes,
  })
  const mime = keptMime(sniffed, incoming.claimedMime)
  const file = { id, kind: kindOf(mime), mime, size, sha256, fileName: incoming.fileName }
  const refusal = refusalOf(file)
  if (!refusal) return file
  await services.storage.remove(key)
  throw refusal
}

function refusalOf({ kind, size }: StoredFile): AppError | undefined {
  if (size === 0)
    return new AppError('VALIDATION_FAILED', 'the file is empty', {
      details: { fields: { file: 'is empty' } },
    })
  if (kind !== 'image' || size <= LIMITS.imageBytes) return undefined
  const maxBytes = LIMITS.imageBytes
  return new AppError('PAYLOAD_TOO_LARGE', `an image has at most ${maxBytes} bytes`, {
    details: { maxBytes },
  })
}

/** Makes it an attachment that waits to be sent; only API keys of the workspace may send it. */
export async function recordFile(
  services: AppServices,
  db: WorkspaceDb,
  file: StoredFile,
): Promise<AttachmentDto> {
  try {
    return await insertUploaded(db, { ...file, uploadedBy: null })
  } catch (error) {
    await services.storage.remove({ workspaceId: db.workspaceId, attachmentId: file.id })
    throw error
  }
}

/** Takes a recorded file away again, unless a message has it. */
export async function forgetFile(services: AppServices, db: WorkspaceDb, id: AttachmentId): Promise<void> {
  try {
    if (await deleteUnsent(db, id))
      await services.storage.remove({ workspaceId: db.workspaceId, attachmentId: id })
  } catch (error) {
    // A forgotten upload takes room and does no harm; the caller has news of its own to tell.
    services.log.warn({ evt: 'rest.upload_not_removed', attachmentId: id, err: error })
  }
}
