import { mkdirSync, rmSync } from 'node:fs'
import { build } from '../lib/build.ts'
import { runNode } from '../lib/children.ts'
import { NOT_RUN } from '../lib/exit-codes.ts'
import { playwrightCounts, vitestCounts, type Counts } from '../lib/reports.ts'
import { resultLine, timed, type StepResult } from '../lib/steps.ts'
import { runTask, type TaskContext } from '../lib/task.ts'
import { ensureEngine } from '../engine/index.ts'
import { ensureMysql } from '../engine/mysql.ts'

const REPORTS = '.data/reports'
/** What must hold on real MySQL as well: migrations, the guard, repositories, the inbound spine. */
const SECOND_ENGINE_TESTS = ['src/server/platform/db', 'src/server/modules', 'test/integration']

interface Step {
  name: string
  budgetSeconds: number
  /** @returns success, or 'not run' after saying why. */
  work: () => Promise<boolean | 'not run'>
  counts?: () => Counts
}

await runTask(async (context) => {
  rmSync(REPORTS, { recursive: true, force: true })
  mkdirSync(REPORTS, { recursive: true })
  const outcomes: Outcome[] = []
  for (const step of steps(context)) {
    process.stdout.write(`\n== ${step.name}\n`)
    outcomes.push(await runStep(step))
  }
  return summarise(outcomes)
})

function steps(context: TaskContext): Step[] {
  return [
    { name: 'set-up', budgetSeconds: 60, work: () => setUp(context) },
    { name: 'check', budgetSeconds: 60, work: () => task('check') },
    // Before the tests: one of them weighs what the browser has to load.
    { name: 'build', budgetSeconds: 60, work: () => build(context.log).then(() => true) },
    vitestStep('unit', 60, ['--project', 'unit']),
    vitestStep('integration', 300, ['--project', 'integration']),
    {
      name: 'second engine',
      budgetSeconds: 180,
      work: () => onMysql(context),
      counts: () => vitestCounts(report('second engine')),
    },
    {
      name: 'e2e',
      budgetSeconds: 300,
      work: () => task('e2e'),
      counts: () => playwrightCounts('test-results/e2e.json'),
    },
  ]
}

/** The launcher has installed the packages; here the engine is had, and held so that no later step waits for it. */
async function setUp({ log }: TaskContext): Promise<boolean> {
  await ensureEngine({ log })
  return true
}

function vitestStep(name: string, budgetSeconds: number, args: string[]): Step {
  return { name, budgetSeconds, work: () => vitest(name, args), counts: () => vitestCounts(report(name)) }
}

async function vitest(name: string, args: string[], env?: NodeJS.ProcessEnv): Promise<boolean> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report(name)}`]
  return (await runNode(['node_modules/vitest/vitest.mjs', 'run', ...args, ...reporters], env)) === 0
}

async function onMysql({ log }: TaskContext): Promise<boolean | 'not run'> {
  const { engine, ...rest } = await ensureMysql({ log })
  if (!engine) {
    log(`No real MySQL on this machine, so MariaDB alone was tested.\n${'reason' in rest ? rest.reason : ''}`)
    return 'not run'
  }
  try {
    const args = ['--project', 'integration', ...SECOND_ENGINE_TESTS]
    return await vitest('second engine', args, { TEST_DATABASE_URL: engine.url })
  } finally {
    await engine.stop()
  }
}

async function task(name: string): Promise<boolean | 'not run'> {
  const code = await runNode(['--import', 'tsx', `scripts/tasks/${name}.ts`])
  return code === NOT_RUN ? 'not run' : code === 0
}

function report(name: string): string {
  return `${REPORTS}/${name.replaceAll(' ', '-')}.json`
}

interface Outcome extends StepResult {
  isRun: boolean
  budgetSeconds: number
  counts: Counts
}

async function runStep({ name, budgetSeconds, work, counts }: Step): Promise<Outcome> {
  let isRun = true
  const result = await timed(name, async () => {
    const outcome = await work()
    isRun = outcome !== 'not run'
    return outcome !== false
  })
  const found = counts?.() ?? { passed: 0, failed: 0 }
  // A step that failed without a failed test (types, a crash of the runner) must not vanish from the sum.
  const failed = result.isOk ? found.failed : Math.max(1, found.failed)
  return { ...result, isRun, budgetSeconds, counts: { passed: found.passed, failed } }
}

function summarise(outcomes: readonly Outcome[]): number {
  process.stdout.write('\n')
  for (const outcome of outcomes) {
    const { passed, failed } = outcome.counts
    const tests = passed + failed > 0 ? `  ${passed} passed, ${failed} failed` : ''
    const line = outcome.isRun
      ? resultLine(outcome, outcome.budgetSeconds)
      : `NOT RUN  ${outcome.name}, see above`
    process.stdout.write(`${line}${tests}\n`)
  }
  const sum = (pick: (counts: Counts) => number) =>
    outcomes.reduce((total, { counts }) => total + pick(counts), 0)
  const failed = sum((counts) => counts.failed)
  process.stdout.write(`${sum((counts) => counts.passed)} passed, ${failed} failed\n`)
  return failed === 0 ? 0 : 1
}
