import { and, eq, type SQL } from 'drizzle-orm'
import type { ChannelKind } from '../../../shared/channels.ts'
import type { ChannelId, WorkspaceId } from '../../../shared/ids.ts'
import type { Adapters, ChannelAdapter } from '../../adapters/contract/index.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { SystemDb } from '../../platform/db/system-db.ts'
import { channels } from '../../schema/index.ts'
import { openSecret } from './credentials.ts'

/** A live channel as ingress and senders need it. Holds secrets: never leaves the server. */
export interface LiveChannel {
  workspaceId: WorkspaceId
  channelId: ChannelId
  kind: ChannelKind
  status: 'connected' | 'needs_attention' | 'disconnected'
  externalAccountId: string
  externalParentId: string | null
  identityScope: string
  replyWindowHours: number | null
  sendGapMs: number
  credentials: unknown
  signingSecret: string | null
  verifyToken: string | null
}

const KNOWN_FOR_MS = 5_000
const UNKNOWN_FOR_MS = 1_000
const CAPACITY = 10_000

/**
 * Which workspace a provider's endpoint belongs to. Asked for every webhook, so answers are kept in
 * memory for seconds; changes made by this process are seen at once.
 */
export class ChannelDirectory {
  private readonly cache = new Map<string, { found: LiveChannel | undefined; until: number }>()
  private readonly services: { systemDb: SystemDb; keyring: Keyring; adapters: Adapters }

  constructor(services: { systemDb: SystemDb; keyring: Keyring; adapters: Adapters }) {
    this.services = services
  }

  byAccount(kind: ChannelKind, externalAccountId: string): Promise<LiveChannel | undefined> {
    return this.cached(`${kind}|${externalAccountId}`, () =>
      this.load(
        and(
          eq(channels.kind, kind),
          eq(channels.externalAccountId, externalAccountId),
          eq(channels.activeKey, 1),
        ),
      ),
    )
  }

  byId(channelId: ChannelId): Promise<LiveChannel | undefined> {
    return this.cached(channelId, () => this.load(and(eq(channels.id, channelId), eq(channels.activeKey, 1))))
  }

  forget(channel: { kind: ChannelKind; externalAccountId: string; channelId: ChannelId }): void {
    this.cache.delete(`${channel.kind}|${channel.externalAccountId}`)
    this.cache.delete(channel.channelId)
  }

  private async cached(
    key: string,
    load: () => Promise<LiveChannel | undefined>,
  ): Promise<LiveChannel | undefined> {
    const now = performance.now()
    const known = this.cache.get(key)
    if (known && known.until > now) return known.found
    const found = await load()
    if (this.cache.size >= CAPACITY) this.cache.clear()
    this.cache.set(key, { found, until: now + (found ? KNOWN_FOR_MS : UNKNOWN_FOR_MS) })
    return found
  }

  private async load(where: SQL | undefined): Promise<LiveChannel | undefined> {
    const [row] = await this.services
      .systemDb('channel-directory')
      .select()
      .from(channels)
      .where(where)
      .limit(1)
    return row ? toLive(row, this.services) : undefined
  }
}

function toLive(
  row: typeof channels.$inferSelect,
  { keyring, adapters }: { keyring: Keyring; adapters: Adapters },
): LiveChannel {
  const at = { workspaceId: row.workspaceId, channelId: row.id }
  // The union of adapters is erased on purpose: each parses the credentials that it sealed.
  const adapter = adapters[row.kind] as ChannelAdapter
  const credentials: unknown = adapter.credentials.parse(
    JSON.parse(openSecret(keyring, { ...at, column: 'credentials' }, row.credentials)),
  )
  return {
    ...at,
    kind: row.kind,
    status: row.status,
    externalAccountId: row.externalAccountId,
    externalParentId: row.externalParentId,
    identityScope: row.identityScope,
    replyWindowHours: adapter.capabilities.replyWindowHours,
    sendGapMs: row.sendGapMs,
    credentials,
    signingSecret: adapter.signingSecretOf(credentials),
    verifyToken: row.verifyToken
      ? openSecret(keyring, { ...at, column: 'verify_token' }, row.verifyToken)
      : null,
  }
}
