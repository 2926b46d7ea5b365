import { createWhatsAppCloudAdapter } from './adapters/whatsapp-cloud/index.ts'
import type { Adapters, ChannelAdapter } from './adapters/contract/index.ts'
import type { AppServices } from './api/services.ts'
import type { Config } from './config.ts'
import { startHousekeeping } from './housekeeping.ts'
import { AccountsCaches, authenticate, membershipOf, revokedAmong, sessionTokenOf } from './modules/accounts/index.ts'
import { fetchAttachment } from './modules/attachments/index.ts'
import { ChannelDirectory, ChannelHealthBoard } from './modules/channels/index.ts'
import { MARK_READ_JOB, tellProviderRead } from './modules/conversations/index.ts'
import { Intake, SpillDrain, type InboundChannel } from './modules/inbound/index.ts'
import { OutboxSender } from './modules/outbound/index.ts'
import { createKeyring } from './platform/crypto/index.ts'
import { createGuard } from './platform/db/guard/index.ts'
import { createPools, type Pools } from './platform/db/pools.ts'
import { createSystemDb } from './platform/db/system-db.ts'
import { createWorkspaceDbFactory } from './platform/db/workspace-db.ts'
import { isSameOrigin } from './platform/http/same-origin.ts'
import { JobRunner } from './platform/jobs/index.ts'
import { createKv } from './platform/kv/index.ts'
import { createLease } from './platform/lease.ts'
import type { Logger } from './platform/log/index.ts'
import { createSafeFetch } from './platform/net/index.ts'
import { LiveServer } from './platform/realtime/index.ts'
import { createStorage } from './platform/storage/index.ts'
import type { ChannelId, WorkspaceId } from '../shared/ids.ts'
import type { StoredEvent } from '../shared/events.ts'
import { workspaceTableNames } from './schema/tables.ts'

const WAKE_CHANNEL = 'crm.events'

/** The product put together, not yet running. */
export interface Composed {
  services: AppServices
  pools: Pools
  intake: Intake
  drain: SpillDrain
  live: LiveServer
  sender: OutboxSender
  jobs: JobRunner
  health: ChannelHealthBoard
  directory: ChannelDirectory
  /** Starts the background work of this process's roles. */
  start(): void
  /** Ends it: nothing new is taken, what is under way is finished. */
  stop(): Promise<void>
}

