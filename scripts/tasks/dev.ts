import { startNode } from '../lib/children.ts'
import { developmentDatabase, migrateDatabase } from '../lib/database.ts'
import { privateSecrets } from '../lib/secrets.ts'
import { runTask, TaskFailure } from '../lib/task.ts'
import { nextFreePort } from '../engine/process.ts'

const SERVER_PORT = 3000
const WEB_PORT = 5173

await runTask(async (context) => {
  const url = await developmentDatabase(context)
  await migrateDatabase(url, context.log)
  const port = await nextFreePort(Number(process.env.PORT ?? SERVER_PORT), [])
  const webPort = await nextFreePort(WEB_PORT, [port])
  const env = { ...developmentSettings(port, webPort), ...process.env, DATABASE_URL: url, PORT: String(port) }
  const server = startNode({
    name: 'server',
    args: ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'src/server/index.ts'],
    env,
  })
  const web = startNode({
    name: 'web',
    args: ['node_modules/vite/bin/vite.js', '--port', String(webPort), '--strictPort'],
    env: { CRM_SERVER: `http://127.0.0.1:${port}` },
  })
  const ended = await Promise.race([server, web].map((child) => child.ended.then(() => child.name)))
  throw new TaskFailure(`The ${ended} process ended.`)
})

/** Defaults for what the environment and `.env` do not say. */
function developmentSettings(port: number, webPort: number): NodeJS.ProcessEnv {
  return {
    ...privateSecrets(),
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: String(port),
    // The browser talks to vite, which passes the rest on; origins are compared with this one.
    PUBLIC_URL: `http://127.0.0.1:${webPort}`,
    STORAGE_DIR: '.data/storage/crm',
    CRM_MIGRATIONS_DIR: 'drizzle',
    // Only its index.html is looked at: vite serves the app.
    CRM_WEB_DIR: 'src/web',
  }
}
