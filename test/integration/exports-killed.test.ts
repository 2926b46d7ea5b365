import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, type WorkspaceId } from '../../src/shared/ids.ts'
import { contacts } from '../../src/server/schema/index.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { bundleWorker, type Worker } from '../harness/worker.ts'
import { givenOwner } from '../isolation/people.ts'
import { rowsOf } from '../isolation/stock.ts'

const ROWS = 1_500

let app: TestApp
let worker: Worker
beforeAll(async () => {
  worker = await bundleWorker('test/load/job-worker.ts')
  // Only the processes of this test run jobs, so that nobody else takes over from one that was killed.
  app = await startTestApp({ env: { ROLES: 'web', STORAGE_DIR: worker.folder } })
})
afterAll(async () => {
  await app.close()
  worker.remove()
})

async function givenContacts(workspaceId: WorkspaceId): Promise<void> {
  const { orm } = app.process.composed.services.workspaceDb(workspaceId)
  await orm.insert(contacts).values(
    Array.from({ length: ROWS }, (_, n) => ({
      workspaceId,
      id: newId('contact'),
      name: `Persona ${String(n).padStart(4, '0')}`,
    })),
  )
}

/** The claim of a process that died runs out; nobody waits for it here. */
const claimRunsOut = (workspaceId: WorkspaceId) =>
  rowsOf(app, 'UPDATE jobs SET locked_until = now(3) - INTERVAL 1 SECOND WHERE workspace_id = ?', workspaceId)

describe('an export whose process is killed', () => {
  it.each(['csv', 'xlsx'] as const)(
    'is taken up by another one, and its %s holds each row once',
    { timeout: 60_000 },
    async (format) => {
      const { browser, workspaceId } = await givenOwner(app)
      await givenContacts(workspaceId)
      const { id } = await browser.api.exports.create.mutate({
        entity: 'contact',
        format,
        sort: 'name',
        columns: ['name'],
      })
      const env = { WORKSPACE: workspaceId, EXPORT: id }
      for (const at of ['exports.row:900', 'exports.afterWrite']) {
        expect(await worker.run({ ...env, CRASH_AT: at })).toBe('SIGKILL')
        expect(await browser.api.exports.get.query({ id })).toMatchObject({ state: 'running', url: null })
        await claimRunsOut(workspaceId)
      }
      expect(await worker.run(env)).toBe(0)
      const ready = await browser.api.exports.get.query({ id })
      expect(ready).toMatchObject({ state: 'ready', rowCount: ROWS })
      const response = await fetch(`${app.url}${ready.url}`, { headers: browser.headers() })
      const bytes = Buffer.from(await response.arrayBuffer())
      expect([response.status, bytes.length]).toEqual([200, ready.size])
      if (format === 'csv') {
        const lines = bytes.toString('utf8').trim().split('\r\n').slice(1)
        expect(lines.length).toBe(ROWS)
        expect(new Set(lines).size).toBe(ROWS)
      }
      const { items } = await browser.api.notifications.list.query({})
      expect(items.filter(({ kind }) => kind === 'export_ready')).toHaveLength(1)
    },
  )
})
