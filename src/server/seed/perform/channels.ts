import type { ChannelDto, WhatsAppCloudCredentials } from '../../../shared/contracts/channels.ts'
import { connectChannel, listChannels } from '../../modules/channels/index.ts'
import type { InboundChannel } from '../../modules/inbound/index.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import type { DemoWorkspace } from '../people.ts'
import type { ChannelKey } from '../plan/lines.ts'
import type { SeedServices } from './stage.ts'

/** Credentials of numbers that the provider knows. */
export type DemoNumbers = Readonly<Record<ChannelKey, WhatsAppCloudCredentials>>

/**
 * Connects the workspace's numbers as its admin would. One that was connected before is left as it is,
 * connected or not.
 * @returns the channels that are live.
 */
export async function ensureChannels(
  seed: SeedServices,
  db: WorkspaceDb,
  { demo, numbers }: { demo: DemoWorkspace; numbers: DemoNumbers },
): Promise<ReadonlyMap<ChannelKey, InboundChannel>> {
  const { items: before } = await listChannels(db)
  const live = new Map<ChannelKey, InboundChannel>()
  for (const { key, name } of demo.channels) {
    const credentials = numbers[key]
    const known = before.find((channel) => channel.externalAccountId === credentials.phoneNumberId)
    const channel = known ?? (await connect(seed, db, { name, credentials }))
    if (channel.status === 'disconnected') continue
    const found = await seed.directory.byId(channel.id)
    if (found) live.set(key, found)
  }
  return live
}

function connect(
  { services }: SeedServices,
  db: WorkspaceDb,
  input: { name: string; credentials: WhatsAppCloudCredentials },
): Promise<ChannelDto> {
  return connectChannel(services.channels, db, { kind: 'whatsapp_cloud', ...input })
}
