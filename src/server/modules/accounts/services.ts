import type { SystemDb } from '../../platform/db/system-db.ts'
import type { WorkspaceDbFactory } from '../../platform/db/workspace-db.ts'
import type { Logger } from '../../platform/log/index.ts'
import type { AccountsCaches } from './accounts-caches.ts'

export interface AccountsConfig {
  publicUrl: string
  sessionSecret: string
}

/** What the use cases of accounts need from the process they run in. */
export interface AccountsServices {
  config: AccountsConfig
  log: Logger
  now: () => Date
  systemDb: SystemDb
  workspaceDb: WorkspaceDbFactory
  accountsCaches: AccountsCaches
}

/** The browser or program at the other end of a request. */
export interface Client {
  /** As the trusted proxies tell it; never a header of the client's own making. */
  ip: string
  userAgent: string
  /** The session token it presented, valid or not. */
  token: string | null
}
