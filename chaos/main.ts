import { parseArgs } from 'node:util'
import { MUTATIONS, type MutationName } from './mutations.ts'
import { runInbound } from './g1-inbound.ts'
import { runOutbound } from './g2-outbound.ts'
import { printFigures, type Figure } from './report.ts'

const USAGE = `npm run chaos -- [G1] [G2] [controls] [--seed N] [--webhooks N] [--sends N]
  G1        webhooks with repeats while processes and the database are killed
  G2        sends with refusals and lost answers while processes and the database are killed
  controls  the same with a promise broken on purpose: must find the damage
Without names all three run.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '20260101' },
    webhooks: { type: 'string', default: '20000' },
    sends: { type: 'string', default: '1000' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) {
  process.stdout.write(`${USAGE}\n`)
  process.exit(0)
}

const seed = Number(values.seed)
const wanted = (name: string) => positionals.length === 0 || positionals.includes(name)
const figures: Figure[] = []

/** A broken product must be found out: the control is right when the scenario is red. */
async function control(name: MutationName, telling: string, run: () => Promise<Figure[]>): Promise<void> {
  const red = (await run()).filter((figure) => !figure.isRight && figure.name === telling)
  figures.push({
    name: `control ${name}`,
    value:
      red.length > 0
        ? `found out: ${red.map((figure) => `${figure.name} ${figure.value}`).join(', ')}`
        : 'not found out',
    isRight: red.length > 0,
  })
}

process.stdout.write(`seed ${seed}\n`)
if (wanted('G1'))
  figures.push(
    ...(await runInbound({ webhooks: Number(values.webhooks), seed, killEveryMs: 4_000, databaseKills: 2 })),
  )
if (wanted('G2'))
  figures.push(
    ...(await runOutbound({ sends: Number(values.sends), seed, killEveryMs: 4_000, databaseKills: 2 })),
  )
if (wanted('controls')) {
  await control('ack-before-commit', 'G1 lost messages', () =>
    runInbound({
      webhooks: 6_000,
      seed,
      killEveryMs: 600,
      databaseKills: 0,
      mutation: MUTATIONS['ack-before-commit'],
    }),
  )
  await control('blind-retry', 'G2 sent twice', () =>
    runOutbound({
      sends: 150,
      seed,
      killEveryMs: 4_000,
      databaseKills: 0,
      mutation: MUTATIONS['blind-retry'],
    }),
  )
}

printFigures(figures)
const failed = figures.filter((figure) => !figure.isRight).length
process.stdout.write(`${figures.length - failed} passed, ${failed} failed\n`)
process.exit(failed > 0 ? 1 : 0)
