import { PassThrough, type Readable } from 'node:stream'
import type { Request } from 'express'
import type { AttachmentDto } from '../../../shared/contracts/messages.ts'
import { newId, type AttachmentId } from '../../../shared/ids.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { insertUploaded } from '../../modules/media/index.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import type { Stored } from '../../platform/storage/index.ts'
import { requireIdentity, requirePermission } from '../http/access.ts'
import { identityOf } from '../http/caller.ts'
import type { AppServices } from '../services.ts'
import { fileNameOf } from './file-name.ts'
import { keptMime, kindOf } from './media-type.ts'

/**
 * Takes the raw body as a file of the workspace, to be sent with a message later.
 * @throws AppError FORBIDDEN before a byte is read; PAYLOAD_TOO_LARGE; UNAVAILABLE where the disk is
 *   full. A refused file leaves nothing behind.
 */
export async function receiveUpload(services: AppServices, req: Request): Promise<AttachmentDto> {
  const identity = requireIdentity(await identityOf(services, req))
  const { workspaceId } = await requirePermission(services, identity, {
    workspaceId: req.get('x-crm-workspace'),
    permission: 'messages.send',
  })
  const db = services.workspaceDb(workspaceId)
  const id = newId('attachment')
  const stored = await store(services, req, { db, id })
  const mime = keptMime(stored.mime, req.get('content-type'))
  const kind = kindOf(mime)
  try {
    refuseUnusable(kind, stored.size)
    const { size, sha256 } = stored
    const fileName = fileNameOf(req.get('x-file-name'))
    return await insertUploaded(db, { id, kind, mime, size, sha256, fileName, uploadedBy: identity.user.id })
  } catch (error) {
    await services.storage.remove({ workspaceId, attachmentId: id })
    throw error
  }
}

async function store(
  services: AppServices,
  req: Request,
  { db, id }: { db: WorkspaceDb; id: AttachmentId },
): Promise<Stored> {
  if (Number(req.get('content-length') ?? 0) > LIMITS.uploadBytes) throw tooLarge(LIMITS.uploadBytes)
  const key = { workspaceId: db.workspaceId, attachmentId: id }
  return services.storage.write({ ...key, source: bodyOf(req), maxBytes: LIMITS.uploadBytes })
}

/**
 * The body as a stream apart from the request: whoever stops reading it closes this stream, and not
 * the socket that the refusal has to be written to.
 */
export function bodyOf(req: Request): Readable {
  const body = new PassThrough()
  const cutOff = (cause?: unknown) => {
    if (!req.complete) body.destroy(new AppError('BAD_REQUEST', 'the upload was cut off', { cause }))
  }
  req.once('error', cutOff).once('close', cutOff)
  return req.pipe(body)
}

function refuseUnusable(kind: AttachmentDto['type'], size: number): void {
  if (size === 0)
    throw new AppError('VALIDATION_FAILED', 'the file is empty', { details: { fields: { file: 'empty' } } })
  if (kind === 'image' && size > LIMITS.imageBytes) throw tooLarge(LIMITS.imageBytes)
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', `the file is larger than ${maxBytes} bytes`, {
    details: { maxBytes },
  })
}
