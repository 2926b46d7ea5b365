import { spawn } from 'node:child_process'

/** A program that could not be started or ended badly; the message holds the end of what it said. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

export interface OutputOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
}

/** Runs a program to its end. @returns its standard output. @throws CommandError on a non-zero exit. */
export async function output(
  program: string,
  args: readonly string[],
  options: OutputOptions = {},
): Promise<string> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, said] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk))
  const code = await exitOf(child)
  if (code === 0) return out
  const tail = (said || out).trimEnd().split('\n').slice(-6).join('\n')
  throw new CommandError(`${program} ${args[0] ?? ''} ended with ${code}\n${tail}`)
}

function exitOf(child: ReturnType<typeof spawn>): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
}
