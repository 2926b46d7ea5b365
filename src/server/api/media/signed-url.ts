import { isId, type AttachmentId, type WorkspaceId } from '../../../shared/ids.ts'
import { constantTimeEqual, hmacSha256 } from '../../platform/crypto/index.ts'
import { notFound } from '../../platform/errors.ts'
import type { AppServices } from '../services.ts'

/** Long enough to follow a link, too short to pass one round. */
const LIFETIME_MS = 5 * 60_000

type SigningServices = Pick<AppServices, 'config' | 'now'>

export interface SignedFile {
  workspaceId: WorkspaceId
  attachmentId: AttachmentId
}

/** An address that opens one file for five minutes to whoever holds it, for callers of the REST API. */
export function signMediaUrl({ config, now }: SigningServices, file: SignedFile): string {
  const expiresAt = now().getTime() + LIFETIME_MS
  const claims = `${file.workspaceId}.${file.attachmentId}.${expiresAt}`
  return `${config.publicUrl}/media/signed/${claims}.${signatureOf(config.sessionSecret, claims)}`
}

/** @throws AppError NOT_FOUND for a token that is altered, over, or none of ours. */
export function readSignedToken({ config, now }: SigningServices, token: string): SignedFile {
  const cut = token.lastIndexOf('.')
  const claims = token.slice(0, Math.max(cut, 0))
  const isOurs = constantTimeEqual(token.slice(cut + 1), signatureOf(config.sessionSecret, claims))
  const [workspaceId, attachmentId, expiresAt] = claims.split('.')
  if (!isOurs || Number(expiresAt) <= now().getTime()) throw notFound('file')
  if (!isId('workspace', workspaceId) || !isId('attachment', attachmentId)) throw notFound('file')
  return { workspaceId, attachmentId }
}

/** The secret signs nothing itself: a key of its own keeps these tokens from serving elsewhere. */
function signatureOf(sessionSecret: string, claims: string): string {
  return hmacSha256(hmacSha256(sessionSecret, 'media-url'), claims).toString('base64url')
}
