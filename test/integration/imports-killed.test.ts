import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportDto } from '../../src/shared/contracts/imports.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { importIn, sumOf, uploadImport } from '../harness/imports.ts'
import { bundleWorker, type Worker } from '../harness/worker.ts'
import { givenOwner } from '../isolation/people.ts'
import { rowsOf } from '../isolation/stock.ts'

const ROWS = 8_000
const KILLS = 10

let app: TestApp
let worker: Worker
beforeAll(async () => {
  worker = await bundleWorker('test/load/import-worker.ts')
  // Jobs are run by the workers of this test alone, so that nobody else goes on where one was killed.
  app = await startTestApp({ env: { ROLES: 'web', STORAGE_DIR: worker.folder } })
})
afterAll(async () => {
  await app.close()
  worker.remove()
})

/** Every tenth row is the one before again, every hundredth has no phone. */
const csv = () =>
  [
    'Nombre,Teléfono,Etiquetas',
    ...Array.from({ length: ROWS }, (_, n) => {
      const phone = n % 100 === 99 ? 'ninguno' : `55${String(10_000_000 + (n % 10 === 9 ? n - 1 : n))}`
      return `Persona ${n},${phone},${n % 3 === 0 ? 'vip' : ''}`
    }),
  ].join('\n')

describe('an import killed ten times', () => {
  it('makes each row once, and its sums are true', { timeout: 180_000 }, async () => {
    const { browser, workspaceId } = await givenOwner(app)
    const { body } = await uploadImport(app, browser, { bytes: csv() })
    const env = { WORKSPACE: workspaceId, IMPORT: body.id }
    await browser.api.imports.map.mutate({ id: body.id, mapping: ['name', 'phone', 'labels'] })
    expect(await worker.run(env)).toBe(0)
    const checked = await importIn(browser, body.id, ['checked'])
    await browser.api.imports.run.mutate({ id: body.id })
    for (let kill = 0; kill < KILLS; kill++) {
      const at = kill % 2 === 0 ? 'imports.beforeCommit:2' : 'imports.afterCommit:1'
      expect(await worker.run({ ...env, CRASH_AT: at })).toBe('SIGKILL')
    }
    expect(await worker.run(env)).toBe(0)
    const done: ImportDto = await importIn(browser, body.id, ['done'])
    expect(done.counts).toEqual({ created: 7_200, updated: 720, skipped: 0, failed: 80 })
    expect(done.counts).toEqual(pick(checked))
    expect(sumOf(done)).toBe(ROWS)
    const [counted] = await rowsOf<Record<string, number>>(
      app,
      `SELECT (SELECT COUNT(*) FROM contacts WHERE workspace_id = ?) AS contacts,
        (SELECT COUNT(*) FROM identities WHERE workspace_id = ?) AS phones,
        (SELECT COUNT(*) FROM import_rows WHERE workspace_id = ? AND outcome IS NOT NULL) AS settled`,
      workspaceId,
    )
    expect(counted).toEqual({ contacts: 7_200, phones: 7_200, settled: ROWS })
  })
})

const pick = ({ check }: ImportDto) =>
  check && { created: check.created, updated: check.updated, skipped: check.skipped, failed: check.failed }
