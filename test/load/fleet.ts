import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const READY_DEADLINE_MS = 20_000
/** As `npm run start` has it. */
const HEAP = '--max-old-space-size=512'

export interface FleetOptions {
  bundle: string
  ports: number[]
  env: Record<string, string>
  logFile: string
}

/** Several processes of the product, killed without warning and started again. */
export class Fleet {
  readonly urls: string[]
  kills = 0
  private readonly options: FleetOptions
  private readonly children: (ChildProcess | undefined)[] = []
  private next = 0

  constructor(options: FleetOptions) {
    this.options = options
    this.urls = options.ports.map((port) => `http://127.0.0.1:${port}`)
  }

  async start(): Promise<void> {
    await Promise.all(this.options.ports.map((_port, index) => this.startOne(index)))
  }

  /** The next process in turn; it may be dead at the moment. */
  url(): string {
    this.next = (this.next + 1) % this.urls.length
    return this.urls[this.next] as string
  }

  /** The process id, for its figures in /proc. */
  pid(index: number): number {
    return this.children[index]?.pid ?? 0
  }

  /** SIGKILL to one process, and a new one in its place. */
  async crash(index: number): Promise<void> {
    this.kills++
    this.children[index]?.kill('SIGKILL')
    await pause(100)
    await this.startOne(index)
  }

  async stop(): Promise<void> {
    for (const child of this.children) child?.kill('SIGKILL')
    await pause(100)
  }

  private async startOne(index: number): Promise<void> {
    const log = openSync(this.options.logFile, 'a')
    this.children[index] = spawn(process.execPath, [HEAP, this.options.bundle], {
      stdio: ['ignore', log, log],
      env: { ...process.env, ...this.options.env, PORT: String(this.options.ports[index]) },
    })
    closeSync(log)
    await until(
      () => isUp(`${this.urls[index]}/healthz`),
      READY_DEADLINE_MS,
      `a process on ${this.urls[index]}`,
    )
  }
}

async function isUp(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok
  } catch {
    return false
  }
}

/** Asks every 100 ms until the answer is yes. @throws Error at the deadline. */
export async function until(ask: () => Promise<boolean>, deadlineMs: number, what: string): Promise<void> {
  const deadline = Date.now() + deadlineMs
  while (!(await ask())) {
    if (Date.now() > deadline) throw new Error(`${what}: not in ${deadlineMs / 1000} s`)
    await pause(100)
  }
}

/** Runs work every so often until told to stop; resolves when the last turn is over. */
export function every(ms: number, work: (turn: number) => Promise<void>): { stop(): Promise<void> } {
  const abort = new AbortController()
  const running = (async () => {
    for (let turn = 0; !abort.signal.aborted; turn++) {
      await pause(ms, undefined, { signal: abort.signal }).catch(() => undefined)
      if (!abort.signal.aborted) await work(turn)
    }
  })()
  return {
    stop: async () => {
      abort.abort()
      await running
    },
  }
}
