import {
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  tinyint,
  uniqueIndex,
  varchar,
  text,
} from 'drizzle-orm/mysql-core'
import type { ChannelHealth } from '../../shared/contracts/channels.ts'
import { CHANNEL_KINDS } from '../../shared/channels.ts'
import { createdAt, exact, id, jsonDoc, moment, updatedAt } from './columns.ts'

export const channels = mysqlTable(
  'channels',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('channel', 'id').notNull(),
    kind: mysqlEnum('kind', CHANNEL_KINDS).notNull(),
    name: varchar('name', { length: 120 }).notNull(),
    status: mysqlEnum('status', ['connected', 'needs_attention', 'disconnected']).notNull(),
    /** The provider's id of the endpoint: for WhatsApp Cloud the phone number id. */
    externalAccountId: exact('external_account_id', 64).notNull(),
    /** 1 while live, NULL once disconnected, so that a number can move to another workspace. */
    activeKey: tinyint('active_key'),
    /** The account above the endpoint: for WhatsApp Cloud the WABA. */
    externalParentId: exact('external_parent_id', 64),
    /** Where scoped identities (BSUID) are unique: portfolio or WABA. Frozen at connect. */
    identityScope: exact('identity_scope', 64).notNull(),
    address: varchar('address', { length: 64 }),
    credentials: text('credentials').notNull(),
    /** Sealed; NULL where Meta uses the platform's verify token. */
    verifyToken: text('verify_token'),
    health: jsonDoc<ChannelHealth>('health').notNull(),
    /** Least time between two sends on this channel. */
    sendGapMs: int('send_gap_ms').notNull(),
    /** Where deals made from this channel's conversations start; NULL for the first pipeline. */
    defaultPipelineId: id('pipeline', 'default_pipeline_id'),
    lastInboundAt: moment('last_inbound_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    disconnectedAt: moment('disconnected_at'),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    // The one unique key across workspaces: a provider's number is live in one place only.
    uniqueIndex('channels_live_account').on(t.kind, t.externalAccountId, t.activeKey),
    index('channels_created').on(t.workspaceId, t.createdAt),
  ],
)
