import type { AppServices } from './api/services.ts'
import { removeDeadSessions, removeLapsedAttempts } from './modules/accounts/index.ts'
import { removeUnsentUploads } from './modules/attachments/index.ts'
import { purgeInbound } from './modules/inbound/index.ts'
import { removeOldIdempotentCalls } from './platform/idempotency/index.ts'
import type { Lease } from './platform/lease.ts'

const EVERY_MS = 30_000
const HOUR_MS = 3_600_000

/** Clears away what is over, in one process at a time. Nothing depends on when it runs. */
export function startHousekeeping(services: AppServices, lease: Lease): { stop(): Promise<void> } {
  const turn = async () => {
    if (!(await lease.hold())) return
    await removeDeadSessions(services)
    await removeLapsedAttempts(services)
    await purgeInbound(services)
    await removeUnsentUploads(services)
    await removeOldIdempotentCalls(services)
    await services.storage.removeAbandoned(HOUR_MS)
  }
  let running = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(turn).catch((error: unknown) => {
      services.log.warn({ evt: 'housekeeping.failed', err: error })
    })
  }, EVERY_MS)
  return {
    stop: async () => {
      clearInterval(timer)
      await running
      await lease.release().catch(() => undefined)
    },
  }
}
