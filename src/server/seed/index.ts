import { AppError } from '../platform/errors.ts'
import { demoLogins, demoPassword, isPasswordRight, type DemoLogin } from './logins.ts'
import { DENTAL, NOGAL, type DemoWorkspace } from './people.ts'
import type { DemoNumbers } from './perform/channels.ts'
import { fillWorkspace } from './perform/fill.ts'
import type { SeedServices } from './perform/stage.ts'
import { crmPlan, type CrmPlan } from './crm/plan.ts'
import { LOAD, seedLoad, type LoadSize } from './load/index.ts'
import { Calendar } from './plan/calendar.ts'
import { stepsOf } from './plan/steps.ts'
import type { Story } from './plan/story.ts'
import { dentalStories, nogalStories } from './stories/index.ts'

export { FULL_LOAD } from './load/index.ts'
export type { DemoNumbers } from './perform/channels.ts'

interface Demo {
  workspace: DemoWorkspace
  tell: (when: Calendar) => Story[]
  plan: ((when: Calendar) => CrmPlan) | null
}

const DEMOS: readonly Demo[] = [
  { workspace: NOGAL, tell: nogalStories, plan: crmPlan },
  { workspace: DENTAL, tell: dentalStories, plan: null },
]

export interface SeedOptions {
  /** For everybody; see demoPassword. */
  password: string | undefined
  /** Needed only where something is still to be written. */
  numbers: DemoNumbers | undefined
  /** A third workspace beside the demo's two, with very much in it. */
  load?: LoadSize | undefined
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
    throw new AppError(
      'CONFLICT',
      'the demo is there already, made with another SEED_PASSWORD or SESSION_SECRET: set that one, or begin with an empty database',
    )
  let written = 0
  for (const { workspace, tell, plan } of DEMOS) {
    const when = new Calendar(now(), workspace.utcOffsetHours)
    const filling = { workspace, steps: stepsOf(tell(when)), crm: plan && plan(when) }
    written += await fillWorkspace(seed, { ...filling, password, numbers: options.numbers })
  }
  if (options.load && (await seedLoad(seed, options.load, password))) written++
  const workspaces = [...DEMOS.map((demo) => demo.workspace), ...(options.load ? [LOAD] : [])]
  return { logins: demoLogins(workspaces, password), written }
}
