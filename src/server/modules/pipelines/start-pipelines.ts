import { eq } from 'drizzle-orm'
import { LOCALES, type Locale } from '../../../shared/countries.ts'
import { newId, type PipelineId } from '../../../shared/ids.ts'
import { own, type Scope, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { lostReasons, pipelines, stages, workspaceCounters, workspaces } from '../../schema/index.ts'
import { START_STAGES, START_WORDS } from './domain/start.ts'

/** What a workspace counts and writes in. */
export interface WorkspaceWays {
  locale: Locale
  currency: string
}

/** Writes the pipeline and the lost reasons with which a workspace begins, in the caller's transaction. */
export async function startPipelines(scope: Scope, ways: WorkspaceWays): Promise<void> {
  const { workspaceId } = scope
  const words = START_WORDS[ways.locale]
  const id = newId('pipeline')
  await scope.orm
    .insert(pipelines)
    .values({ workspaceId, id, name: words.pipeline, currency: ways.currency, position: 0 })
  await scope.orm.insert(stages).values(startingStages(scope, id, ways.locale))
  await scope.orm.insert(lostReasons).values(
    words.lostReasons.map((label, position) => ({
      workspaceId,
      id: newId('lostReason'),
      label,
      position,
    })),
  )
}

/** The rows of the usual five stages. */
export function startingStages({ workspaceId }: Scope, pipelineId: PipelineId, locale: Locale) {
  return START_STAGES.map((stage, position) => ({
    workspaceId,
    id: newId('stage'),
    pipelineId,
    name: START_WORDS[locale].stages[position] ?? '',
    position,
    ...stage,
    requiredFields: [],
  }))
}

/** Gives a workspace that was made before there were pipelines its first one; two callers make one. */
export async function ensurePipelines(db: WorkspaceDb): Promise<void> {
  if (await hasPipelines(db)) return
  await db.tx(async (tx) => {
    await tx.orm
      .select({ workspaceId: workspaceCounters.workspaceId })
      .from(workspaceCounters)
      .where(own(tx, workspaceCounters))
      .for('update')
    if (await hasPipelines(tx)) return
    await startPipelines(tx, await waysOf(tx))
  })
}

async function hasPipelines(scope: Scope): Promise<boolean> {
  const rows = await scope.orm
    .select({ id: pipelines.id })
    .from(pipelines)
    .where(own(scope, pipelines))
    .limit(1)
  return rows.length > 0
}

export async function waysOf(scope: Scope): Promise<WorkspaceWays> {
  const [row] = await scope.orm
    .select({ locale: workspaces.locale, currency: workspaces.currency })
    .from(workspaceCounters)
    .innerJoin(workspaces, eq(workspaces.id, workspaceCounters.workspaceId))
    .where(own(scope, workspaceCounters))
  const locale = LOCALES.find((known) => known === row?.locale) ?? 'es'
  return { locale, currency: row?.currency ?? 'USD' }
}
