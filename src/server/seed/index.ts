import { AppError } from '../platform/errors.ts'
import { listReceipts } from '../modules/inbound/index.ts'
import { demoLogins, demoPassword, isPasswordRight, type DemoLogin } from './logins.ts'
import { DENTAL, NOGAL, type DemoWorkspace } from './people.ts'
import { ensureChannels, type DemoNumbers } from './perform/channels.ts'
import { backdateThreads, backdateWorkspace, workspaceIdOf } from './perform/history.repo.ts'
import { readProgress } from './perform/progress.ts'
import type { SeedServices, Stage } from './perform/stage.ts'
import { perform } from './perform/steps.ts'
import { ensureWorkspace } from './perform/workspace.ts'
import { Calendar } from './plan/calendar.ts'
import { stepsOf, type Step } from './plan/steps.ts'
import type { Story } from './plan/story.ts'
import { dentalStories, nogalStories } from './stories/index.ts'

export type { DemoLogin } from './logins.ts'
export type { DemoNumbers } from './perform/channels.ts'
export type { SeedServices } from './perform/stage.ts'

interface Demo {
  workspace: DemoWorkspace
  tell: (when: Calendar) => Story[]
}

const DEMOS: readonly Demo[] = [
  { workspace: NOGAL, tell: nogalStories },
  { workspace: DENTAL, tell: dentalStories },
]

export interface SeedOptions {
  /** For everybody; see demoPassword. */
  password: string | undefined
  /** Needed only where something is still to be written. */
  numbers: DemoNumbers | undefined
}

export interface SeedResult {
  logins: DemoLogin[]
  /** Steps that this run did: 0 where everything was there. */
  written: number
}

/**
 * Fills two workspaces with a furniture shop and a dental practice: people, numbers, two years of
 * conversations up to two minutes ago. Everything that came from outside goes through the inbound
 * pipeline, everything that the team did through the use cases; only what cannot be done again (a
 * message that was sent long ago) is written by a repository of the seed's own. Running it again
 * changes nothing; running it after it broke off goes on.
 * @throws AppError CONFLICT where the demo was made with another password, VALIDATION_FAILED where
 *   numbers are needed and lack.
 */
export async function seedDemo(seed: SeedServices, options: SeedOptions): Promise<SeedResult> {
  const { systemDb, config, now } = seed.services
  const password = demoPassword(options.password, config.sessionSecret)
  if (!(await isPasswordRight(systemDb, password)))
    throw new AppError('CONFLICT', 'the demo is there already, made with another SEED_PASSWORD or SESSION_SECRET')
  let written = 0
  for (const { workspace, tell } of DEMOS) {
    const steps = stepsOf(tell(new Calendar(now(), workspace.utcOffsetHours)))
    written += await fill(seed, { workspace, steps, password, numbers: options.numbers })
  }
  return { logins: demoLogins(DEMOS.map((demo) => demo.workspace), password), written }
}

interface Filling {
  workspace: DemoWorkspace
  steps: Step[]
  password: string
  numbers: DemoNumbers | undefined
}

async function fill(seed: SeedServices, filling: Filling): Promise<number> {
  const { workspace, steps } = filling
  const { systemDb, workspaceDb } = seed.services
  const known = await workspaceIdOf(systemDb, workspace.slug)
  if (known) {
    const progress = await readProgress({ slug: workspace.slug, db: workspaceDb(known) }, steps)
    if (progress.steps.length === 0) return 0
  }
  const stage = await prepare(seed, filling)
  const progress = await readProgress(stage, steps)
  for (const [key, place] of progress.places) stage.places.set(key, place)
  for (const step of progress.steps) await perform(stage, step)
  await backdateThreads(stage.db)
  await requireAllApplied(stage)
  return progress.steps.length
}

async function prepare(seed: SeedServices, { workspace, steps, password, numbers }: Filling): Promise<Stage> {
  if (!numbers)
    throw new AppError('VALIDATION_FAILED', 'the numbers that the demo connects are needed', {
      details: { fields: { numbers: 'missing' } },
    })
  const people = await ensureWorkspace(seed, workspace, password)
  const id = await workspaceIdOf(seed.services.systemDb, workspace.slug)
  if (!id) throw new Error(`the workspace ${workspace.slug} vanished`)
  const db = seed.services.workspaceDb(id)
  const channels = await ensureChannels(seed, db, { demo: workspace, numbers })
  const first = steps[0]
  if (first) await backdateWorkspace(seed.services.systemDb, db, first.at)
  return { ...seed, slug: workspace.slug, db, people, channels, places: new Map() }
}

/** An item that the pipeline kept as failed is a fault of the stories, and must not go unnoticed. */
async function requireAllApplied({ db, slug }: Stage): Promise<void> {
  const { items } = await listReceipts(db, { state: 'failed', limit: 1 })
  const [failed] = items
  if (failed) throw new Error(`${slug}: receipt ${failed.id} was not applied: ${failed.error?.message ?? 'unknown'}`)
}
