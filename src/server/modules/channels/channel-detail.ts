import type { ChannelDetail } from '../../../shared/contracts/channels.ts'
import type { ChannelId } from '../../../shared/ids.ts'
import type { Adapters, ChannelAdapter } from '../../adapters/contract/index.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import type { ChannelHealthBoard } from './health.ts'
import * as repo from './channels.repo.ts'
import { openSecret } from './credentials.ts'
import type { ChannelDirectory } from './directory.ts'

export interface ChannelServices {
  adapters: Adapters
  keyring: Keyring
  directory: ChannelDirectory
  health: ChannelHealthBoard
  publicUrl: string
  /** The verify token of the platform's own app, where one is configured. */
  platformVerifyToken: string | undefined
  now: () => Date
}

/** A channel with what is needed to point the provider's webhooks at it. */
export async function detail(
  services: ChannelServices,
  db: WorkspaceDb,
  { channelId, showSecrets }: { channelId: ChannelId; showSecrets: boolean },
): Promise<ChannelDetail> {
  const row = await repo.find(db, channelId)
  const at = { workspaceId: db.workspaceId, channelId }
  const adapter = services.adapters[row.kind] as unknown as ChannelAdapter
  const credentials: unknown = JSON.parse(
    openSecret(services.keyring, { ...at, column: 'credentials' }, row.credentials),
  )
  const ownApp = adapter.signingSecretOf(credentials) !== null
  const verifyToken = row.verifyToken
    ? openSecret(services.keyring, { ...at, column: 'verify_token' }, row.verifyToken)
    : null
  return {
    ...repo.toDto(row),
    webhookUrl: `${services.publicUrl}/webhooks/meta${ownApp ? `/${row.id}` : ''}`,
    verifyToken: showSecrets ? (ownApp ? verifyToken : (services.platformVerifyToken ?? verifyToken)) : null,
    hasOwnApp: ownApp,
    lastInboundAt: row.lastInboundAt?.toISOString() ?? null,
  }
}
