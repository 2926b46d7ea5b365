import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { WhatsAppCloudCredentials } from '../../shared/contracts/channels.ts'
import { zPassword } from '../../shared/contracts/accounts.ts'
import type { Config } from '../config.ts'
import { FULL_LOAD, seedDemo, type DemoNumbers } from '../seed/index.ts'
import { optionalText, type Command, type Values } from './command.ts'
import { UsageError } from './failure.ts'
import { withParts } from './parts.ts'

const NAME = 'seed'

export const seedCommand: Command = {
  name: NAME,
  summary:
    'Fills two demo workspaces with people and two years of conversations. Running it again changes nothing.',
  usage: '--demo [--channels FILE] [--size demo|load] [--yes-demo]',
  options: {
    demo: { type: 'boolean' },
    size: { type: 'string', default: 'demo' },
    channels: { type: 'string' },
    'yes-demo': { type: 'boolean' },
  },
  help: [
    '--demo            says that invented data is what you want',
    '--channels FILE   JSON with the credentials of three numbers that the provider knows:',
    '                  {"ventas": {"phoneNumberId", "wabaId", "accessToken"}, "taller": {…}, "dental": {…}}',
    '--size load       a third workspace, too, with 100,000 contacts and 2,000,000 messages; minutes',
    '--yes-demo        needed where NODE_ENV is production',
    '',
    'SEED_PASSWORD becomes the password of everybody; without it, one is derived from SESSION_SECRET.',
  ],
  optionOf: { numbers: 'channels', password: 'SEED_PASSWORD' },
  run: ({ values, surroundings, progress }) =>
    withParts(surroundings, async (parts, config) => {
      requireConsent(values, config)
      const started = Date.now()
      progress('writing the demo …')
      const { logins, written } = await seedDemo(parts, {
        password: passwordFrom(surroundings.env['SEED_PASSWORD']),
        numbers: numbersFrom(optionalText(values, 'channels')),
        load: values['size'] === 'load' ? FULL_LOAD : undefined,
      })
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      const done =
        written > 0 ? `The demo is there (${written} steps in ${seconds} s).` : 'The demo was there already.'
      const lines = logins.map(
        ({ email, password, role, workspace }) => `  ${workspace}  ${role}  ${email}  ${password}`,
      )
      return { json: { logins }, text: [done, 'Sign in as', ...lines].join('\n') }
    }),
}

/** Invented customers among real ones would be hard to get out again. */
function requireConsent(values: Values, { production }: Config): void {
  if (!values['demo']) throw new UsageError('--demo is missing: there is no other data to seed', NAME)
  if (values['size'] !== 'demo' && values['size'] !== 'load')
    throw new UsageError(`--size ${String(values['size'])} is unknown`, NAME)
  if (production && !values['yes-demo'])
    throw new UsageError(
      'NODE_ENV is production: add --yes-demo if this database is really for the demo',
      NAME,
    )
}

function passwordFrom(given: string | undefined): string | undefined {
  if (!given) return undefined
  const parsed = zPassword.safeParse(given)
  if (parsed.success) return parsed.data
  throw new UsageError(`SEED_PASSWORD is not usable: ${parsed.error.issues[0]?.message ?? 'invalid'}`, NAME)
}

const Numbers = z.strictObject({
  ventas: WhatsAppCloudCredentials,
  taller: WhatsAppCloudCredentials,
  dental: WhatsAppCloudCredentials,
})

function numbersFrom(path: string | undefined): DemoNumbers | undefined {
  if (path === undefined) return undefined
  const parsed = Numbers.safeParse(jsonIn(path))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new UsageError(`${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is invalid'}`, NAME)
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new UsageError(
      `--channels ${path} cannot be read: ${error instanceof Error ? error.message : ''}`,
      NAME,
    )
  }
}
