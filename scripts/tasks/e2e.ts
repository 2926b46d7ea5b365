import { rmSync } from 'node:fs'
import { buildIfChanged } from '../lib/build.ts'
import { ensureChromium, HOW_TO_GET_CHROMIUM } from '../lib/chromium.ts'
import { runNode } from '../lib/children.ts'
import { NOT_RUN } from '../lib/exit-codes.ts'
import { runTask, TaskFailure } from '../lib/task.ts'
import { startStack } from '../stack/index.ts'

await runTask(async ({ args, log, onEnd }) => {
  const chromium = await ensureChromium(log)
  if (!chromium) throw new TaskFailure(`No Chromium for the journeys. ${HOW_TO_GET_CHROMIUM}`, NOT_RUN)
  await buildIfChanged(log)
  rmSync('test-results', { recursive: true, force: true })
  const stack = await startStack({
    database: 'crm_e2e',
    serverUrl: process.env.TEST_DATABASE_URL,
    isReset: true,
    // Journeys must not wait two minutes for an unanswered send to be decided.
    serverEnv: { SEND_HOLD_MS: '2000' },
    log,
  })
  onEnd(stack.stop)
  return runNode(['node_modules/@playwright/test/cli.js', 'test', ...args], {
    E2E_CHROMIUM: chromium,
    E2E_APP_URL: stack.appUrl,
    E2E_PHONE_URL: stack.phoneUrl,
    E2E_GRAPH_URL: stack.graphUrl,
    E2E_DATABASE_URL: stack.databaseUrl,
    E2E_LOGINS: JSON.stringify(stack.logins),
  })
})
