import { once } from 'node:events'
import { startNode } from '../../scripts/lib/children.ts'

export interface BareServer {
  url: string
  pid: number
  stop(): Promise<void>
}

/** Starts one of the bare servers of this folder in a process of its own; it tells its port when it listens. */
export async function startBare(file: string, settings: Record<string, string>): Promise<BareServer> {
  const child = startNode({
    args: ['--import', 'tsx', `bench/bare/${file}`],
    env: settings,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    name: file,
  })
  const port = await Promise.race([
    once(child.process, 'message').then(([message]: unknown[]) => message as number),
    child.ended.then((code) => Promise.reject(new Error(`${file} ended with ${code}`))),
  ])
  return { url: `http://127.0.0.1:${port}`, pid: child.process.pid ?? 0, stop: () => child.stop() }
}
