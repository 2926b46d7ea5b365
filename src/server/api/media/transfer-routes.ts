import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, RequestHandler, Response } from 'express'
import { IMPORT_LIMITS, type ImportDto } from '../../../shared/contracts/imports.ts'
import { isId, newId, type WorkspaceId } from '../../../shared/ids.ts'
import { exportFile } from '../../modules/exports/index.ts'
import { createImport, failedRows, type StoredImportFile } from '../../modules/imports/index.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { requireIdentity, requirePermission } from '../http/access.ts'
import { identityOf } from '../http/caller.ts'
import type { AppServices } from '../services.ts'
import { contentDisposition, fileNameOf } from './file-name.ts'
import { readTransferToken } from './transfer-url.ts'
import { bodyOf } from './upload.ts'

/** `POST /media/imports`: the raw file of contacts, as uploads come. */
export function takeImport(services: AppServices): RequestHandler {
  return async (req, res) => {
    const identity = requireIdentity(await identityOf(services, req))
    const { workspaceId } = await requirePermission(services, identity, {
      workspaceId: req.get('x-crm-workspace'),
      permission: 'contacts.import',
    })
    const db = services.workspaceDb(workspaceId)
    const { sha256: _sha256, ...file } = await storeImportFile(services, db, req)
    const actor = { kind: 'user' as const, userId: identity.user.id }
    const made: ImportDto = await createOrForget(services, db, { file, actor })
    res.status(201).setHeader('cache-control', 'no-store').json(made)
  }
}

/** @throws AppError PAYLOAD_TOO_LARGE, VALIDATION_FAILED where it is empty */
export async function storeImportFile(
  services: AppServices,
  db: WorkspaceDb,
  req: Request,
): Promise<StoredImportFile & { sha256: string }> {
  const maxBytes = IMPORT_LIMITS.fileBytes
  if (Number(req.get('content-length') ?? 0) > maxBytes)
    throw new AppError('PAYLOAD_TOO_LARGE', `a file of contacts has at most ${maxBytes} bytes`, {
      details: { maxBytes },
    })
  const fileId = newId('attachment')
  const key = { workspaceId: db.workspaceId, attachmentId: fileId }
  const { size, sha256 } = await services.storage.write({ ...key, source: bodyOf(req), maxBytes })
  return { fileId, size, sha256, fileName: fileNameOf(req.get('x-file-name')) ?? 'contactos.csv' }
}

/** A file that can't be imported is not kept. */
export async function createOrForget(
  services: AppServices,
  db: WorkspaceDb,
  made: Parameters<typeof createImport>[2],
): Promise<ImportDto> {
  try {
    return await createImport(services, db, made)
  } catch (error) {
    await services.storage.remove({ workspaceId: db.workspaceId, attachmentId: made.file.fileId })
    throw error
  }
}

type TransferParams = { workspaceId: string; id: string }

/** An export's file, for members who may export, until it expires. */
export function sendExport(services: AppServices): RequestHandler<TransferParams> {
  return async (req, res) => {
    const identity = requireIdentity(await identityOf(services, req))
    const access = { workspaceId: req.params.workspaceId, permission: 'contacts.export' } as const
    const { workspaceId } = await requirePermission(services, identity, access)
    await sendExportFile(services, res, { workspaceId, id: req.params.id })
  }
}

/** The rows that an import could not use. */
export function sendFailedRows(services: AppServices): RequestHandler<TransferParams> {
  return async (req, res) => {
    const identity = requireIdentity(await identityOf(services, req))
    const access = { workspaceId: req.params.workspaceId, permission: 'contacts.import' } as const
    const { workspaceId } = await requirePermission(services, identity, access)
    await sendFailed(services, res, { workspaceId, id: req.params.id })
  }
}

/** The same files behind an address that the REST API signed. */
export function sendSignedTransfer(services: AppServices): RequestHandler<{ token: string }> {
  return async (req, res) => {
    const { workspaceId, id } = readTransferToken(services, req.params.token)
    await (isId('export', id) ? sendExportFile : sendFailed)(services, res, { workspaceId, id })
  }
}

interface Transfer {
  workspaceId: WorkspaceId
  id: string
}

async function sendExportFile(
  services: AppServices,
  res: Response,
  { workspaceId, id }: Transfer,
): Promise<void> {
  if (!isId('export', id)) throw notFound('file')
  const file = await exportFile(services.workspaceDb(workspaceId), { id, now: services.now() })
  const bytes = await services.storage.open({ workspaceId, attachmentId: file.fileId })
  if (!bytes) throw notFound('file')
  await send(res, file, bytes)
}

async function sendFailed(
  services: AppServices,
  res: Response,
  { workspaceId, id }: Transfer,
): Promise<void> {
  if (!isId('import', id)) throw notFound('file')
  const { fileName, lines } = await failedRows(services.workspaceDb(workspaceId), id)
  await send(res, { fileName, mime: 'text/csv; charset=utf-8' }, Readable.from(lines))
}

async function send(res: Response, file: { fileName: string; mime: string }, bytes: Readable): Promise<void> {
  res.setHeader('content-type', file.mime)
  res.setHeader('content-disposition', contentDisposition('attachment', file.fileName))
  res.setHeader('content-security-policy', "default-src 'none'; sandbox")
  res.setHeader('cache-control', 'private, no-store')
  try {
    await pipeline(bytes, res)
  } catch (error) {
    // Whoever closed the connection is not there to be told.
    if (!res.destroyed) throw error
  }
}
