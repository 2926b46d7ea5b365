import { createWhatsAppCloudAdapter } from './adapters/whatsapp-cloud/index.ts'
import type { Adapters, ChannelAdapter } from './adapters/contract/index.ts'
import type { AppServices } from './api/services.ts'
import type { Config } from './config.ts'
import { startHousekeeping } from './housekeeping.ts'
import {
  AccountsCaches,
  authenticate,
  membershipOf,
  revokedAmong,
  sessionTokenOf,
} from './modules/accounts/index.ts'
import { fetchAttachment } from './modules/attachments/index.ts'
import { ChannelDirectory, ChannelHealthBoard } from './modules/channels/index.ts'
import { MARK_READ_JOB, tellProviderRead } from './modules/conversations/index.ts'
import { EXPORT_JOB, REMOVE_EXPORT_JOB, removeExport, writeExport } from './modules/exports/index.ts'
import { IMPORT_JOB, REMOVE_IMPORT_JOB, removeImportData, workOnImport } from './modules/imports/index.ts'
import { Intake, SpillDrain, type IntakeServices } from './modules/inbound/index.ts'
import { OutboxSender } from './modules/outbound/index.ts'
import {
  enqueueLetters,
  MAIL_REMINDER_JOB,
  mailReminder,
  remind,
  REMINDER_JOB,
} from './modules/tasks/index.ts'
import { LOOKUPS_JOB, rebuildLookups } from './modules/fields/index.ts'
import { createKeyring } from './platform/crypto/index.ts'
import { createGuard } from './platform/db/guard/index.ts'
import { createPools, type Pools } from './platform/db/pools.ts'
import { createSystemDb } from './platform/db/system-db.ts'
import { createWorkspaceDbFactory } from './platform/db/workspace-db.ts'
import { isSameOrigin } from './platform/http/same-origin.ts'
import { JobRunner, type Handlers } from './platform/jobs/index.ts'
import { createKv } from './platform/kv/index.ts'
import { createLease } from './platform/lease.ts'
import type { Logger } from './platform/log/index.ts'
import { createMailer } from './platform/mail/index.ts'
import { createSafeFetch } from './platform/net/index.ts'
import { LiveServer } from './platform/realtime/index.ts'
import { createStorage } from './platform/storage/index.ts'
import type { WorkspaceId } from '../shared/ids.ts'
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
  const base = createBase(config, log)
  const work = createWork(base)
  const services = createServices(base, work)
  const live = createLive(services)
  base.commits.listener = (workspaceId, events) => live.committed(workspaceId, events)
  const unsubscribe = base.kv.subscribe(WAKE_CHANNEL, (message) => {
    const [workspaceId = '', seq = ''] = message.split(' ')
    live.woken(workspaceId as WorkspaceId, Number(seq))
  })
  const running = runBackground(base, work, services)
  return {
    services,
    live,
    pools: base.pools,
    directory: base.directory,
    health: base.health,
    ...work,
    start: running.start,
    stop: async () => {
      try {
        await running.stop()
      } finally {
        unsubscribe()
        base.mailer?.close()
        await base.kv.close()
        await base.pools.close()
      }
    },
  }
}

type Base = ReturnType<typeof createBase>
type Work = ReturnType<typeof createWork>

/** What everything stands on. */
function createBase(config: Config, log: Logger) {
  const pools = createPools(config.databaseUrl)
  const systemDb = createSystemDb(pools.worker)
  const commits = new CommitRelay()
  const guard = createGuard({ workspaceTables: workspaceTableNames() })
  const handles = (pool: Pools['web']) =>
    createWorkspaceDbFactory({
      pool,
      guard,
      onCommit: (workspaceId, events) => commits.tell(workspaceId, events),
    })
  const backgroundDb = handles(pools.worker)
  const keyring = createKeyring(config.dataEncryptionKey)
  const adapters = createAdapters(config, log)
  const directory = new ChannelDirectory({ systemDb, keyring, adapters })
  return {
    config,
    log,
    now: () => new Date(),
    pools,
    systemDb,
    commits,
    workspaceDb: handles(pools.web),
    backgroundDb,
    mailer: config.smtpUrl ? createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom }) : undefined,
    kv: createKv({ redisUrl: config.redisUrl, log }),
    storage: createStorage(config.storageDir),
    keyring,
    adapters,
    directory,
    health: new ChannelHealthBoard({ workspaceDb: backgroundDb, log, directory }),
  }
}

/** Tells the live feed of commits; it is made last, and hears everything from then on. */
class CommitRelay {
  listener: ((workspaceId: WorkspaceId, events: StoredEvent[]) => void) | undefined

