import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { output } from '../lib/exec.ts'

/** One way of looking at package lists: the machine's own, or a private copy that needs no root. */
export interface AptView {
  options: readonly string[]
}

export function hasApt(): boolean {
  return ['/usr/bin/apt-get', '/usr/bin/apt-cache', '/usr/bin/dpkg-deb'].every((path) => existsSync(path))
}

/** The lists that the machine already has; a fresh machine may have none. */
export const systemView: AptView = { options: [] }

/** The machine's own sources with lists of our own under `home`. */
export function privateView(home: string): AptView {
  for (const folder of ['lists/partial', 'archives/partial']) {
    mkdirSync(join(home, folder), { recursive: true })
  }
  const options = {
    'Dir::State': home,
    'Dir::State::lists': join(home, 'lists'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': home,
    'Dir::Cache::archives': join(home, 'archives'),
    // As root apt would drop to a user of its own, who cannot write here.
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
  }
  return { options: Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]) }
}

/** Only this source line, as if nothing were installed: for packages of another suite. */
export function suiteView(home: string, sourceLine: string): AptView {
  const base = privateView(home)
  writeFileSync(join(home, 'sources.list'), `${sourceLine}\n`)
  writeFileSync(join(home, 'status'), '')
  const options = {
    'Dir::Etc::sourcelist': join(home, 'sources.list'),
    'Dir::Etc::sourceparts': '-',
    'Dir::State::status': join(home, 'status'),
  }
  return {
    options: [
      ...base.options,
      ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ],
  }
}

export async function updateLists(view: AptView): Promise<void> {
  await output('apt-get', [...view.options, '-q', 'update'], { env: plainEnvironment() })
}

/** Whether the lists know an installable version of the package. */
export async function knows(view: AptView, name: string): Promise<boolean> {
  const text = await output('apt-cache', [...view.options, 'policy', name], { env: plainEnvironment() })
  return /Candidate: (?!\(none\))/.test(text)
}

/** The package and everything it needs, named packages only (virtual ones are reached through their providers). */
export async function dependencyClosure(view: AptView, name: string): Promise<string[]> {
  const without = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances']
  const args = ['depends', '--recurse', ...without.map((kind) => `--no-${kind}`), name]
  const text = await output('apt-cache', [...view.options, ...args], { env: plainEnvironment() })
  return [...new Set(text.split('\n').filter((line) => /^[a-z0-9]/.test(line)))]
}

/** Of these packages, the ones that this machine has installed. */
export async function installedAmong(names: readonly string[]): Promise<Set<string>> {
  const text = await output('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n'])
  const installed = new Set(
    text
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  )
  return new Set(names.filter((name) => installed.has(name)))
}

/** Downloads the packages and unpacks them into `root`, which appears only when it is complete. */
export async function unpackPackages(view: AptView, names: readonly string[], root: string): Promise<void> {
  const [debs, draft] = [`${root}.debs`, `${root}.new`]
  for (const folder of [debs, draft]) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
  }
  await output('apt-get', [...view.options, '-q', 'download', ...names], {
    cwd: debs,
    env: plainEnvironment(),
  })
  for (const deb of readdirSync(debs)) await output('dpkg-deb', ['-x', join(debs, deb), draft])
  rmSync(debs, { recursive: true, force: true })
  rmSync(root, { recursive: true, force: true })
  renameSync(draft, root)
}

/** apt's answers are read as text, so they must not be translated. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' }
}
