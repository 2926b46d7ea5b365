import { totalmem, userInfo } from 'node:os'
import type { EngineBinary } from './binary.ts'
import type { EnginePlace, EngineState } from './place.ts'

const SQL_MODE = [
  'ONLY_FULL_GROUP_BY',
  'STRICT_TRANS_TABLES',
  'NO_ZERO_IN_DATE',
  'NO_ZERO_DATE',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'NO_ENGINE_SUBSTITUTION',
].join(',')

/** Arguments that run the server on an initialised datadir. */
export function serverArguments(binary: EngineBinary, place: EnginePlace, port: number): string[] {
  return [
    '--no-defaults',
    ...layoutArguments(binary),
    ...placeArguments(place),
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_520_ci',
    `--sql-mode=${SQL_MODE}`,
    '--default-time-zone=+00:00',
    '--max-connections=400',
    '--max-allowed-packet=64M',
    `--innodb-buffer-pool-size=${bufferPoolMb()}M`,
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-ft-min-token-size=2',
    ...kindArguments(binary),
    ...rootArguments(),
  ]
}

/** A twelfth of the machine: enough for the indexes of a busy installation, little beside what else runs there. */
function bufferPoolMb(): number {
  const share = Math.floor(totalmem() / 12 / 1024 ** 2)
  return Math.min(2048, Math.max(256, share))
}

function placeArguments(place: EnginePlace): string[] {
  return [
    `--datadir=${place.datadir}`,
    `--socket=${place.socket}`,
    `--pid-file=${place.pidFile}`,
    `--log-error=${place.logFile}`,
    `--init-file=${place.initFile}`,
  ]
}

function kindArguments({ kind }: EngineBinary): string[] {
  if (kind === 'mariadb') return ['--innodb-log-file-size=128M']
  // A default secure-file-priv names a folder that a private install lacks, and mysqld then exits at once.
  return [
    '--innodb-redo-log-capacity=128M',
    '--secure-file-priv=NULL',
    '--mysqlx=OFF',
    '--disable-log-bin',
    '--performance-schema=OFF',
  ]
}

/** Program and arguments that fill an empty folder with a new datadir. */
export function initialiseCommand(binary: EngineBinary, datadir: string): string[] {
  const common = ['--no-defaults', ...layoutArguments(binary), `--datadir=${datadir}`, ...rootArguments()]
  if (binary.kind === 'mysql') {
    return [
      ...(binary.loader ?? []),
      binary.server,
      ...common,
      '--initialize-insecure',
      '--secure-file-priv=NULL',
    ]
  }
  // With the socket method no account ever has an empty password.
  return [
    binary.installDb ?? 'mariadb-install-db',
    ...installDbArguments(common, binary),
    '--auth-root-authentication-method=socket',
    `--auth-root-socket-user=${userInfo().username}`,
    '--skip-test-db',
  ]
}

/** The script takes a base folder but not the two paths that it derives from it. */
function installDbArguments(common: readonly string[], binary: EngineBinary): string[] {
  const derived = ['--lc-messages-dir=', '--plugin-dir=']
  const kept = common.filter((argument) => !derived.some((prefix) => argument.startsWith(prefix)))
  return binary.layout ? [...kept, '--srcdir='] : kept
}

function layoutArguments({ layout }: EngineBinary): string[] {
  if (!layout) return []
  return [
    `--basedir=${layout.baseDir}`,
    `--lc-messages-dir=${layout.messagesDir}`,
    `--plugin-dir=${layout.pluginDir}`,
  ]
}

function rootArguments(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : []
}

/**
 * SQL that every start runs before the first connection is let in: our account with this run's password.
 * Idempotent, so a launcher killed half-way through the first start leaves nothing to repair.
 * Over TCP with skip-name-resolve 'localhost' never matches, hence the address in the account's name.
 */
export function initSql({ kind, password }: Pick<EngineState, 'kind' | 'password'>): string {
  const account = "'crm'@'127.0.0.1'"
  // MySQL is initialised with an empty root password; MariaDB's root is bound to the socket's owner.
  const root = kind === 'mysql' ? [`ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}';`] : []
  return [
    ...root,
    `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${password}';`,
    `ALTER USER ${account} IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO ${account} WITH GRANT OPTION;`,
    '',
  ].join('\n')
}
