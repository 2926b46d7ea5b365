import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { RowDataPacket } from 'mysql2'
import { createConnection } from 'mysql2/promise'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { nextFreePort } from '../../scripts/engine/process.ts'
import { CRASH_POINTS, type CrashPoint } from '../../src/server/platform/crash-point.ts'
import { startFakeGraph, type FakeGraph } from '../fake-graph/fake-graph.ts'
import { testDatabaseUrl } from '../harness/database.ts'
import { openBrowser, type Browser } from '../harness/client.ts'
import { eventually } from '../harness/eventually.ts'
import { bundleServer } from '../load/bundle.ts'
import { Fleet, until } from '../load/fleet.ts'

let folder: string
let bundle: string
let fake: FakeGraph
beforeAll(async () => {
  // Inside the checkout, where the bundle finds its native package.
  mkdirSync('.data', { recursive: true })
  folder = mkdtempSync(join(process.cwd(), '.data', 'crash-'))
  bundle = await bundleServer(folder)
  fake = await startFakeGraph()
  fake.control.configure({
    statusDelaysMs: { sent: 5, delivered: 10, read: 10 },
    webhookRetry: { firstMs: 50, factor: 1.2 },
  })
})
const started: Fleet[] = []
afterEach(async () => {
  for (const fleet of started.splice(0)) await fleet.stop()
})
afterAll(async () => {
  await fake.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A process of the product on a port of its own; killed by itself where CRASH_AT says so. */
async function startProcess(port: number, crashAt?: CrashPoint): Promise<Fleet> {
  const fleet = new Fleet({
    bundle,
    ports: [port],
    logFile: join(folder, 'processes.log'),
    env: {
      NODE_ENV: 'production',
      DATABASE_URL: testDatabaseUrl(),
      SESSION_SECRET: 'a session secret that only tests know, 0123456789',
      DATA_ENCRYPTION_KEY: 'a data key of 32 chars for tests',
      META_GRAPH_URL: fake.url,
      META_APP_SECRET: fake.appSecret,
      SAFE_FETCH_ALLOW_CIDRS: '127.0.0.0/8',
      STORAGE_DIR: folder,
      SEND_HOLD_MS: '1000',
      LOG_LEVEL: 'warn',
      CRM_MIGRATIONS_DIR: 'drizzle',
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      ...(crashAt ? { CRASH_AT: crashAt } : {}),
    },
  })
  started.push(fleet)
  await fleet.start()
  fake.control.configure({ webhookUrl: `${fleet.urls[0]}/webhooks/meta` })
  return fleet
}

async function givenNumber(url: string): Promise<{ browser: Browser; phoneNumberId: string }> {
  const browser = openBrowser(url)
  const me = await browser.api.auth.signUp.mutate({
    name: 'Ana',
    email: `${randomUUID()}@crash.example`,
    password: 'una clave larga y tranquila',
    workspaceName: 'Nogal & Lino',
    country: 'MX',
    locale: 'es',
  })
  const inWorkspace = browser.in(me.workspaces[0]?.id)
  const phoneNumberId = String(Math.floor(1e14 + Math.random() * 8e14))
  const credentials = {
    phoneNumberId,
    wabaId: `9${phoneNumberId.slice(1)}`,
    accessToken: `token-${phoneNumberId}`,
  }
  fake.control.addNumber({ ...credentials, displayPhoneNumber: '+52 33 0000 0100', verifiedName: 'Nogal' })
  await inWorkspace.api.channels.connect.mutate({ kind: 'whatsapp_cloud', name: 'Ventas', credentials })
  return { browser: inWorkspace, phoneNumberId }
}

async function query<T extends RowDataPacket>(sql: string, values: unknown[]): Promise<T[]> {
  const connection = await createConnection(testDatabaseUrl())
  try {
    return (await connection.query<T[]>(sql, values))[0]
  } finally {
    await connection.end()
  }
}

const isDead = async (fleet: Fleet) => {
  try {
    process.kill(fleet.pid(0), 0)
    return !(await fetch(`${fleet.urls[0]}/healthz`, { signal: AbortSignal.timeout(500) }).then(
      () => true,
      () => false,
    ))
  } catch {
    return true
  }
}

const INBOUND = CRASH_POINTS.filter((point) => point.startsWith('inbound.'))
const OUTBOUND = CRASH_POINTS.filter((point) => point.startsWith('outbox.'))

describe.each(INBOUND)('a process that dies at %s', (point) => {
  it('loses nothing that it acknowledged, and doubles nothing that comes again', async () => {
    const port = await nextFreePort(44_000, [])
    const healthy = await startProcess(port)
    const { browser, phoneNumberId } = await givenNumber(healthy.urls[0] as string)
    await healthy.stop()
    const dying = await startProcess(port, point)
    fake.control.customerWrites({
      phoneNumberId,
      from: { waId: '523300009001', name: 'Regina' },
      text: 'Hola',
    })
    await until(() => isDead(dying), 10_000, 'the process dies')
    const next = await startProcess(port)
    await fake.control.settled({ timeoutMs: 15_000 })
    const { items } = await browser.api.conversations.list.query({})
    expect(items).toMatchObject([{ unreadCount: 1, preview: 'Hola' }])
    const page = await browser.api.messages.page.query({ conversationId: items[0]?.id as never })
    expect(page.items).toHaveLength(1)
    await next.stop()
  }, 40_000)
})

describe.each(OUTBOUND)('a sender that dies at %s', (point) => {
  it('neither loses the message nor sends it twice', async () => {
    const port = await nextFreePort(44_000, [])
    const healthy = await startProcess(port)
    const { browser, phoneNumberId } = await givenNumber(healthy.urls[0] as string)
    fake.control.customerWrites({
      phoneNumberId,
      from: { waId: '523300009002', name: 'Regina' },
      text: 'Hola',
    })
    await fake.control.settled({ timeoutMs: 10_000 })
    const { items } = await browser.api.conversations.list.query({})
    await healthy.stop()

    const dying = await startProcess(port, point)
    const request = { conversationId: items[0]?.id as never, clientToken: randomUUID(), text: 'Voy' }
    // The answer may be lost with the process; the client asks again under the same token.
    await browser.api.messages.send.mutate(request).catch(() => undefined)
    await until(() => isDead(dying), 10_000, 'the process dies')
    const next = await startProcess(port)
    const { id } = await browser.api.messages.send.mutate(request)
    await until(
      async () => {
        const rows = await query<RowDataPacket>(
          'SELECT state FROM outbox WHERE message_id = (SELECT id FROM messages WHERE client_token = ?)',
          [request.clientToken],
        )
        return rows.every((row) => row['state'] === 'held')
      },
      40_000,
      'the send is settled or held',
    )
    const accepted = () => fake.control.sent({ opaque: id }).countByOpaque[id] ?? 0
    // Died before the provider was asked, with no later webhook as evidence: only a person may decide.
    if (accepted() === 0) await browser.api.messages.settle.mutate({ id, decision: 'resend' })
    await eventually(async () => (accepted() === 1 ? true : undefined))
    await fake.control.settled({ timeoutMs: 10_000 })
    expect(accepted()).toBe(1)
    await next.stop()
  }, 80_000)
})
