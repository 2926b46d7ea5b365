import { asc, eq } from 'drizzle-orm'
import type { ChannelDto } from '../../../shared/contracts/channels.ts'
import type { ChannelId } from '../../../shared/ids.ts'
import { own, type Scope } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { channels } from '../../schema/index.ts'

export type ChannelRow = typeof channels.$inferSelect

export function list(scope: Scope): Promise<ChannelRow[]> {
  return scope.orm
    .select()
    .from(channels)
    .where(own(scope, channels))
    .orderBy(asc(channels.createdAt), asc(channels.id))
    .limit(200)
}

export async function find(scope: Scope, id: ChannelId): Promise<ChannelRow> {
  const [row] = await scope.orm
    .select()
    .from(channels)
    .where(own(scope, channels, eq(channels.id, id)))
  if (!row) throw notFound('channel')
  return row
}

/** For changes that depend on what the row says: locked until the transaction ends. */
export async function findLocked(scope: Scope, id: ChannelId): Promise<ChannelRow> {
  const [row] = await scope.orm
    .select()
    .from(channels)
    .where(own(scope, channels, eq(channels.id, id)))
    .for('update')
  if (!row) throw notFound('channel')
  return row
}

export function toDto(row: ChannelRow): ChannelDto {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    status: row.status,
    address: row.address,
    externalAccountId: row.externalAccountId,
    health: { ...row.health, lastWebhookAt: row.lastInboundAt?.toISOString() },
    defaultPipelineId: row.defaultPipelineId,
    createdAt: row.createdAt.toISOString(),
  }
}
