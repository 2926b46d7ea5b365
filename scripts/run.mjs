// The one entry of every npm command: makes sure that the set-up is there, then runs scripts/tasks/<name>.ts.
// Plain JavaScript without dependencies, because it runs before there are any.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PNPM_VERSION = '12.21.0'
const OLDEST_NODE = [20, 19]
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const STAMP = join(ROOT, 'node_modules/.setup-stamp')

refuseOldNode()
const [name = '', ...args] = process.argv.slice(2)
const task = join(ROOT, 'scripts/tasks', `${name.replaceAll(':', '-')}.ts`)
if (!/^[a-z][a-z0-9:-]*$/.test(name) || !existsSync(task)) {
  fail(`Usage: node scripts/run.mjs NAME [arguments]\nNames: ${taskNames().join(', ')}`)
}
ensureDependencies()
runTask()

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_NODE
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  fail(`Node.js ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`)
}

function taskNames() {
  const files = readdirSync(join(ROOT, 'scripts/tasks')).filter((file) => file.endsWith('.ts'))
  return files.map((file) => file.slice(0, -'.ts'.length).replace('db-', 'db:'))
}

/** Installs when what decides the content of node_modules has changed since the last time. */
function ensureDependencies() {
  const wanted = fingerprint()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return
  const pnpm = ensurePnpm()
  step('Installing dependencies', pnpm, [
    'install',
    '--frozen-lockfile',
    '--reporter=append-only',
    '--loglevel=error',
  ])
  writeFileSync(STAMP, wanted)
}

function fingerprint() {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '')
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']) {
    hash.update(readFileSync(join(ROOT, file)))
  }
  return hash.digest('hex')
}

function ensurePnpm() {
  const pnpm = join(ROOT, '.tools/node_modules/.bin', process.platform === 'win32' ? 'pnpm.cmd' : 'pnpm')
  if (!existsSync(pnpm)) {
    const wanted = `pnpm@${PNPM_VERSION}`
    step(`Fetching ${wanted}`, 'npm', ['i', '--prefix', '.tools', wanted, '--no-audit', '--no-fund'])
  }
  return pnpm
}

/** One step of the set-up. Its chatter goes to stderr: stdout belongs to the task, `crm` prints JSON there. */
function step(title, program, programArgs) {
  process.stderr.write(`${title} …\n`)
  const started = Date.now()
  const { status, error } = spawnSync(program, programArgs, {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    // Without a terminal pnpm would refuse to replace a node_modules that another version made.
    env: { ...process.env, CI: 'true' },
  })
  if (status !== 0)
    fail(`${title} failed${error ? `: ${error.message}` : ''}. Is the package registry within reach?`)
  process.stderr.write(`${title}: ${((Date.now() - started) / 1000).toFixed(1)} s\n`)
}

function runTask() {
  const child = spawn(process.execPath, ['--import', 'tsx', task, ...args], { cwd: ROOT, stdio: 'inherit' })
  // A terminal sends Ctrl-C to the whole group, `kill` to this process alone: the task takes the first it gets.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  if (process.env.npm_lifecycle_event) endWithParent(child)
  child.once('error', (error) => fail(error.message))
  child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
}

/** npm passes SIGTERM to the shell between us, and that shell dies without passing it on. */
function endWithParent(child) {
  const parent = process.ppid
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500).unref()
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
