import { createHash } from 'node:crypto'
import type { Request } from 'express'
import { LIMITS } from '../../../shared/limits.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { fileNameOf } from '../media/file-name.ts'
import { bodyOf } from '../media/upload.ts'
import type { AppServices } from '../services.ts'
import { requirePlain } from './json-body.ts'
import type { BodySpec } from './route.ts'
import { storeFile, type StoredFile } from './store-file.ts'

/** What clients send when they take the body for a form; curl does so unless told otherwise. */
const FORM = /^(?:multipart\/|application\/x-www-form-urlencoded)/i

/** The whole body is one file, written to the storage as it comes. */
export const fileBody: BodySpec<StoredFile> = {
  mediaType: 'application/octet-stream',
  headers: { 'X-File-Name': 'The name of the file, percent-encoded UTF-8, shown to whoever gets it.' },
  read: async (req, { services, db }) => {
    const claimedMime = req.get('content-type')
    if (FORM.test(claimedMime ?? ''))
      throw new AppError(
        'UNSUPPORTED_MEDIA_TYPE',
        'send the bytes of the file alone, with their own Content-Type',
      )
    requirePlain(req)
    const file = await receive(services, req, db)
    const told = [file.sha256, file.mime, file.fileName]
    return {
      value: file,
      hash: createHash('sha256').update(JSON.stringify(told)).digest(),
      discard: () => services.storage.remove({ workspaceId: db.workspaceId, attachmentId: file.id }),
    }
  },
}

function receive(services: AppServices, req: Request, db: WorkspaceDb): Promise<StoredFile> {
  const maxBytes = LIMITS.uploadBytes
  if (Number(req.get('content-length') ?? 0) > maxBytes)
    throw new AppError('PAYLOAD_TOO_LARGE', `a file has at most ${maxBytes} bytes`, { details: { maxBytes } })
  const claimedMime = req.get('content-type')
  return storeFile(services, db, {
    source: bodyOf(req),
    claimedMime,
    fileName: fileNameOf(req.get('x-file-name')),
  })
}
