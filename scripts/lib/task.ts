import { existsSync } from 'node:fs'
import { releaseEngines } from '../engine/supervise.ts'
import { stopAllChildren } from './children.ts'
import { cleanUps, type CleanUp } from './clean-ups.ts'

export interface TaskContext {
  args: readonly string[]
  log: (line: string) => void
  /** Clean-ups run in reverse order, once, also on Ctrl-C and SIGTERM. */
  onEnd(cleanUp: CleanUp): void
  /** Settles when the user asks to stop. */
  stopRequested: Promise<NodeJS.Signals>
}

/** An end with words for the user and no stack. */
export class TaskFailure extends Error {
  override readonly name = 'TaskFailure'
  readonly exitCode: number

  constructor(message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/**
 * Runs a task to its end, then ends its children, runs its clean-ups and lets go of the engine. Its exit code, or the signal that ended it, becomes the process's.
 * A signal starts the clean-up at once; repeated signals change nothing, so that npm, the launcher
 * and the terminal may all deliver the same Ctrl-C.
 */
export async function runTask(work: (context: TaskContext) => Promise<number | void>): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const atEnd = cleanUps()
  const stopRequested = firstSignal()
  const context: TaskContext = {
    args: process.argv.slice(2),
    log: (line) => process.stderr.write(`${line}\n`),
    onEnd: atEnd.add,
    stopRequested,
  }
  const interrupted = stopRequested.then((signal) => (signal === 'SIGINT' ? 130 : 143))
  const finished = work(context).then((code) => code ?? 0)
  // After a signal the work may still fail, because its children are being ended: nobody needs to read that.
  const code = await Promise.race([finished, interrupted]).catch(reportFailure)
  await stopAllChildren()
  await atEnd.run(context.log)
  await releaseEngines()
  process.exit(code)
}

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal))
  })
}

function reportFailure(error: unknown): number {
  if (error instanceof TaskFailure) {
    process.stderr.write(`${error.message}\n`)
    return error.exitCode
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return 1
}
