import { isId, type ExportId, type ImportId, type WorkspaceId } from '../../../shared/ids.ts'
import { constantTimeEqual, hmacSha256 } from '../../platform/crypto/index.ts'
import { notFound } from '../../platform/errors.ts'
import type { AppServices } from '../services.ts'

/** Long enough to follow a link, too short to pass one round. */
const LIFETIME_MS = 5 * 60_000

type SigningServices = Pick<AppServices, 'config' | 'now'>

export interface SignedTransfer {
  workspaceId: WorkspaceId
  /** An export's file, or an import's failed rows. */
  id: ExportId | ImportId
}

/** An address that opens the file for five minutes to whoever holds it, for callers of the REST API. */
export function signTransferUrl(
  { config, now }: SigningServices,
  { workspaceId, id }: SignedTransfer,
): string {
  const claims = `${workspaceId}.${id}.${now().getTime() + LIFETIME_MS}`
  return `${config.publicUrl}/media/transfers/${claims}.${signatureOf(config.sessionSecret, claims)}`
}

/** @throws AppError NOT_FOUND for a token that is altered, over, or none of ours. */
export function readTransferToken({ config, now }: SigningServices, token: string): SignedTransfer {
  const cut = token.lastIndexOf('.')
  const claims = token.slice(0, Math.max(cut, 0))
  const isOurs = constantTimeEqual(token.slice(cut + 1), signatureOf(config.sessionSecret, claims))
  const [workspaceId, id, expiresAt] = claims.split('.')
  if (!isOurs || Number(expiresAt) <= now().getTime() || !isId('workspace', workspaceId))
    throw notFound('file')
  if (!isId('export', id) && !isId('import', id)) throw notFound('file')
  return { workspaceId, id }
}

/** A key of its own: a token of another kind never opens a list of people. */
function signatureOf(sessionSecret: string, claims: string): string {
  return hmacSha256(hmacSha256(sessionSecret, 'transfer-url'), claims).toString('base64url')
}
