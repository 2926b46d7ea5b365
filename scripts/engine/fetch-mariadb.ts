import { existsSync, readdirSync, rmSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import {
  dependencyClosure,
  hasApt,
  installedAmong,
  knows,
  privateView,
  systemView,
  unpackPackages,
  updateLists,
  type AptView,
} from './apt.ts'
import { identify, type EngineBinary } from './binary.ts'
import type { Log } from './supervise.ts'

const SERVER_PACKAGE = 'mariadb-server-core'
/** The client's holds my_print_defaults, which the initialising script calls. */
const PROGRAM_PACKAGES = [SERVER_PACKAGE, 'mariadb-client-core']

/**
 * MariaDB from this Debian's or Ubuntu's own packages, unpacked under `home` without root and without
 * installing anything: about 9 MB to download. Null where apt is missing.
 */
export async function fetchMariadb(home: string, log: Log): Promise<EngineBinary | null> {
  if (!hasApt()) return null
  const root = resolve(home, 'root')
  if (!existsSync(root)) {
    log("database engine: fetching MariaDB from the system's package mirror (about 9 MB)")
    const view = await viewThatKnows(SERVER_PACKAGE, resolve(home, 'apt'))
    await unpackPackages(view, await packagesToUnpack(view), root)
  }
  const binary = unpackedMariadb(root)
  if (binary) return binary
  rmSync(root, { recursive: true, force: true }) // an upgraded system may lack a library it had: fetch anew next time
  throw new Error(`The MariaDB unpacked in ${root} does not run here`)
}

async function viewThatKnows(name: string, home: string): Promise<AptView> {
  if (await knows(systemView, name)) return systemView
  const view = privateView(home)
  await updateLists(view)
  return view
}

async function packagesToUnpack(view: AptView): Promise<string[]> {
  const needed = await Promise.all(PROGRAM_PACKAGES.map((name) => dependencyClosure(view, name)))
  const libraries = needed.flat().filter((name) => !PROGRAM_PACKAGES.includes(name) && !isScripting(name))
  const present = await installedAmong(libraries)
  return [...new Set([...PROGRAM_PACKAGES, ...libraries.filter((name) => !present.has(name))])]
}

/** Needed by the packages' installation scripts and side tools, which do not run here. */
function isScripting(name: string): boolean {
  return /^(perl|libperl|debconf|cdebconf|dpkg|tar|passwd|adduser|libdbi|libconfig)/.test(name)
}

function unpackedMariadb(root: string): EngineBinary | null {
  const usr = join(root, 'usr')
  const env = { LD_LIBRARY_PATH: libraryFolders(root).join(delimiter), PATH: pathWith(usr) }
  const server = join(usr, 'sbin/mariadbd')
  const identity = identify(server, { env })
  if (!identity) return null
  return {
    ...identity,
    server,
    env,
    origin: 'unpacked packages',
    installDb: join(usr, 'bin/mariadb-install-db'),
    layout: {
      baseDir: usr,
      messagesDir: join(usr, 'share/mysql'),
      pluginDir: join(usr, 'lib/mysql/plugin'),
    },
  }
}

/** The folders of an unpacked tree that hold shared libraries, whatever the processor. */
export function libraryFolders(root: string): string[] {
  const bases = [join(root, 'usr/lib'), join(root, 'lib')].filter((base) => existsSync(base))
  return bases.flatMap((base) =>
    readdirSync(base)
      .filter((name) => name.endsWith('-linux-gnu'))
      .map((name) => join(base, name)),
  )
}

function pathWith(usr: string): string {
  return [join(usr, 'bin'), process.env.PATH ?? ''].join(delimiter)
}
