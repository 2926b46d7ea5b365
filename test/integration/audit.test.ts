import type { ResultSetHeader } from 'mysql2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyAudit } from '../../src/server/modules/audit/index.ts'
import type { WorkspaceDb } from '../../src/server/platform/db/workspace-db.ts'
import { idToBytes, newId } from '../../src/shared/ids.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { givenMember, givenOwner } from '../isolation/people.ts'

/** More than one page of the check. */
const ROWS = 2_400

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

async function givenLog(rows: number) {
  const owner = await givenOwner(app)
  const db = app.process.composed.services.workspaceDb(owner.workspaceId)
  const recordId = newId('contact')
  await db.tx(async (tx) => {
    for (let index = 0; index < rows; index++)
      tx.audit({
        actor: { kind: 'user', userId: owner.userId },
        action: 'contact.updated',
        entity: 'contact',
        recordId,
        before: { name: `Ñandú ${index}`, tags: [1, 2.5, { b: null, a: 'x' }] },
        after: { name: `Ñandú ${index + 1} 🪵`, amount: 9_007_199_254_740_991 },
      })
  })
  return { ...owner, db, recordId }
}

/** Past every guard, as somebody with the database's password. */
async function tamper(db: WorkspaceDb, statement: string): Promise<void> {
  const [result] = await app.process.composed.pools.web.query<ResultSetHeader>(statement, [
    Buffer.from(idToBytes(db.workspaceId)),
  ])
  expect(result.affectedRows).toBeGreaterThan(0)
}

describe('the audit log', () => {
  it('is whole as it was written', async () => {
    const { db } = await givenLog(ROWS)
    expect(await verifyAudit(db)).toEqual({ rows: ROWS, broken: null })
  })

  it('is whole where nothing was written yet', async () => {
    expect(await verifyAudit((await givenLog(0)).db)).toEqual({ rows: 0, broken: null })
  })

  it.each([
    [
      'an action',
      "UPDATE audit_log SET action = 'contact.deleted' WHERE workspace_id = ? AND seq = 7",
      7,
      'changed',
    ],
    [
      'a value',
      `UPDATE audit_log SET after = '{"name":"Otra"}' WHERE workspace_id = ? AND seq = 1`,
      1,
      'changed',
    ],
    [
      'a moment',
      'UPDATE audit_log SET at = at + interval 1 second WHERE workspace_id = ? AND seq = 19',
      19,
      'changed',
    ],
    ['an actor', "UPDATE audit_log SET actor_key = 'x' WHERE workspace_id = ? AND seq = 12", 12, 'changed'],
    [
      'a hash',
      'UPDATE audit_log SET hash = REVERSE(hash) WHERE workspace_id = ? AND seq = 20',
      20,
      'changed',
    ],
    [
      'a hash of values',
      'UPDATE audit_log SET values_hash = REVERSE(values_hash) WHERE workspace_id = ? AND seq = 4',
      4,
      'changed',
    ],
    ['a row that is gone', 'DELETE FROM audit_log WHERE workspace_id = ? AND seq = 5', 5, 'missing'],
    ['the first that is gone', 'DELETE FROM audit_log WHERE workspace_id = ? AND seq = 1', 1, 'missing'],
    ['the newest that is gone', 'DELETE FROM audit_log WHERE workspace_id = ? AND seq = 20', 20, 'missing'],
    ['all that are gone', 'DELETE FROM audit_log WHERE workspace_id = ?', 1, 'missing'],
    [
      'a row before the first',
      'INSERT INTO audit_log SELECT workspace_id, 0, at, actor_kind, actor_key, action, entity, record_id, `before`, `after`, salt, values_hash, hash FROM audit_log WHERE workspace_id = ? AND seq = 3',
      0,
      'added',
    ],
    [
      'a row behind the last',
      'INSERT INTO audit_log SELECT workspace_id, 21, at, actor_kind, actor_key, action, entity, record_id, `before`, `after`, salt, values_hash, hash FROM audit_log WHERE workspace_id = ? AND seq = 3',
      21,
      'added',
    ],
    [
      'two exchanged',
      'UPDATE audit_log SET seq = CASE seq WHEN 8 THEN 1009 ELSE 8 END WHERE workspace_id = ? AND seq IN (8, 9) ORDER BY seq',
      8,
      'changed',
    ],
  ] as const)('shows %s, at its own row', async (...[, statement, seq, reason]) => {
    const { db } = await givenLog(20)
    await tamper(db, statement)
    expect((await verifyAudit(db)).broken).toEqual({ seq, reason })
  })
})

describe('a list of the audit log', () => {
  it('is read on by its cursor, each row once', async () => {
    const { browser } = await givenLog(25)
    const seen: number[] = []
    for (let cursor: string | undefined; ;) {
      const page = await browser.api.audit.list.query({ cursor, limit: 10 })
      seen.push(...page.items.map((row) => row.seq))
      if (page.nextCursor === null) break
      cursor = page.nextCursor
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index))
  })

  it('is narrowed by who, what, which record and when', async () => {
    const { browser, userId, recordId, workspaceId } = await givenLog(3)
    const ana = await givenMember(app, { workspaceId, role: 'agent' })
    const started = new Date()
    await ana.browser.api.tasks.create.mutate({ title: 'x' })
    const { list } = browser.api.audit
    const count = async (input: Parameters<typeof list.query>[0]) => (await list.query(input)).items.length
    expect(await count({ actorId: userId })).toBe(3)
    expect(await count({ actorId: ana.userId })).toBe(1)
    expect(await count({ action: 'task.created' })).toBe(1)
    expect(await count({ entity: 'contact' })).toBe(3)
    expect(await count({ record: { entity: 'contact', recordId } })).toBe(3)
    expect(await count({ from: started.toISOString() })).toBe(1)
    expect(await count({ to: new Date(started.getTime() - 1).toISOString() })).toBe(3)
    expect(await count({ from: '2030-01-01T00:00:00.000Z' })).toBe(0)
  })
})
