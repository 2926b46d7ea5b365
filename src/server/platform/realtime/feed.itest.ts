import type { Pool } from 'mysql2/promise'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabaseUrl } from '../../../../test/harness/database.ts'
import type { StoredEvent } from '../../../shared/events.ts'
import { newId, type WorkspaceId } from '../../../shared/ids.ts'
import { workspaceCounters } from '../../schema/index.ts'
import { workspaceTableNames } from '../../schema/tables.ts'
import { createGuard } from '../db/guard/index.ts'
import { createPools, type Pools } from '../db/pools.ts'
import { createWorkspaceDbFactory, type WorkspaceDb } from '../db/workspace-db.ts'
import { headOf } from './event-log.ts'
import { WorkspaceFeed } from './feed.ts'

let pools: Pools
let db: WorkspaceDb
/** What this process was told of each commit, not yet passed on to the feed. */
let told: StoredEvent[][]
let delivered: StoredEvent[][]
let feed: WorkspaceFeed
let failures: unknown[]
let isAway: boolean

beforeAll(() => {
  pools = createPools(testDatabaseUrl())
})
afterAll(() => pools.close())

beforeEach(async () => {
  told = []
  delivered = []
  failures = []
  isAway = false
  const workspaceId: WorkspaceId = newId('workspace')
  const guard = createGuard({ workspaceTables: workspaceTableNames() })
  db = createWorkspaceDbFactory({
    pool: leavable(pools.web),
    guard,
    onCommit: (_id, events) => told.push(events),
  })(workspaceId)
  await db.orm.insert(workspaceCounters).values({ workspaceId })
  feed = new WorkspaceFeed({
    db,
    startAfter: 0,
    deliver: (events) => delivered.push(events),
    onError: (error) => failures.push(error),
  })
})

/** The pool, whose server can be away for a while. */
function leavable(pool: Pool): Pool {
  const reach = (name: 'query' | 'execute') => (sql: string, values: unknown[]) =>
    isAway ? Promise.reject(new Error('the database is away')) : pool[name as 'query'](sql, values)
  return Object.create(pool, {
    query: { value: reach('query') },
    execute: { value: reach('execute') },
  }) as Pool
}

function happen(count = 1): Promise<void> {
  return db.tx(async (tx) => {
    for (let n = 0; n < count; n++)
      tx.emit({ type: 'contact.created', data: { contactId: newId('contact') } })
  })
}

const seqs = () => delivered.flat().map(({ seq }) => seq)
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

describe('a feed', () => {
  it('passes on what its own process committed without asking the log', async () => {
    await happen(2)
    await happen(1)
    for (const events of told) feed.committed(events)
    expect(seqs()).toEqual([1, 2, 3])
    expect(feed.head).toBe(3)
  })

  it('reads the log where commits are told out of order', async () => {
    for (let n = 0; n < 3; n++) await happen()
    for (const events of told.toReversed()) feed.committed(events)
    await feed.catchUp()
    expect(seqs()).toEqual([1, 2, 3])
  })

  it('reads what another process committed before it goes on', async () => {
    await happen(3)
    told.splice(0)
    await happen()
    for (const events of told) feed.committed(events)
    await feed.catchUp()
    expect(seqs()).toEqual([1, 2, 3, 4])
  })

  it('reads more than one page', async () => {
    await happen(700)
    await happen(500)
    feed.sawHead(await headOf(db))
    await feed.catchUp()
    expect(seqs()).toEqual(upTo(1_200))
  })

  it('gives each event once, in order, while commits and readers race', async () => {
    const commits = Array.from({ length: 30 }, async (_, index) => {
      await happen(1 + (index % 3))
      for (const events of told.splice(0)) feed.committed(events)
      if (index % 4 === 0) feed.sawHead(await headOf(db))
    })
    await Promise.all(commits)
    await feed.catchUp()
    expect(seqs()).toEqual(upTo(await headOf(db)))
    expect(feed.head).toBe(60)
  })

  it('survives a database that is away, and goes on where it was', async () => {
    await happen(2)
    isAway = true
    feed.sawHead(2)
    await expect(feed.catchUp()).rejects.toThrow('Failed query')
    expect(failures).toHaveLength(1)
    expect(delivered).toEqual([])
    isAway = false
    await happen(1)
    feed.sawHead(3)
    await feed.catchUp()
    expect(seqs()).toEqual([1, 2, 3])
  })
})
