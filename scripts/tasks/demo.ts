import { parseArgs } from 'node:util'
import { buildIfChanged } from '../lib/build.ts'
import type { Child } from '../lib/children.ts'
import { runTask, TaskFailure } from '../lib/task.ts'
import { startStack, type Login, type Stack } from '../stack/index.ts'

const DATABASE = 'crm_demo'
const DEFAULT_PORT = 3000

await runTask(async ({ args, log, onEnd, stopRequested }) => {
  const { isReset, port, size } = readOptions(args)
  await buildIfChanged(log)
  const stack = await startStack({
    database: DATABASE,
    databaseUrl: process.env.DATABASE_URL,
    ports: { app: port, phone: port + 1, graph: port + 2 },
    isReset,
    size,
    log,
  })
  onEnd(stack.stop)
  process.stdout.write(welcome(stack))
  const endOf = async (part: Child) =>
    `The ${part.name} ended (${await part.ended}). Its log: ${stack.logFile}`
  const failure = await Promise.race([
    endOf(stack.server()),
    endOf(stack.graph),
    stopRequested.then(() => null),
  ])
  if (failure) throw new TaskFailure(failure)
})

function readOptions(args: readonly string[]): { isReset: boolean; port: number; size: string } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      reset: { type: 'boolean', default: false },
      port: { type: 'string' },
      size: { type: 'string', default: 'demo' },
    },
  })
  if (values.reset && process.env.DATABASE_URL) {
    throw new TaskFailure('--reset empties the demo’s own database only. Unset DATABASE_URL.')
  }
  const port = Number(values.port ?? DEFAULT_PORT)
  if (!Number.isInteger(port) || port < 1 || port > 65_533)
    throw new TaskFailure(`Not a port: ${values.port}`)
  return { isReset: values.reset, port, size: values.size }
}

function welcome({ appUrl, phoneUrl, graphUrl, logins, logFile }: Stack): string {
  return [
    '',
    '  CRM PRO is running',
    '',
    `  App             ${appUrl}`,
    `  Phone           ${phoneUrl}   write as a customer, see what the team answers`,
    `  Simulated Meta  ${graphUrl}`,
    '',
    '  Sign in as',
    ...table(logins),
    '',
    `  Log: ${logFile}. Ctrl-C stops everything; the data stays. Start anew: npm run demo -- --reset`,
    '',
    '',
  ].join('\n')
}

function table(logins: readonly Login[]): string[] {
  const rows = logins.map(({ email, password, name, role, workspace }) => [
    email,
    password,
    name,
    role,
    workspace,
  ])
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    `    ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  )
}
