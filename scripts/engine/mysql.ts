import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { output } from '../lib/exec.ts'
import { dependencyClosure, hasApt, suiteView, unpackPackages, updateLists } from './apt.ts'
import { identify, type EngineBinary } from './binary.ts'
import { libraryFolders } from './fetch-mariadb.ts'
import { installedServers } from './find.ts'
import { enginePlace } from './place.ts'
import { superviseEngine, type Engine, type Log } from './supervise.ts'

const SERVER_PACKAGE = 'mysql-server-core'
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

export type MysqlOutcome = { engine: Engine } | { engine: null; reason: string }

export interface EnsureMysqlOptions {
  dataDir?: string
  log: Log
}

/**
 * The second engine of the test-suite: a real MySQL, private like the first one, in `<dataDir>/engine-mysql`.
 * Stable Debian has none, so its packages come from the unstable suite and run on their own libc.
 * @returns the reason when this machine cannot have one; that is no failure.
 */
export async function ensureMysql({ dataDir = '.data', log }: EnsureMysqlOptions): Promise<MysqlOutcome> {
  const place = enginePlace(join(dataDir, 'engine-mysql'), 'data')
  try {
    const engine = await superviseEngine({ place, candidates: () => mysqlServers(place.home, log), log })
    return { engine }
  } catch (error) {
    return { engine: null, reason: error instanceof Error ? error.message : String(error) }
  }
}

async function* mysqlServers(home: string, log: Log): AsyncGenerator<EngineBinary> {
  for (const server of installedServers()) if (server.kind === 'mysql') yield server
  yield await fetchMysql(home, log)
}

async function fetchMysql(home: string, log: Log): Promise<EngineBinary> {
  const root = resolve(home, 'root')
  if (!existsSync(root)) await downloadInto(root, home, log)
  const server = join(root, 'usr/sbin/mysqld')
  const loader = foreignLoader(root)
  const identity = identify(server, { loader })
  if (!identity) throw new Error(`The unpacked ${server} does not run`)
  return {
    ...identity,
    server,
    loader,
    origin: 'unpacked packages of Debian unstable',
    layout: {
      baseDir: join(root, 'usr'),
      messagesDir: join(root, 'usr/share/mysql'),
      pluginDir: join(root, 'usr/lib/mysql/plugin'),
    },
  }
}

async function downloadInto(root: string, home: string, log: Log): Promise<void> {
  if (!hasApt() || !existsSync(KEYRING)) throw new Error('MySQL packages are fetched on Debian only')
  log('second engine: fetching MySQL from Debian unstable (about 50 MB)')
  const view = suiteView(join(home, 'apt'), `deb [signed-by=${KEYRING}] ${await mirror()} unstable main`)
  await updateLists(view)
  const names = (await dependencyClosure(view, SERVER_PACKAGE)).filter((name) => !isScripting(name))
  await unpackPackages(view, names, root)
}

/** The package mirror that this machine already uses. */
async function mirror(): Promise<string> {
  const text = await output('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI) $(ORIGIN)',
    'Created-By: Packages',
  ])
  const uris = text.split('\n').filter((line) => line.endsWith(' Debian') && !line.includes('security'))
  const uri = uris[0]?.split(' ')[0]
  if (!uri) throw new Error('apt names no Debian mirror')
  return uri
}

/** Needed by installation scripts only, which do not run here. */
function isScripting(name: string): boolean {
  return /^(perl|libperl|debconf|cdebconf|dpkg|tar|passwd|adduser|libdebian-installer|init-system-helpers)/.test(
    name,
  )
}

/** Runs a program against the unpacked libraries only, never against this system's older ones. */
function foreignLoader(root: string): string[] {
  const folders = libraryFolders(root)
  const loaders = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /^ld-linux.*\.so\.\d+$/.test(name))
      .map((name) => join(folder, name)),
  )
  if (!loaders[0]) throw new Error(`No loader in ${folders.join(', ')}`)
  return [loaders[0], '--library-path', folders.join(':')]
}
