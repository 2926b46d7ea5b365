import { createHash } from 'node:crypto'
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runNode } from './children.ts'
import { TaskFailure } from './task.ts'

const STAMP = 'dist/.inputs'
const OUTPUTS = ['dist/index.js', 'dist/cli.js', 'dist/public/index.html', 'dist/drizzle/meta/_journal.json']
const INPUTS = ['src', 'drizzle', 'package.json', 'pnpm-lock.yaml', 'vite.config.ts', 'rolldown.config.ts']

/**
 * Builds the web app, the server and the command line into `dist/`.
 * @throws TaskFailure when a bundler fails; it has said why on the terminal.
 */
export async function build(log: (line: string) => void): Promise<void> {
  const started = Date.now()
  const inputs = fingerprint()
  rmSync(STAMP, { force: true })
  // Both at once: the bundlers are native and leave a core to each other.
  const [web, server] = await Promise.all([
    runNode(['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']),
    runNode(['node_modules/rolldown/bin/cli.mjs', '-c', 'rolldown.config.ts', '--log-level', 'warn']),
  ])
  if (web !== 0 || server !== 0)
    throw new TaskFailure(`Building the ${web === 0 ? 'server' : 'web app'} failed.`)
  rmSync('dist/drizzle', { recursive: true, force: true })
  cpSync('drizzle', 'dist/drizzle', { recursive: true })
  writeFileSync(STAMP, inputs)
  log(`built dist/ in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

/** Builds unless `dist/` was made from exactly these inputs. */
export async function buildIfChanged(log: (line: string) => void): Promise<void> {
  const isFresh =
    existsSync(STAMP) &&
    OUTPUTS.every((path) => existsSync(path)) &&
    readFileSync(STAMP, 'utf8') === fingerprint()
  if (isFresh) log('dist/ is up to date')
  else await build(log)
}

/** Of names and contents, tests left out: they are not part of what is built. */
function fingerprint(): string {
  const hash = createHash('sha256')
  for (const path of INPUTS.flatMap(filesUnder)) hash.update(path).update('\0').update(readFileSync(path))
  return hash.digest('hex')
}

function filesUnder(path: string): string[] {
  if (statSync(path).isFile()) return [path]
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).toSorted()
  const files = names.map((name) => join(path, name)).filter((file) => statSync(file).isFile())
  return files.filter((file) => !/\.i?test\.tsx?$/.test(file))
}
