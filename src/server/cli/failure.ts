import { ZodError } from 'zod'
import { ConfigError } from '../config.ts'
import { KeyringError } from '../platform/crypto/index.ts'
import { isDatabaseAway } from '../platform/db/errors.ts'
import { MigrationError } from '../platform/db/migrate.ts'
import { AppError } from '../platform/errors.ts'
import type { Command } from './command.ts'

/** An end with words for whoever typed the command. 1: it failed; 2: it was not understood. */
export interface Failure {
  exitCode: 1 | 2
  code: string
  message: string
  details: unknown
}

export class UsageError extends Error {
  /** The command that was meant, as far as it was understood. */
  readonly command: string

  constructor(message: string, command = '') {
    super(message)
    this.command = command
  }
}

type Naming = Pick<Command, 'optionOf'>

/** Says what went wrong, where, and how to mend it. */
export function failureOf(error: unknown, naming: Naming = {}): Failure {
  if (error instanceof UsageError) {
    const message = `${error.message}. See: crm ${error.command ? `${error.command} ` : ''}--help`
    return { exitCode: 2, code: 'WRONG_USAGE', message, details: {} }
  }
  if (error instanceof ConfigError) return failed('CONFIG_INVALID', error.message)
  if (error instanceof KeyringError) return failed('CONFIG_INVALID', error.message)
  if (error instanceof MigrationError) return failed('MIGRATION_FAILED', error.message)
  if (error instanceof ZodError) return invalidInput(error, naming)
  if (error instanceof AppError) return refused(error, naming)
  if (isDatabaseAway(error))
    return failed(
      'UNAVAILABLE',
      `the database of DATABASE_URL does not answer (${reasonOf(error)}): start it, or mend the address`,
    )
  if (lacksTable(error))
    return failed('NOT_MIGRATED', 'the database lacks the newest schema: run crm migrate')
  return failed('INTERNAL', `unexpected: ${reasonOf(error)}. LOG_LEVEL=debug shows where`)
}

function failed(code: string, message: string): Failure {
  return { exitCode: 1, code, message, details: {} }
}

/** What the options hold is wrong, so it is the call that needs mending. */
function invalidInput(error: ZodError, naming: Naming): Failure {
  const fields = Object.fromEntries(
    error.issues.map((issue) => [optionNamed(issue.path.map(String).join('.'), naming), issue.message]),
  )
  return { exitCode: 2, code: 'VALIDATION_FAILED', message: sentence(fields), details: { fields } }
}

function refused(error: AppError, naming: Naming): Failure {
  const given = error.details.fields ?? {}
  const fields = Object.fromEntries(
    Object.entries(given).map(([path, why]) => [optionNamed(path, naming), why]),
  )
  const isNamed = Object.keys(fields).length > 0
  const message = isNamed ? `${error.message} (${sentence(fields)})` : error.message
  const details = isNamed ? { ...error.details, fields } : error.details
  return { exitCode: error.code === 'VALIDATION_FAILED' ? 2 : 1, code: error.code, message, details }
}

function optionNamed(path: string, { optionOf = {} }: Naming): string {
  const option = optionOf[path]
  return option === undefined ? path : `--${option}`
}

function sentence(fields: Record<string, string>): string {
  return Object.entries(fields)
    .map(([option, why]) => `${option}: ${why}`)
    .join('; ')
}

const LACKS_SCHEMA = new Set([1146, 1054])

function lacksTable(error: unknown): boolean {
  return chain(error).some((link) => 'errno' in link && LACKS_SCHEMA.has(Number(link.errno)))
}

/** The innermost cause: drivers and mappers wrap it in whole statements. */
export function reasonOf(error: unknown): string {
  const innermost = chain(error).at(-1)
  if (!innermost) return String(error)
  const code = 'code' in innermost && typeof innermost.code === 'string' ? innermost.code : ''
  return innermost.message || code || innermost.name
}

function chain(error: unknown): Error[] {
  const links: Error[] = []
  for (let link = error; link instanceof Error && links.length < 5; link = link.cause) links.push(link)
  return links
}
