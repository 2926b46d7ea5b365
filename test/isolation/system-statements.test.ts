import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SYSTEM_REASONS } from '../../src/server/platform/db/system-db.ts'

const SERVER = 'src/server'

/** What ships, by path below src/server. */
const sources = readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/\.(test|itest)\.ts$/.test(path))
  .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(`${SERVER}/${path}`, 'utf8') }))

/**
 * Who may look across workspaces, and why. A new line here is a new place where a mistake shows one
 * customer's data to another: whoever adds it says in its review why a WorkspaceDb would not do.
 */
const USES = `
cli/audit-verify.ts: operator-cli
cli/doctor/channels.ts: operator-cli
cli/workspace-by-slug.ts: workspace-by-slug
modules/accounts/attempts.ts: attempts, attempts, housekeeping
modules/accounts/create-member.ts: operator-cli
modules/accounts/create-workspace.ts: operator-cli
modules/accounts/disable-user.ts: operator-cli
modules/accounts/me.ts: session, session
modules/accounts/memberships.ts: memberships-of-user
modules/accounts/sessions.ts: session, session, session, session, session, housekeeping
modules/accounts/sign-in.ts: sign-in
modules/accounts/sign-up.ts: sign-up
modules/attachments/unsent-uploads.ts: housekeeping
modules/channels/directory.ts: channel-directory
modules/inbound/purge.ts: housekeeping, housekeeping
modules/inbound/spill.ts: spilled-receipts
modules/inbound/unrouted.ts: unrouted-items
modules/outbound/outbox.repo.ts: claim-outbox, claim-outbox, claim-outbox, claim-outbox
platform/idempotency/calls.repo.ts: housekeeping
platform/jobs/runner.ts: claim-jobs
platform/lease.ts: housekeeping
platform/metrics.ts: metrics
platform/realtime/live-server.ts: event-heads
seed/perform/history.repo.ts: operator-cli, operator-cli, operator-cli, workspace-by-slug, operator-cli
`

/** Files that hold a pool themselves: past the guard, so each has its own test over its statements. */
const POOL_HOLDERS = `
cli/doctor/database.ts
compose.ts
modules/inbound/batch-state.ts
modules/inbound/parked-statuses.ts
modules/inbound/run-batch.ts
modules/inbound/spill-store.ts
platform/db/migrate.ts
platform/db/pools.ts
platform/db/system-db.ts
platform/db/workspace-db.ts
platform/metrics.ts
process.ts
`

/** A value from the driver, the type of a pool or connection, or one of the process's pools. */
const DRIVER = [
  /^import (?!type)[^;]*? from 'mysql2/m,
  /^import type \{[^}]*\bPool(?:Connection)?\b[^}]*\} from 'mysql2/m,
  /\bpools?\.(?:web|worker|spine)\b/,
]

const CALL = /systemDb(?:\.tx)?\(\s*(?:'([\w-]+)')?/g
const lines = (text: string) => text.trim().split('\n')

describe('code that looks across workspaces', () => {
  it('is known place by place, each with its reason', () => {
    const found = sources.flatMap(({ path, text }) => {
      const reasons = [...text.matchAll(CALL)].map(([, reason]) => reason ?? 'NOT A LITERAL')
      return reasons.length > 0 ? [`${path}: ${reasons.join(', ')}`] : []
    })
    expect(found.sort()).toEqual(lines(USES))
  })

  it('has no reason on its list that nobody uses', () => {
    const used = new Set([...USES.matchAll(/[\w-]+(?=,|$)/gm)].map(([reason]) => reason))
    expect(SYSTEM_REASONS.filter((reason) => !used.has(reason))).toEqual([])
  })
})

describe('the driver', () => {
  it('is reached past the guard from known files only', () => {
    const found = sources.filter(({ text }) => DRIVER.some((use) => use.test(text))).map(({ path }) => path)
    expect(found.sort()).toEqual(lines(POOL_HOLDERS))
  })

  it('never gets SQL that was glued together by Drizzle’s raw(), but for numbers of ours', () => {
    const glued = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/sql\.raw\(([^)]*)\)?/g)].map(([, argument]) => `${path}: ${argument ?? ''}`),
    )
    expect(glued.filter((use) => !/: String\((?:[A-Z_]+(?: \/ \d+)?|Math\.trunc\(\w+)$/.test(use))).toEqual(
      [],
    )
  })
})
