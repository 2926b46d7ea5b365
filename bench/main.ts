import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { runTask, TaskFailure } from '../scripts/lib/task.ts'
import { print, Report, writeJson, type Run } from './report.ts'
import { runScenarios, SCENARIO_NAMES } from './scenarios/index.ts'
import { openBenchWorld, type Bench } from './world.ts'
import { writeDocs } from './write-docs.ts'

const USAGE = `npm run bench -- [${SCENARIO_NAMES.join('|')} …] [options]
  --quick      50,000 rows instead of 1,000,000, short runs: shows that it works, not how fast
  --keep       leave the database, and use the one that an earlier --keep has left
  --json FILE  write the figures (always written to .data/bench/last.json)
  --write      put the figures into docs/benchmarks.md; with --from FILE those of an earlier run
  --strict     exit with 1 where a target is missed`

const LAST = '.data/bench/last.json'

await runTask(async ({ args, onEnd }) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      json: { type: 'string' },
      write: { type: 'boolean', default: false },
      from: { type: 'string' },
      strict: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return print(USAGE)
  if (values.from !== undefined) return writeDocs(values.from)
  const unknown = positionals.filter((name) => !SCENARIO_NAMES.includes(name))
  if (unknown.length > 0) throw new TaskFailure(`Unknown: ${unknown.join(', ')}\n${USAGE}`)

  const world = await openBenchWorld({ isQuick: values.quick, isKept: values.keep })
  onEnd(() => world.close())
  const bench: Bench = { world, report: new Report(), isQuick: values.quick }
  await runScenarios(bench, positionals)
  const run: Run = {
    date: new Date().toISOString().slice(0, 10),
    machine: machine(`${world.engine.kind} ${world.engine.version}`),
    command: `npm run bench${args.length > 0 ? ` -- ${args.join(' ')}` : ''}`,
    isQuick: values.quick,
    rows: bench.report.rows,
  }
  for (const path of new Set([LAST, values.json ?? LAST])) writeJson(path, run)
  if (values.write) writeDocs(LAST)
  const { passed, failed } = bench.report
  print(`\n${passed} passed, ${failed} failed`)
  return values.strict && failed > 0 ? 1 : 0
})

function machine(engine: string): Run['machine'] {
  const cores = cpus()
  return {
    cores: cores.length,
    cpu: cores[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.versions.node,
    engine,
  }
}
