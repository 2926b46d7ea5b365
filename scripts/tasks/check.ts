import { describeViolation, readBoundaries } from '../lib/boundaries.ts'
import { runNode } from '../lib/children.ts'
import { resultLine, timed, type StepResult } from '../lib/steps.ts'
import { runTask, TaskFailure } from '../lib/task.ts'

/** Fewer than this and dependency-cruiser has not read the sources: it would pass everything in silence. */
const FEWEST_MODULES = 250

const STEPS: Record<string, () => Promise<boolean>> = {
  // More checkers repeat each other's work and lose on a machine with two cores.
  types: () => tool('typescript/bin/tsc', '--noEmit', '--checkers', '1'),
  lint: () => tool('oxlint/bin/oxlint'),
  format: () => tool('oxfmt/bin/oxfmt', '--check'),
  boundaries: async () => checkBoundaries(),
  unused: () => tool('knip/bin/knip.js'),
}

await runTask(async ({ args }) => {
  const results: StepResult[] = []
  for (const [name, work] of Object.entries(STEPS)) {
    if (args.length > 0 && !args.includes(name)) continue
    const result = await timed(name, work)
    results.push(result)
    process.stdout.write(`${resultLine(result)}\n`)
  }
  const failed = results.filter(({ isOk }) => !isOk).map(({ name }) => name)
  if (failed.length > 0) throw new TaskFailure(`check failed: ${failed.join(', ')}`)
})

async function tool(path: string, ...args: string[]): Promise<boolean> {
  return (await runNode([`node_modules/${path}`, ...args])) === 0
}

function checkBoundaries(): boolean {
  const { moduleCount, violations } = readBoundaries()
  for (const violation of violations) process.stdout.write(`${describeViolation(violation)}\n`)
  if (moduleCount >= FEWEST_MODULES) return violations.length === 0
  process.stdout.write(`Only ${moduleCount} modules were read; at least ${FEWEST_MODULES} were expected.\n`)
  return false
}
