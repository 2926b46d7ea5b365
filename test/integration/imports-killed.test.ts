import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportDto } from '../../src/shared/contracts/imports.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { testDatabaseUrl } from '../harness/database.ts'
import { importIn, sumOf, uploadImport } from '../harness/imports.ts'
import { givenOwner } from '../isolation/people.ts'
import { rowsOf } from '../isolation/stock.ts'

const ROWS = 8_000
const KILLS = 10

let app: TestApp
let folder: string
let worker: string
beforeAll(async () => {
  mkdirSync('.data', { recursive: true })
  folder = mkdtempSync(join(process.cwd(), '.data', 'imports-'))
  worker = join(folder, 'worker.js')
  // Jobs are run by the workers of this test alone, so that nobody else goes on where one was killed.
  app = await startTestApp({ env: { ROLES: 'web', STORAGE_DIR: folder } })
  const bundle = await rolldown({
    input: { worker: 'test/load/import-worker.ts' },
    platform: 'node',
    external: [/^node:/, ...builtinModules, 'bcrypt'],
  })
  await bundle.write({ dir: folder, format: 'esm', codeSplitting: false })
  await bundle.close()
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

async function work(env: Record<string, string>): Promise<NodeJS.Signals | number> {
  const child = spawn(process.execPath, [worker], {
    env: { DATABASE_URL: testDatabaseUrl(), STORAGE_DIR: folder, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  return signal ?? code ?? -1
}

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
    expect(await work(env)).toBe(0)
    const checked = await importIn(browser, body.id, ['checked'])
    await browser.api.imports.run.mutate({ id: body.id })
    for (let kill = 0; kill < KILLS; kill++) {
      const at = kill % 2 === 0 ? 'imports.beforeCommit:2' : 'imports.afterCommit:1'
      expect(await work({ ...env, CRASH_AT: at })).toBe('SIGKILL')
    }
    expect(await work(env)).toBe(0)
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