  tell(workspaceId: WorkspaceId, events: StoredEvent[]): void {
    this.listener?.(workspaceId, events)
  }
}

/** What each kind of job does. */
function jobHandlers({ config, adapters, directory, storage, mailer }: Base): Handlers {
  return {
    single: {
      'attachments.fetch': (db, payload) => fetchAttachment({ adapters, directory, storage }, db, payload),
      [MARK_READ_JOB]: (db, payload) => tellProviderRead({ adapters, directory }, db, payload),
      [LOOKUPS_JOB]: rebuildLookups,
      [REMOVE_IMPORT_JOB]: (db, payload) => removeImportData({ storage }, db, payload),
      [REMOVE_EXPORT_JOB]: (db, payload) => removeExport({ storage }, db, payload),
      ...(mailer && {
        [MAIL_REMINDER_JOB]: (db, payload) =>
          mailReminder({ mailer, publicUrl: config.publicUrl }, db, payload),
      }),
    },
    long: {
      [IMPORT_JOB]: (db, work) => workOnImport({ storage }, db, work),
      [EXPORT_JOB]: (db, work) => writeExport({ storage }, db, work),
    },
    batch: {
      [REMINDER_JOB]: async (tx, due) => {
        const told = await remind(tx, due)
        if (mailer) await enqueueLetters(tx, told)
      },
    },
  }
}

/** What receives, sends and works through jobs. */
function createWork(base: Base) {
  const { config, log, now, systemDb, backgroundDb: workspaceDb, adapters, directory, storage, health } = base
  const jobs = new JobRunner({ systemDb, workspaceDb, log }, jobHandlers(base))
  const spilled = { has: (channelId: string): boolean => drain.channels.has(channelId) }
  const intake = new Intake(intakeServices(base, jobs), spilled)
  const drain = new SpillDrain({
    systemDb,
    workspaceDb,
    intake: () => intake,
    channelOf: (channelId) => directory.byId(channelId),
    lease: createLease(systemDb, 'inbound.drain', 3),
    log,
  })
  const holdMs = config.sendHoldMs
  const sender = new OutboxSender({
    systemDb,
    workspaceDb,
    directory,
    adapters,
    storage,
    health,
    log,
    now,
    holdMs,
  })
  return { intake, drain, sender, jobs }
}

function intakeServices(base: Base, jobs: JobRunner): IntakeServices {
  const { adapters, health, commits } = base
  return {
    pool: base.pools.spine,
    inboundMediaMaxBytes: adapters.whatsapp_cloud.capabilities.inboundMediaMaxBytes,
    now: base.now,
    workspaceDb: base.backgroundDb,
    normalise: (kind, item, channel) => adapters[kind].normalise(item, channel),
    log: base.log,
    onCommit: ({ workspaceId, events, hasJobs }) => {
      if (events.length > 0) commits.tell(workspaceId, events)
      if (hasJobs) jobs.wake()
    },
    onChannelFacts: ({ channel, plain, receivedAt }) => {
      health.sawInbound(channel.workspaceId, channel.channelId, receivedAt)
      for (const fact of plain) {
        if (fact.kind !== 'channel_problem') continue
        const { reason, code, title: detail } = fact
        health.note(channel.workspaceId, channel.channelId, {
          reason,
          code,
          detail,
          at: receivedAt.toISOString(),
        })
      }
    },
  }
}

function createServices(base: Base, { intake, sender, jobs }: Work): AppServices {
  const { config, log, now, systemDb, workspaceDb, kv, storage, adapters, keyring, directory, health } = base
  return {
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
    replaying: { intake, channelOf: (channelId) => directory.byId(channelId) },
  }
}

/** The loops of this process's roles. */
function runBackground(
  { config, systemDb, health }: Base,
  { drain, sender, jobs }: Work,
  services: AppServices,
) {
  const lease = createLease(systemDb, 'housekeeping', 60)
  let housekeeping: { stop(): Promise<void> } | undefined
  return {
    start: () => {
      health.start()
      drain.start()
      if (!config.roles.includes('worker')) return
      sender.start()
      jobs.start()
      housekeeping = startHousekeeping(services, lease)
    },
    stop: async () => {
      await Promise.all([sender.stop(), jobs.stop(), drain.stop(), housekeeping?.stop()])
      await health.stop()
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
    whatsapp_cloud: createWhatsAppCloudAdapter({
      graphUrl,
      graphVersion,
      fetch,
      log,
    }) as unknown as ChannelAdapter<never>,
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
    ended: async (identities) => new Set(await revokedAmong(services, identities)),
    wakeOthers: (workspaceId, seq) => services.kv.publish(WAKE_CHANNEL, `${workspaceId} ${seq}`),
  })
}
