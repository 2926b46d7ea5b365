import { createHash } from 'node:crypto'
import type { StoredImportFile } from '../../modules/imports/index.ts'
import { AppError } from '../../platform/errors.ts'
import { storeImportFile } from '../media/transfer-routes.ts'
import { requirePlain } from './json-body.ts'
import type { BodySpec } from './route.ts'

const FORM = /^(?:multipart\/|application\/x-www-form-urlencoded)/i

/** The whole body is one file of contacts, written to the storage as it comes. */
export const importBody: BodySpec<StoredImportFile> = {
  mediaType: 'application/octet-stream',
  headers: { 'X-File-Name': 'The name of the file, percent-encoded UTF-8.' },
  read: async (req, { services, db }) => {
    if (FORM.test(req.get('content-type') ?? ''))
      throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'send the bytes of the file alone')
    requirePlain(req)
    const { sha256, ...file } = await storeImportFile(services, db, req)
    return {
      value: file,
      hash: createHash('sha256')
        .update(JSON.stringify([sha256, file.fileName]))
        .digest(),
      discard: () => services.storage.remove({ workspaceId: db.workspaceId, attachmentId: file.fileId }),
    }
  },
}
