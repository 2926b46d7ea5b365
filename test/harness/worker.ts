import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { testDatabaseUrl } from './database.ts'

export interface Worker {
  /** Also the storage of what it works on. */
  folder: string
  /** Runs it to its end. @returns the signal that killed it, else its exit code. */
  run(env: Record<string, string>): Promise<NodeJS.Signals | number>
  remove(): void
}

/** A process of its own, bundled so that it starts in a moment: it can be killed at any point. */
export async function bundleWorker(input: string): Promise<Worker> {
  mkdirSync('.data', { recursive: true })
  const folder = mkdtempSync(join(process.cwd(), '.data', 'worker-'))
  const bundle = await rolldown({
    input: { worker: input },
    platform: 'node',
    external: [/^node:/, ...builtinModules, 'bcrypt'],
  })
  await bundle.write({ dir: folder, format: 'esm', codeSplitting: false })
  await bundle.close()
  return {
    folder,
    run: async (env) => {
      const child = spawn(process.execPath, [join(folder, 'worker.js')], {
        env: { DATABASE_URL: testDatabaseUrl(), STORAGE_DIR: folder, ...env },
        stdio: ['ignore', 'inherit', 'inherit'],
      })
      const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
      return signal ?? code ?? -1
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
