import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

/** The part of dependency-cruiser's JSON that we read. */
interface CruiseResult {
  summary: { totalCruised: number; violations: Violation[] }
}

export interface Violation {
  rule: { name: string }
  from: string
  to: string
  cycle?: { name: string }[]
}

export interface Boundaries {
  moduleCount: number
  violations: Violation[]
}

/**
 * Reads the imports under `<root>/src` and holds them against .dependency-cruiser.cjs.
 * @throws Error when the tool itself fails.
 */
export function readBoundaries(root = '.'): Boundaries {
  const tool = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const config = resolve('.dependency-cruiser.cjs')
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [tool, 'src', '--config', config, '--output-type', 'json'],
    { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  )
  // Its exit code counts the violations, so only the missing answer says that it failed.
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser failed: ${stderr || stdout}`)
  const { summary } = JSON.parse(stdout) as CruiseResult
  return { moduleCount: summary.totalCruised, violations: summary.violations }
}

export function describeViolation({ rule, from, to, cycle }: Violation): string {
  const path = cycle ? [from, ...cycle.map(({ name }) => name)].join(' → ') : `${from} → ${to}`
  return `${rule.name}: ${path}`
}
