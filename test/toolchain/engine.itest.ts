import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureEngine } from '../../scripts/engine/index.ts'
import { processRef, waitUntil } from '../../scripts/engine/process.ts'

interface Launcher {
  process: ChildProcess
  engine: { pid: number; url: string }
  kill(): Promise<void>
  finish(): Promise<void>
}

let dataDir: string
let launchers: Launcher[]

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'crm-engine-'))
  launchers = []
})

afterEach(async () => {
  await Promise.all(launchers.map((launcher) => launcher.finish()))
  // A launcher that was killed leaves its engine behind: one more user who comes and goes ends it.
  if (launchers.some(({ engine }) => isAlive(engine.pid))) {
    await (await ensureEngine({ dataDir, log: () => undefined })).stop()
  }
  rmSync(dataDir, { recursive: true })
})

async function launch(): Promise<Launcher> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/toolchain/engine-user.ts', dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`The launcher ended with ${code}`)))
  })
  const end = (how: () => void) => {
    how()
    return ended
  }
  const launcher: Launcher = {
    process: child,
    engine: JSON.parse(line) as Launcher['engine'],
    kill: () => end(() => child.kill('SIGKILL')),
    finish: () => end(() => child.stdin.writable && child.stdin.end('\n')),
  }
  launchers.push(launcher)
  return launcher
}

async function query(url: string, sql: string): Promise<RowDataPacket[]> {
  const connection = await createConnection(url)
  const [rows] = await connection.query<RowDataPacket[]>(sql)
  connection.destroy()
  return rows
}

function isAlive(pid: number): boolean {
  return processRef(pid) !== null
}

async function killEngine(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL')
  await waitUntil(() => !isAlive(pid), 5_000)
}

describe('the private engine', () => {
  it('speaks UTC, is strict, and compares like a person', async () => {
    const { engine } = await launch()
    const [settings] = await query(
      engine.url,
      "SELECT @@time_zone AS zone, @@sql_mode AS mode, @@collation_database AS collation, 'José' = 'jose' AS isSame",
    )
    expect(settings).toMatchObject({ zone: '+00:00', collation: 'utf8mb4_unicode_520_ci', isSame: 1 })
    expect(settings?.mode).toContain('STRICT_TRANS_TABLES')
    expect(settings?.mode).toContain('ONLY_FULL_GROUP_BY')
  })

  it('lets nobody in without the password, which only its owner can read', async () => {
    const { engine } = await launch()
    const anonymous = new URL(engine.url)
    anonymous.password = ''
    await expect(query(anonymous.toString(), 'SELECT 1')).rejects.toThrow(/Access denied/)
    anonymous.username = 'root'
    await expect(query(anonymous.toString(), 'SELECT 1')).rejects.toThrow(/Access denied/)
    expect(statSync(join(dataDir, 'mysql.state.json')).mode & 0o777).toBe(0o600)
  })

  it('is shared by launchers that start together, and stops with the last of them', async () => {
    const [first, second, third] = await Promise.all([launch(), launch(), launch()])
    expect(new Set([first.engine.pid, second.engine.pid, third.engine.pid]).size).toBe(1)
    await first.finish()
    await second.finish()
    expect(await query(third.engine.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await third.finish()
    expect(isAlive(third.engine.pid)).toBe(false)
  })

  it('is adopted when its launcher was killed, and then stopped by the adopter', async () => {
    const first = await launch()
    await first.kill()
    expect(isAlive(first.engine.pid)).toBe(true)
    const second = await launch()
    expect(second.engine).toEqual(first.engine)
    await second.finish()
    expect(isAlive(first.engine.pid)).toBe(false)
  })

  it('keeps what was committed when engine and launcher are killed', async () => {
    const first = await launch()
    await query(first.engine.url, 'CREATE TABLE facts (id int PRIMARY KEY)')
    await query(first.engine.url, 'INSERT INTO facts VALUES (1), (2)')
    await Promise.all([killEngine(first.engine.pid), first.kill()])
    const second = await launch()
    expect(second.engine.pid).not.toBe(first.engine.pid)
    expect(await query(second.engine.url, 'SELECT id FROM facts ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }])
  })

  it('never signals a stranger whose pid stands in the pid file', async () => {
    const first = await launch()
    await first.finish()
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    writeFileSync(join(dataDir, 'mysql.pid'), String(stranger.pid))
    const second = await launch()
    expect(second.engine.pid).not.toBe(stranger.pid)
    await second.finish()
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
    stranger.kill()
  })

  it('starts anew after a first start that died while it was making the data folder', async () => {
    // Such a death leaves the folder under its working name only.
    writeFileSync(join(dataDir, 'mysql.new'), 'half')
    expect(await query((await launch()).engine.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })
})
