import { startFakeGraph } from './fake-graph.ts'

/**
 * The fake provider as a process of its own. Variables: FAKE_GRAPH_PORT and FAKE_GRAPH_PHONE_PORT (0 or
 * absent: a free one), FAKE_GRAPH_WEBHOOK_URL, FAKE_GRAPH_APP_SECRET, FAKE_GRAPH_STATE_FILE. Prints one
 * line of JSON when it listens; SIGTERM and SIGINT end it.
 */
const { env } = process

const fake = await startFakeGraph({
  port: Number(env['FAKE_GRAPH_PORT'] ?? 0),
  phonePort: Number(env['FAKE_GRAPH_PHONE_PORT'] ?? 0),
  // People watch the demo: ticks should climb at a pace one can see.
  settings: { statusDelaysMs: { sent: 250, delivered: 600, read: 400 } },
  ...(env['FAKE_GRAPH_WEBHOOK_URL'] && { webhookUrl: env['FAKE_GRAPH_WEBHOOK_URL'] }),
  ...(env['FAKE_GRAPH_APP_SECRET'] && { appSecret: env['FAKE_GRAPH_APP_SECRET'] }),
  ...(env['FAKE_GRAPH_STATE_FILE'] && { stateFile: env['FAKE_GRAPH_STATE_FILE'] }),
})

process.stdout.write(`${JSON.stringify({ ready: true, graphUrl: fake.url, phoneUrl: fake.phoneUrl })}\n`)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void fake.close().then(() => process.exit(0))
  })
}
