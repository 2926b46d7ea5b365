import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'

const STOP_GRACE_MS = 15_000

export interface ChildOptions {
  args: readonly string[]
  env?: NodeJS.ProcessEnv
  stdio?: StdioOptions
  /** Out of the terminal's reach: Ctrl-C comes to it as our SIGTERM, in the order that we choose. */
  isShielded?: boolean
  /** What it is, for messages. */
  name: string
}

/** A long-lived Node process of ours. */
export interface Child {
  name: string
  process: ChildProcess
  /** Exit code or signal, once it has ended. */
  ended: Promise<number | NodeJS.Signals>
  isEnded(): boolean
  /** SIGTERM, then SIGKILL for one that does not listen. Safe to call again. */
  stop(): Promise<void>
}

const running = new Set<Child>()

/** Ends every child that is still alive: a task that is told to stop takes its children along. */
export async function stopAllChildren(): Promise<void> {
  await Promise.all([...running].map((child) => child.stop()))
}

/** Starts `node ...args`. */
export function startNode({ args, env, stdio = 'inherit', name, isShielded = false }: ChildOptions): Child {
  const child = spawn(process.execPath, args, {
    stdio,
    env: { ...process.env, ...env },
    detached: isShielded,
  })
  let hasEnded = false
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('error', () => resolve(1))
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 1))
  })
  const handle: Child = {
    name,
    process: child,
    ended,
    isEnded: () => hasEnded,
    stop: () => stopChild(child, ended),
  }
  running.add(handle)
  void ended.then(() => {
    hasEnded = true
    running.delete(handle)
  })
  return handle
}

/** Runs `node ...args` to its end on this terminal. @returns its exit code; 1 when a signal ended it. */
export async function runNode(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<number> {
  const code = await startNode({ args, env, name: args.join(' ') }).ended
  return typeof code === 'number' ? code : 1
}

async function stopChild(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS)
  await ended
  clearTimeout(timer)
}
