import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, it } from 'vitest'
import { connectControl } from './control/client.ts'
import { Companion } from './companion.ts'
import { idOf, NOGAL, REGINA } from './given.ts'

interface Ready {
  url: string
  phoneUrl: string
  caFile: string
}

const folder = mkdtempSync(join(tmpdir(), 'fake-whatsapp-'))
const tsx = createRequire(import.meta.url).resolve('tsx/cli')
const main = new URL('main.ts', import.meta.url).pathname

afterAll(() => rmSync(folder, { recursive: true }))

it('is a process whose accounts, links, sessions and queues survive its restart', async () => {
  const first = await start({})
  const before = connectControl(first.ready.phoneUrl)
  await before.addAccount(NOGAL)
  const companion = new Companion(first.ready.url)
  await before.scan({ account: NOGAL.phone, qr: await companion.until(() => companion.qr) })
  await companion.until(() => companion.histories[0])
  const greeting = await before.customerWrites({ from: REGINA, to: NOGAL.phone, text: 'Antes' })
  await companion.message(greeting.id)
  await before.settled()
  await companion.disconnect()
  const waiting = await before.customerWrites({ from: REGINA, to: NOGAL.phone, text: 'En cola' })
  await stop(first.child)

  const second = await start({ FAKE_WHATSAPP_PORT: new URL(first.ready.url).port })
  const after = connectControl(second.ready.phoneUrl)
  companion.reconnect()
  expect((await companion.message(waiting.id)).message?.conversation).toBe('En cola')
  const [, regina] = await after.accounts()
  const sent = await companion.socket.sendMessage(regina?.lidJid ?? '', { text: 'Después' })
  expect(await after.arrival({ id: idOf(sent) })).toMatchObject({ text: 'Después' })
  expect(companion.retriesAsked).toEqual([])
  await expect(after.scan({ account: NOGAL.phone, qr: 'x' })).rejects.toThrow('scan: This QR is unknown')
  expect(second.ready.caFile).toBe(first.ready.caFile)
  await companion.end()
  await stop(second.child)
}, 30_000)

async function start(env: Record<string, string>): Promise<{ child: ChildProcess; ready: Ready }> {
  const stateFile = join(folder, 'state.json')
  const child = spawn(process.execPath, [tsx, main], {
    env: { ...process.env, FAKE_WHATSAPP_STATE_FILE: stateFile, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface(child.stdout as NodeJS.ReadableStream), 'line')) as [string]
  return { child, ready: JSON.parse(line) as Ready }
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  await once(child, 'exit')
}
