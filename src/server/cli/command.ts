import type { ParseArgsConfig } from 'node:util'
import type { Intake } from '../modules/inbound/index.ts'
import type { ChannelDirectory } from '../modules/channels/index.ts'
import type { AppServices } from '../api/services.ts'
import type { Config } from '../config.ts'
import type { Pools } from '../platform/db/pools.ts'
import type { Logger } from '../platform/log/index.ts'

/** The product put together, with nothing of it running but what a command asks for. */
export interface Parts {
  services: AppServices
  pools: Pools
  intake: Intake
  directory: ChannelDirectory
  jobs: { stop(): Promise<void> }
  stop(): Promise<void>
}

/** The world around the command line; tests bring their own. */
export interface Surroundings {
  env: Record<string, string | undefined>
  compose: (config: Config, log: Logger) => Parts
  /** Folder of the program: migrations lie beside it. */
  home: string
  out: (text: string) => void
  err: (text: string) => void
}

export type Values = Readonly<Record<string, string | boolean | undefined>>

export interface Invocation {
  values: Values
  surroundings: Surroundings
  /** Tells people how far a long command is; on stderr, and not at all with --json. */
  progress: (line: string) => void
}

/** What a command answers: one JSON document, or the same in words. */
export interface Answer {
  json: unknown
  text: string
  /** For people only, on stderr. */
  aside?: string
  /** 0 unless the answer itself is bad news. */
  exitCode?: 0 | 1
}

export interface Command {
  /** Words that call it: `workspace create`. */
  name: string
  summary: string
  /** Without the options that every command has. */
  usage: string
  options: NonNullable<ParseArgsConfig['options']>
  required?: readonly string[]
  /** One line for each option that the usage does not explain. */
  help: readonly string[]
  /** Which option a refused field came from, where the names differ. */
  optionOf?: Readonly<Record<string, string>>
  run(invocation: Invocation): Promise<Answer>
}

/** A text option that `required` names. */
export function textOf(values: Values, name: string): string {
  const value = values[name]
  if (typeof value !== 'string') throw new TypeError(`--${name} is not declared as required`)
  return value
}

export function optionalText(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}
