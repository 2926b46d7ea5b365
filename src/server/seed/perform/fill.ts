import { listReceipts } from '../../modules/inbound/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { DemoWorkspace } from '../people.ts'
import type { Step } from '../plan/steps.ts'
import { ensureChannels, type DemoNumbers } from './channels.ts'
import { backdateThreads, backdateWorkspace, workspaceIdOf } from './history.repo.ts'
import { isCrmComplete, performCrm } from '../crm/perform.ts'
import type { CrmPlan } from '../crm/plan.ts'
import { readProgress } from './progress.ts'
import type { SeedServices, Stage } from './stage.ts'
import { perform } from './steps.ts'
import { ensureWorkspace } from './workspace.ts'

export interface Filling {
  workspace: DemoWorkspace
  steps: readonly Step[]
  /** What stands beside the conversations; not every demo has it. */
  crm: CrmPlan | null
  password: string
  /** Needed where something is still to be written. */
  numbers: DemoNumbers | undefined
}

/**
 * Makes the workspace if it lacks, and does those of the steps that it lacks.
 * @returns how many steps that were.
 * @throws AppError VALIDATION_FAILED where numbers are needed and lack.
 */
export async function fillWorkspace(seed: SeedServices, filling: Filling): Promise<number> {
  const { workspace, steps, crm } = filling
  const { systemDb, workspaceDb } = seed.services
  const known = await workspaceIdOf(systemDb, workspace.slug)
  if (known) {
    const db = workspaceDb(known)
    const progress = await readProgress({ slug: workspace.slug, db }, steps)
    if (progress.steps.length === 0 && (await isCrmComplete(db, crm))) return 0
  }
  const stage = await prepare(seed, filling)
  const progress = await readProgress(stage, steps)
  for (const [key, place] of progress.places) stage.places.set(key, place)
  for (const step of progress.steps) await perform(stage, step)
  await backdateThreads(stage.db)
  await requireAllApplied(stage)
  return progress.steps.length + (crm ? await performCrm(stage, crm) : 0)
}

async function prepare(seed: SeedServices, { workspace, steps, password, numbers }: Filling): Promise<Stage> {
  if (!numbers)
    throw new AppError('VALIDATION_FAILED', 'the demo connects numbers that the provider must know', {
      details: { fields: { numbers: 'is missing' } },
    })
  const people = await ensureWorkspace(seed, workspace, password)
  const id = await workspaceIdOf(seed.services.systemDb, workspace.slug)
  if (!id) throw new Error(`the workspace ${workspace.slug} vanished`)
  const db = seed.services.workspaceDb(id)
  const channels = await ensureChannels(seed, db, { demo: workspace, numbers })
  const [first] = steps
  if (first) await backdateWorkspace(seed.services.systemDb, db, first.at)
  return { ...seed, slug: workspace.slug, db, people, channels, places: new Map() }
}

/** An item that the pipeline kept as failed is a fault of the stories, and must not go unnoticed. */
async function requireAllApplied({ db, slug }: Stage): Promise<void> {
  const { items } = await listReceipts(db, { state: 'failed', limit: 1 })
  const [failed] = items
  if (failed)
    throw new Error(`${slug}: receipt ${failed.id} was not applied: ${failed.error?.message ?? 'unknown'}`)
}
