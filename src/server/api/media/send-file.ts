import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import { findStoredFile, type StoredFile } from '../../modules/media/index.ts'
import { notFound } from '../../platform/errors.ts'
import type { AppServices } from '../services.ts'
import { rangeOf } from './byte-range.ts'
import { contentDisposition } from './file-name.ts'
import { isInlineSafe } from './media-type.ts'
import type { SignedFile } from './signed-url.ts'

interface SendOptions {
  cacheControl: string
  /** Whether pages of other sites may embed it. */
  isEmbeddable: boolean
}

/**
 * Answers with a file or the part asked for. Whatever the bytes hold, they can't act as a page of
 * ours: foreign types are only ever saved, and the policy forbids everything.
 */
export async function sendFile(
  services: AppServices,
  { req, res }: { req: Request; res: Response },
  { key, options }: { key: SignedFile; options: SendOptions },
): Promise<void> {
  const file = await findStoredFile(services.workspaceDb(key.workspaceId), key.attachmentId)
  const size = file && (await services.storage.size(key))
  if (!file || size === undefined) throw notFound('file')
  const etag = file.sha256 === null ? undefined : `"${file.sha256}"`
  setHeaders({ req, res }, { file, options, etag })
  if (etag !== undefined && isFresh(req, etag)) return void res.status(304).end()
  const range = isRangeStale(req, etag) ? 'whole' : rangeOf(req.get('range'), size)
  if (range === 'unsatisfiable')
    return void res.status(416).setHeader('content-range', `bytes */${size}`).end()
  const part = range === 'whole' ? { start: 0, end: size - 1 } : range
  if (range !== 'whole') res.status(206).setHeader('content-range', `bytes ${part.start}-${part.end}/${size}`)
  res.setHeader('content-length', part.end - part.start + 1)
  if (req.method === 'HEAD') return void res.end()
  const bytes = await services.storage.open(key, part)
  if (!bytes) throw notFound('file')
  await stream(bytes, res)
}

function setHeaders(
  { req, res }: { req: Request; res: Response },
  { file, options, etag }: { file: StoredFile; options: SendOptions; etag: string | undefined },
): void {
  const isInline = isInlineSafe(file.mime) && req.query['download'] !== '1'
  res.setHeader('content-type', file.mime)
  res.setHeader('content-disposition', contentDisposition(isInline ? 'inline' : 'attachment', file.fileName))
  res.setHeader('content-security-policy', "default-src 'none'; sandbox")
  res.setHeader('cache-control', options.cacheControl)
  res.setHeader('accept-ranges', 'bytes')
  if (options.isEmbeddable) res.setHeader('cross-origin-resource-policy', 'cross-origin')
  if (etag !== undefined) res.setHeader('etag', etag)
}

function isFresh(req: Request, etag: string): boolean {
  const known = req.get('if-none-match')
  return known !== undefined && (known === '*' || known.includes(etag))
}

/** If-Range: the part is wanted only of the very file that the caller began with. */
function isRangeStale(req: Request, etag: string | undefined): boolean {
  const began = req.get('if-range')
  return began !== undefined && began !== etag
}

async function stream(bytes: Readable, res: Response): Promise<void> {
  try {
    await pipeline(bytes, res)
  } catch (error) {
    // A player that has enough of a film closes the connection; nobody is left to be told.
    if (!res.destroyed) throw error
  }
}
