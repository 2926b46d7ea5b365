import { closeSync, openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { startNode, type Child } from '../lib/children.ts'

export interface FakeGraphOptions {
  graphPort: number
  phonePort: number
  webhookUrl: string
  appSecret: string
  /** Keeps its conversations over a restart. */
  stateFile: string
  /** Receives what it prints on stderr. */
  logFile: string
}

export interface FakeGraph {
  child: Child
  graphUrl: string
  /** The page where a person plays the customer's phone. */
  phoneUrl: string
}

/** Starts the simulated Graph API and waits for its line on stdout. @throws Error when it ends before that. */
export async function startFakeGraph(options: FakeGraphOptions): Promise<FakeGraph> {
  const log = openSync(options.logFile, 'a', 0o600)
  const child = startNode({
    name: 'fake Graph API',
    args: ['--import', 'tsx', 'test/fake-graph/main.ts'],
    stdio: ['ignore', 'pipe', log],
    isShielded: true,
    env: {
      FAKE_GRAPH_PORT: String(options.graphPort),
      FAKE_GRAPH_PHONE_PORT: String(options.phonePort),
      FAKE_GRAPH_WEBHOOK_URL: options.webhookUrl,
      FAKE_GRAPH_APP_SECRET: options.appSecret,
      FAKE_GRAPH_STATE_FILE: options.stateFile,
    },
  })
  closeSync(log)
  const ready = await Promise.race([readyLine(child.process.stdout), child.ended])
  if (typeof ready === 'object') return { child, ...ready }
  throw new Error(`The fake Graph API ended with ${ready}; see ${options.logFile}`)
}

/** Keeps reading afterwards, so that the pipe never fills up. */
function readyLine(stdout: Readable | null): Promise<{ graphUrl: string; phoneUrl: string }> {
  return new Promise((resolve) => {
    if (!stdout) return
    createInterface({ input: stdout }).on('line', (line) => {
      if (!line.startsWith('{"ready":true')) return
      const { graphUrl, phoneUrl } = JSON.parse(line) as { graphUrl: string; phoneUrl: string }
      resolve({ graphUrl, phoneUrl })
    })
  })
}
