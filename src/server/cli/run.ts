import { parseArgs } from 'node:util'
import { COMMANDS } from './commands.ts'
import type { Answer, Command, Surroundings, Values } from './command.ts'
import { failureOf, UsageError } from './failure.ts'
import { helpOf, overview } from './help.ts'

const COMMON = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const

/**
 * The command line. Its answer goes to stdout (with --json exactly one document), everything else to stderr.
 * @returns the exit code: 0 done, 1 failed, 2 not understood.
 */
export async function runCli(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const isJson = args.includes('--json')
  let command: Command | undefined
  try {
    if (args.length === 0 || isHelp(args[0])) return showOverview(args.length === 0, surroundings)
    command = commandOf(args)
    const values = readValues(command, args)
    if (values['help']) {
      surroundings.out(helpOf(command))
      return 0
    }
    requireAll(command, values)
    const progress = (line: string) => (isJson ? undefined : surroundings.err(`${line}\n`))
    return show(await command.run({ values, surroundings, progress }), { isJson, surroundings })
  } catch (error) {
    return report(error, { command, isJson, surroundings })
  }
}

function isHelp(word: string | undefined): boolean {
  return word === '--help' || word === '-h' || word === 'help'
}

function showOverview(isMistake: boolean, { out, err }: Surroundings): number {
  const tell = isMistake ? err : out
  tell(overview(COMMANDS))
  return isMistake ? 2 : 0
}

/** The command whose words the arguments begin with. */
function commandOf(args: readonly string[]): Command {
  const found = COMMANDS.find(({ name }) => args.slice(0, name.split(' ').length).join(' ') === name)
  if (found) return found
  const firstOption = args.findIndex((word) => word.startsWith('-'))
  const said = args.slice(0, firstOption === -1 ? undefined : firstOption).join(' ')
  throw new UsageError(said ? `there is no command "${said}"` : 'the command comes before its options')
}

function readValues(command: Command, args: readonly string[]): Values {
  try {
    const { values } = parseArgs({
      args: args.slice(command.name.split(' ').length),
      options: { ...command.options, ...COMMON },
      strict: true,
      allowPositionals: false,
    })
    return values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // Node's own words go on with advice about positional arguments.
    throw new UsageError(error.message.split('. ')[0] ?? error.message, command.name)
  }
}

function requireAll({ name, required = [] }: Command, values: Values): void {
  const missing = required.filter((option) => values[option] === undefined)
  if (missing.length === 0) return
  const list = missing.map((option) => `--${option}`).join(', ')
  throw new UsageError(`${list} ${missing.length === 1 ? 'is' : 'are'} missing`, name)
}

interface Output {
  isJson: boolean
  surroundings: Surroundings
}

function show(answer: Answer, { isJson, surroundings }: Output): number {
  if (isJson) surroundings.out(`${JSON.stringify(answer.json)}\n`)
  else {
    surroundings.out(`${answer.text}\n`)
    if (answer.aside) surroundings.err(`${answer.aside}\n`)
  }
  return answer.exitCode ?? 0
}

function report(
  error: unknown,
  { command, isJson, surroundings }: Output & { command: Command | undefined },
): number {
  const { exitCode, code, message, details } = failureOf(error, command)
  const { env, err } = surroundings
  err(isJson ? `${JSON.stringify({ error: { code, message, details } })}\n` : `crm: ${message}\n`)
  if (env['LOG_LEVEL'] === 'debug' && error instanceof Error) err(`${error.stack ?? ''}\n`)
  return exitCode
}
