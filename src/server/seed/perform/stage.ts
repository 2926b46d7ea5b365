import { createHash } from 'node:crypto'
import type { AppServices } from '../../api/services.ts'
import type { ConversationId, ThreadId, UserId } from '../../../shared/ids.ts'
import type { InboundChannel, Intake } from '../../modules/inbound/index.ts'
import type { ChannelDirectory } from '../../modules/channels/index.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import type { ChannelKey, PersonKey } from '../plan/lines.ts'

/** The parts of the product that the demo is made with; nothing of them is running. */
export interface SeedServices {
  services: AppServices
  intake: Intake
  directory: ChannelDirectory
}

/** Where a thread stands: the conversation that its next line belongs to. */
export interface Place {
  threadId: ThreadId
  conversationId: ConversationId
}

/** One workspace, ready to be filled. */
export interface Stage extends SeedServices {
  slug: string
  db: WorkspaceDb
  /** Members of this workspace. */
  people: ReadonlyMap<PersonKey, UserId>
  channels: ReadonlyMap<ChannelKey, InboundChannel>
  /** By key of the story. */
  places: Map<string, Place>
}

export function personOf(stage: Stage, key: PersonKey): UserId {
  const id = stage.people.get(key)
  if (!id) throw new Error(`${key} is no member of ${stage.slug}`)
  return id
}

/** @throws Error for a channel that is disconnected: its lines were written before. */
export function channelOf(stage: Stage, key: ChannelKey): InboundChannel {
  const channel = stage.channels.get(key)
  if (!channel) throw new Error(`the channel ${key} of ${stage.slug} is not connected`)
  return channel
}

/** The provider's name for a line: the same in every run, so that no run writes a line twice. */
export function wamidOf(slug: string, lineKey: string): string {
  return `wamid.${digestOf(slug, lineKey).toString('base64')}`
}

/** The token that a browser would have made for it. */
export function clientTokenOf(slug: string, lineKey: string): string {
  return digestOf(slug, lineKey).toString('base64url').slice(0, 40)
}

export function digestOf(slug: string, name: string): Buffer {
  return createHash('sha256').update(`demo|${slug}|${name}`).digest()
}
