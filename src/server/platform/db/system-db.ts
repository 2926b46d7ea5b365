import { drizzle, type MySql2Database } from 'drizzle-orm/mysql2'
import type { Pool } from 'mysql2/promise'
import { withRetry } from './retry.ts'

/**
 * Why code may look across workspaces. Everything else gets a WorkspaceDb; a new reason is added
 * here on purpose and shows up in the test that lists them.
 */
export const SYSTEM_REASONS = [
  'sign-in',
  'sign-up',
  'session',
  'memberships-of-user',
  'attempts',
  'workspace-by-slug',
  'channel-directory',
  'unrouted-items',
  'claim-jobs',
  'claim-outbox',
  'spilled-receipts',
  'housekeeping',
  'metrics',
  'event-heads',
  'operator-cli',
] as const

export type SystemReason = (typeof SYSTEM_REASONS)[number]
export type SystemOrm = MySql2Database
export type SystemTx = Parameters<Parameters<SystemOrm['transaction']>[0]>[0]

export interface SystemDb {
  (reason: SystemReason): SystemOrm
  tx<T>(reason: SystemReason, work: (tx: SystemTx) => Promise<T>): Promise<T>
}

export function createSystemDb(pool: Pool): SystemDb {
  const orm = drizzle({ client: pool as never }) as SystemOrm
  // One handle serves every reason: the reason is for the reader and the test, not for the engine.
  const use = (_reason: SystemReason) => orm
  return Object.assign(use, {
    tx: <T>(_reason: SystemReason, work: (tx: SystemTx) => Promise<T>) =>
      withRetry(() => orm.transaction(work)),
  })
}
