import { closeSync, openSync, readFileSync } from 'node:fs'
import { startNode, type Child } from '../lib/children.ts'
import { waitUntil } from '../engine/process.ts'

const READY_DEADLINE_MS = 60_000

export interface ServerOptions {
  env: NodeJS.ProcessEnv
  /** Base URL that `/readyz` is asked at. */
  url: string
  /** Receives what the server prints. */
  logFile: string
}

/** Starts the built server and waits until it says that it is ready. @throws Error with the end of its log. */
export async function startServer({ env, url, logFile }: ServerOptions): Promise<Child> {
  const log = openSync(logFile, 'a', 0o600)
  const server = startNode({
    name: 'server',
    args: ['--max-old-space-size=512', 'dist/index.js'],
    env,
    stdio: ['ignore', log, log],
    isShielded: true,
  })
  closeSync(log)
  const isReady = await waitUntil(
    async () => server.isEnded() || (await answers(`${url}/readyz`)),
    READY_DEADLINE_MS,
  )
  if (isReady && !server.isEnded()) return server
  const how = server.isEnded()
    ? `ended with ${await server.ended}`
    : `was not ready in ${READY_DEADLINE_MS / 1000} s`
  await server.stop()
  throw new Error(`The server ${how}\n${tail(logFile)}`)
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false // not listening yet
  }
}

function tail(path: string): string {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-15).join('\n')
}
