import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** Linux counts CPU time in hundredths of a second. */
const TICKS_PER_SECOND = 100

/** CPU seconds that a process has used, all its threads together; 0 where /proc is absent. */
export function cpuSeconds(pid: number): number {
  const stat = read(`/proc/${pid}/stat`)
  // The second field is the name in parentheses and may itself hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND
}

/** Resident memory in MB; 0 where /proc is absent. */
export function residentMb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024
}

/** CPU seconds that the whole machine has been busy. */
function machineSeconds(): number {
  const [, user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = (
    read('/proc/stat').split('\n', 1)[0] ?? ''
  )
    .split(/\s+/)
    .map(Number)
  return (user + nice + system + irq + softirq) / TICKS_PER_SECOND
}

export interface CpuUse {
  seconds: number
  /** CPU seconds by name of the process watched. */
  byName: Record<string, number>
  /** Cores that anything else on this machine kept busy: above 0.2 the run says little. */
  foreignCores: number
}

/** Watches who uses the CPU until the returned function is called. This process counts as `load`. */
export function watchCpu(pids: Record<string, number>): () => CpuUse {
  const all: Record<string, number> = { ...pids, load: process.pid }
  const names = Object.keys(all)
  const used = () => names.map((name) => cpuSeconds(all[name] ?? 0))
  const before = { at: performance.now(), machine: machineSeconds(), used: used() }
  return () => {
    const seconds = (performance.now() - before.at) / 1000
    const after = used()
    const byName = Object.fromEntries(names.map((name, i) => [name, (after[i] ?? 0) - (before.used[i] ?? 0)]))
    const ours = Object.values(byName).reduce((sum, value) => sum + value, 0)
    const foreign = machineSeconds() - before.machine - ours
    return { seconds, byName, foreignCores: Math.max(0, Math.min(availableParallelism(), foreign / seconds)) }
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // another system, or the process has ended
  }
}