/** The only place that knows every part. */
export function compose(config: Config, log: Logger): Composed {
  const now = () => new Date()
  const pools = createPools(config.databaseUrl)
  const systemDb = createSystemDb(pools.worker)
  const committed = (workspaceId: WorkspaceId, events: StoredEvent[]) => live.committed(workspaceId, events)
  const guard = createGuard({ workspaceTables: workspaceTableNames() })
  const workspaceDb = createWorkspaceDbFactory({ pool: pools.web, guard, onCommit: committed })
  const backgroundDb = createWorkspaceDbFactory({ pool: pools.worker, guard, onCommit: committed })
  const kv = createKv({ redisUrl: config.redisUrl, log })
  const storage = createStorage(config.storageDir)
  const keyring = createKeyring(config.dataEncryptionKey)
  const adapters = createAdapters(config, log)
  const directory = new ChannelDirectory({ systemDb, keyring, adapters })
  const health = new ChannelHealthBoard({ workspaceDb: backgroundDb, log, directory })

  const intake = new Intake(
    {
      pool: pools.spine,
      inboundMediaMaxBytes: adapters.whatsapp_cloud.capabilities.inboundMediaMaxBytes,
      now,
      workspaceDb: backgroundDb,
      normalise: (kind, item, channel) => adapters[kind].normalise(item, channel),
      log,
      onCommit: ({ workspaceId, events }) => {
        committed(workspaceId, events)
        if (events.length > 0) jobs.wake()
      },
      onChannelFacts: (item) => {
        health.sawInbound(item.channel.workspaceId, item.channel.channelId, item.receivedAt)
        for (const fact of item.plain) {
          if (fact.kind !== 'channel_problem') continue
          const { reason, code, title: detail } = fact
          void health
            .report(backgroundDb(item.channel.workspaceId), item.channel.channelId, {
              reason,
              code,
              detail,
              at: item.receivedAt.toISOString(),
            })
            .catch((error: unknown) => log.warn({ evt: 'channel.health_not_written', err: error }))
        }
      },
    },
    { has: (channelId: string) => drain.channels.has(channelId) },
  )
  const channelOf = (channelId: ChannelId): Promise<InboundChannel | undefined> => directory.byId(channelId)
  const drain = new SpillDrain({
    systemDb,
    workspaceDb: backgroundDb,
    intake: () => intake,
    channelOf,
    lease: createLease(systemDb, 'inbound.drain', 3),
    log,
  })
  const sender = new OutboxSender({
    systemDb,
    workspaceDb: backgroundDb,
    directory,
    adapters,
    storage,
    health,
    log,
    now,
    holdMs: config.sendHoldMs,
  })
  const jobs = new JobRunner(
    { systemDb, workspaceDb: backgroundDb, log },
    {
      'attachments.fetch': (db, payload) => fetchAttachment({ adapters, directory, storage }, db, payload),
      [MARK_READ_JOB]: (db, payload) => tellProviderRead({ adapters, directory }, db, payload),
    },
  )
  const services: AppServices = {
    config,
    log,
    now,
    systemDb,
    workspaceDb,
    accountsCaches: new AccountsCaches(),
    kv,
    storage,
    adapters,
    channels: {
      adapters,
      keyring,
      directory,
      health,
      publicUrl: config.publicUrl,
      platformVerifyToken: config.meta.verifyToken,
      now,
    },
    sending: { adapters, now, wakeSender: () => sender.wake() },
    reading: { adapters, directory, wakeJobs: () => jobs.wake() },
    replaying: { intake, channelOf },
  }
  const live = createLive(services)
  const unsubscribe = kv.subscribe(WAKE_CHANNEL, (message) => {
    const [workspaceId = '', seq = ''] = message.split(' ')
    live.woken(workspaceId as WorkspaceId, Number(seq))
  })
  const housekeepingLease = createLease(systemDb, 'housekeeping', 60)
  let housekeeping: { stop(): Promise<void> } | undefined

  return {
    services,
    pools,
    intake,
    drain,
    live,
    sender,
    jobs,
    health,
    directory,
    start: () => {
      health.start()
      drain.start()
      if (!config.roles.includes('worker')) return
      sender.start()
      jobs.start()
      housekeeping = startHousekeeping(services, housekeepingLease)
    },
    stop: async () => {
      await Promise.all([sender.stop(), jobs.stop(), drain.stop(), housekeeping?.stop()])
      await health.stop()
      unsubscribe()
      await kv.close()
      await pools.close()
    },
  }
}

function createAdapters(config: Config, log: Logger): Adapters {
  const fetch = createSafeFetch({
    allowCidrs: config.safeFetchAllowCidrs,
    userAgent: 'crm-pro/4',
  })
  const { graphUrl, graphVersion } = config.meta
  return {
    whatsapp_cloud: createWhatsAppCloudAdapter({ graphUrl, graphVersion, fetch, log }) as unknown as ChannelAdapter<never>,
  }
}

function createLive(services: AppServices): LiveServer {
  const { config } = services
  return new LiveServer({
    systemDb: services.systemDb,
    workspaceDb: services.workspaceDb,
    log: services.log,
    identify: async ({ workspaceId, ...headers }) => {
      if (headers.origin !== undefined && !isSameOrigin(headers, config.publicUrl)) return null
      const identity = await authenticate(services, sessionTokenOf(headers.cookie, config.publicUrl))
      if (!identity) return null
      const membership = await membershipOf(services, identity.user.id, workspaceId)
      if (!membership) return null
      return { ...membership, sessionId: identity.session.id }
    },
    ended: async (identities) => new Set((await revokedAmong(services, identities)).map((one) => one.sessionId)),
    wakeOthers: (workspaceId, seq) => services.kv.publish(WAKE_CHANNEL, `${workspaceId} ${seq}`),
  })
}
