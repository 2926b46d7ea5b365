import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { nextFreePort } from '../../scripts/engine/process.ts'
import { median } from '../load/paired.ts'
import { residentMb } from '../load/proc.ts'
import type { Bench } from '../world.ts'

const STARTS = 5
const READY_MS = 1_500
const IDLE_MB = 150
const SETTLE_MS = 5_000

/** From spawn to ready with the database up, and what an idle process holds. */
export async function coldStart(bench: Bench): Promise<void> {
  const { report } = bench
  report.begin('process', 'a fresh process of the bundle, with the database up')
  const times: number[] = []
  let idleMb = 0
  for (let n = 0; n < STARTS; n++) {
    const { child, readyMs } = await start(bench)
    times.push(readyMs)
    if (n === STARTS - 1) {
      await pause(SETTLE_MS)
      idleMb = residentMb(child.pid ?? 0)
    }
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  const ready = median(times)
  report.target({
    what: `spawn to /readyz 200, median of ${STARTS}`,
    measured: `${ready.toFixed(0)} ms (${times.map((time) => time.toFixed(0)).join(', ')})`,
    target: `≤ ${READY_MS} ms`,
    isMet: ready <= READY_MS,
  })
  report.target({
    what: `memory when idle for ${SETTLE_MS / 1000} s`,
    measured: `${idleMb.toFixed(0)} MB`,
    target: `≤ ${IDLE_MB} MB`,
    isMet: idleMb > 0 && idleMb <= IDLE_MB,
  })
}

async function start({ world }: Bench): Promise<{ child: ChildProcess; readyMs: number }> {
  const port = await nextFreePort(43_300, [])
  const log = openSync(`${world.dataDir}/processes.log`, 'a')
  const started = performance.now()
  const child = spawn(process.execPath, [world.bundle], {
    stdio: ['ignore', log, log],
    env: { ...process.env, ...world.env, PORT: String(port) },
  })
  closeSync(log)
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error(`the process ended with ${child.exitCode}`)
    await pause(10)
  }
  return { child, readyMs: performance.now() - started }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok
  } catch {
    return false // not listening yet
  }
}
