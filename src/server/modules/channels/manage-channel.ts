import { eq } from 'drizzle-orm'
import type {
  ChannelDetail,
  ChannelDto,
  CredentialCheck,
  TestChannel,
  UpdateChannel,
} from '../../../shared/contracts/channels.ts'
import type { Actor } from '../../../shared/actor.ts'
import type { ChannelId } from '../../../shared/ids.ts'
import { ChannelError, type ChannelAdapter } from '../../adapters/contract/index.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { channels } from '../../schema/index.ts'
import { findPipeline } from '../pipelines/index.ts'
import { detail, type ChannelServices } from './channel-detail.ts'
import * as repo from './channels.repo.ts'

export async function listChannels(db: WorkspaceDb): Promise<{ items: ChannelDto[] }> {
  return { items: (await repo.list(db)).map(repo.toDto) }
}

/** Each given field, checked with the provider; nothing is stored. */
export async function testChannel(
  services: ChannelServices,
  input: TestChannel,
): Promise<{ checks: CredentialCheck[] }> {
  const adapter = services.adapters[input.kind] as unknown as ChannelAdapter
  return { checks: await adapter.check(input.credentials) }
}

export async function renameChannel(
  db: WorkspaceDb,
  { id, name }: { id: ChannelId; name: string },
): Promise<ChannelDto> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, id)
    await tx.orm
      .update(channels)
      .set({ name })
      .where(own(tx, channels, eq(channels.id, id)))
    tx.emit({ type: 'channel.changed', data: { channelId: id, status: row.status } })
    return repo.toDto({ ...row, name })
  })
}

/** Where deals from its conversations start. */
export async function updateChannel(
  db: WorkspaceDb,
  { id, defaultPipelineId }: UpdateChannel,
  actor: Actor,
): Promise<ChannelDto> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, id)
    if (defaultPipelineId) await findPipeline(tx, defaultPipelineId)
    if (row.defaultPipelineId === defaultPipelineId) return repo.toDto(row)
    await tx.orm
      .update(channels)
      .set({ defaultPipelineId })
      .where(own(tx, channels, eq(channels.id, id)))
    tx.audit({
      actor,
      action: 'channel.updated',
      entity: 'channel',
      recordId: id,
      before: { defaultPipelineId: row.defaultPipelineId },
      after: { defaultPipelineId },
    })
    tx.emit({ type: 'channel.changed', data: { channelId: id, status: row.status } })
    return repo.toDto({ ...row, defaultPipelineId })
  })
}

/** Asks the provider how the channel is. A good answer sets a channel that needed attention going again. */
export async function checkChannelHealth(
  services: ChannelServices,
  db: WorkspaceDb,
  id: ChannelId,
): Promise<ChannelDetail> {
  const row = await repo.find(db, id)
  if (row.status === 'disconnected') throw new AppError('CHANNEL_NOT_CONNECTED', 'connect the channel first')
  const live = await services.directory.byId(id)
  if (!live) throw new AppError('CHANNEL_NOT_CONNECTED', 'connect the channel first')
  const adapter = services.adapters[row.kind] as unknown as ChannelAdapter
  try {
    const facts = await adapter.describe(live.credentials)
    await services.health.recovered(db, id, {
      verifiedName: facts.verifiedName ?? undefined,
      quality: facts.quality ?? undefined,
    })
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    await services.health.report(db, id, {
      reason: healthReason(error),
      at: services.now().toISOString(),
      code: typeof error.error.code === 'number' ? error.error.code : undefined,
      detail: error.error.title,
    })
  }
  return detail(services, db, { channelId: id, showSecrets: true })
}

/** What a failed call says of the channel as a whole. */
export function healthReason(error: ChannelError) {
  if (error.reason === 'auth_expired') return 'token_expired' as const
  if (error.reason === 'channel_blocked') return 'account_blocked' as const
  if (error.reason === 'rate_limited') return 'rate_limited' as const
  return 'provider_error' as const
}

/** Stops receiving and sending; history stays, and the number is free to be connected elsewhere. */
export async function disconnectChannel(
  services: ChannelServices,
  db: WorkspaceDb,
  id: ChannelId,
): Promise<ChannelDto> {
  return db.tx(async (tx) => {
    const row = await repo.findLocked(tx, id)
    if (row.status === 'disconnected') return repo.toDto(row)
    const changed = { status: 'disconnected' as const, activeKey: null, disconnectedAt: services.now() }
    await tx.orm
      .update(channels)
      .set(changed)
      .where(own(tx, channels, eq(channels.id, id)))
    tx.emit({ type: 'channel.disconnected', data: { channelId: id } })
    tx.afterCommit(() => services.directory.forget({ ...row, channelId: id }))
    return repo.toDto({ ...row, ...changed })
  })
}
