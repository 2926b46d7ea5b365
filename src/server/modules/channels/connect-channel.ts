import { and, eq } from 'drizzle-orm'
import type { ChannelDetail, ConnectChannel } from '../../../shared/contracts/channels.ts'
import { newId, type ChannelId, type WorkspaceId } from '../../../shared/ids.ts'
import { ChannelError, type AccountFacts, type ChannelAdapter } from '../../adapters/contract/index.ts'
import { randomToken } from '../../platform/crypto/index.ts'
import { duplicateKeyOf } from '../../platform/db/errors.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { channels, outboxLanes } from '../../schema/index.ts'
import { detail, type ChannelServices } from './channel-detail.ts'
import { sealSecret } from './credentials.ts'

/**
 * Connects an endpoint after the provider has accepted the credentials for it. A number that is live
 * elsewhere is refused without saying where. One that this workspace disconnected comes back as the
 * same channel, so that its threads go on.
 */
export async function connectChannel(
  services: ChannelServices,
  db: WorkspaceDb,
  input: ConnectChannel,
): Promise<ChannelDetail> {
  const adapter = services.adapters[input.kind] as unknown as ChannelAdapter
  const facts = await askProvider(adapter, input.credentials)
  const account = adapter.accountOf(input.credentials)
  const earlier = await earlierChannel(db, input.kind, account.externalAccountId)
  const channelId = earlier ?? newId('channel')
  const values = sealedValues(services, { input, account, facts, workspaceId: db.workspaceId, channelId })
  await db
    .tx(async (tx) => {
      if (earlier) await revive(tx, channelId, values)
      else
        await create(tx, channelId, {
          ...values,
          kind: input.kind,
          identityScope: facts.identityScope,
          sendGapMs: adapter.capabilities.sendGapMs,
        })
      tx.emit({ type: 'channel.connected', data: { channelId } })
    })
    .catch(refuseTakenNumber)
  services.directory.forget({ kind: input.kind, externalAccountId: account.externalAccountId, channelId })
  await subscribe(services, adapter, { db, channelId, credentials: input.credentials })
  return detail(services, db, { channelId, showSecrets: true })
}

interface Sealing {
  input: ConnectChannel
  account: { externalAccountId: string; externalParentId: string | null }
  facts: AccountFacts
  workspaceId: WorkspaceId
  channelId: ChannelId
}

function sealedValues(services: ChannelServices, { input, account, facts, ...at }: Sealing) {
  const verifyToken = input.credentials.verifyToken ?? randomToken(24)
  return {
    ...account,
    name: input.name,
    status: 'connected' as const,
    activeKey: 1,
    address: facts.address,
    credentials: sealSecret(
      services.keyring,
      { ...at, column: 'credentials' },
      JSON.stringify(input.credentials),
    ),
    verifyToken: sealSecret(services.keyring, { ...at, column: 'verify_token' }, verifyToken),
    health: { verifiedName: facts.verifiedName ?? undefined, quality: facts.quality ?? undefined },
    disconnectedAt: null,
  }
}

type SealedValues = ReturnType<typeof sealedValues>

async function revive(tx: WorkspaceTx, channelId: ChannelId, values: SealedValues): Promise<void> {
  await tx.orm
    .update(channels)
    .set(values)
    .where(own(tx, channels, eq(channels.id, channelId)))
}

async function create(
  tx: WorkspaceTx,
  channelId: ChannelId,
  values: SealedValues & { kind: ConnectChannel['kind']; identityScope: string; sendGapMs: number },
): Promise<void> {
  await tx.orm.insert(channels).values({ ...values, workspaceId: tx.workspaceId, id: channelId })
  const never = new Date(0)
  await tx.orm
    .insert(outboxLanes)
    .values({ workspaceId: tx.workspaceId, channelId, nextAt: never, leasedUntil: never, owner: '' })
}

/** The unique key over all workspaces has decided; whose number it is stays untold. */
function refuseTakenNumber(error: unknown): never {
  if (duplicateKeyOf(error) !== 'channels_live_account') throw error
  throw new AppError('CHANNEL_ALREADY_CONNECTED', 'this number is already connected to a workspace', {
    details: { fields: { 'credentials.phoneNumberId': 'already connected' } },
  })
}

async function askProvider(adapter: ChannelAdapter, credentials: unknown): Promise<AccountFacts> {
  const checks = await adapter.check(credentials as never)
  const failed = checks.filter((check) => check.state === 'failed')
  if (failed.length > 0) {
    const fields = Object.fromEntries(
      failed.map((check) => [`credentials.${check.field}`, check.reason ?? 'failed']),
    )
    throw new AppError('CHANNEL_CHECK_FAILED', 'the provider did not accept these credentials', {
      details: { fields },
    })
  }
  try {
    return await adapter.describe(credentials)
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    throw new AppError('CHANNEL_CHECK_FAILED', `the provider answered: ${error.error.title}`, {
      cause: error,
    })
  }
}

async function earlierChannel(
  db: WorkspaceDb,
  kind: ConnectChannel['kind'],
  externalAccountId: string,
): Promise<ChannelId | undefined> {
  const [row] = await db.orm
    .select({ id: channels.id })
    .from(channels)
    .where(own(db, channels, and(eq(channels.kind, kind), eq(channels.externalAccountId, externalAccountId))))
    .limit(1)
  return row?.id
}

/** A refused subscription is no reason to refuse the channel: health shows it, with the way out. */
async function subscribe(
  services: ChannelServices,
  adapter: ChannelAdapter,
  { db, channelId, credentials }: { db: WorkspaceDb; channelId: ChannelId; credentials: unknown },
): Promise<void> {
  try {
    await adapter.subscribe(credentials)
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    await services.health.report(db, channelId, {
      reason: error.reason === 'auth_expired' ? 'token_expired' : 'provider_error',
      at: services.now().toISOString(),
      detail: error.error.title,
    })
  }
}
