import { eq } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import type { AddStage, OrderStages, StageDto, UpdateStage } from '../../../shared/contracts/pipelines.ts'
import { newId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { stages } from '../../schema/index.ts'
import * as repo from './pipelines.repo.ts'

const MAX_STAGES = 30

/** A stage at the end of its pipeline. */
export function addStage(db: WorkspaceDb, input: AddStage, actor: Actor): Promise<StageDto> {
  return db.tx(async (tx) => {
    await repo.lockPipeline(tx, input.pipelineId)
    const others = await repo.stagesOf(tx, input.pipelineId)
    if (others.length >= MAX_STAGES)
      throw new AppError('CONFLICT', `a pipeline has at most ${MAX_STAGES} stages`)
    const position = Math.max(-1, ...others.map((other) => other.position)) + 1
    const id = newId('stage')
    await tx.orm.insert(stages).values({ ...input, workspaceId: tx.workspaceId, id, position })
    const { pipelineId, ...facts } = input
    tellStage(tx, { actor, action: 'stage.created', stage: { id, pipelineId }, before: null, after: facts })
    return { id, position, ...input }
  })
}

export function updateStage(db: WorkspaceDb, input: UpdateStage, actor: Actor): Promise<StageDto> {
  return db.tx(async (tx) => {
    const row = await repo.lockStage(tx, input.id)
    const { id, ...wanted } = input
    const keys = (Object.keys(wanted) as (keyof typeof wanted)[]).filter(
      (key) => wanted[key] !== undefined && JSON.stringify(wanted[key]) !== JSON.stringify(row[key]),
    )
    if (keys.length === 0) return repo.stageDto(row)
    const after = Object.fromEntries(keys.map((key) => [key, wanted[key]]))
    const before = Object.fromEntries(keys.map((key) => [key, row[key]]))
    await tx.orm
      .update(stages)
      .set(after)
      .where(own(tx, stages, eq(stages.id, id)))
    tellStage(tx, { actor, action: 'stage.updated', stage: row, before, after })
    return repo.stageDto(await repo.findStage(tx, id))
  })
}

/** Those named come first, in this order; the others keep theirs after them. */
export function orderStages(db: WorkspaceDb, input: OrderStages, actor: Actor): Promise<StageDto[]> {
  return db.tx(async (tx) => {
    const pipeline = await repo.lockPipeline(tx, input.pipelineId)
    const rows = await repo.stagesOf(tx, pipeline.id)
    for (const id of input.ids) if (!rows.some((row) => row.id === id)) await requireElsewhere(tx, id)
    const wanted = input.ids.flatMap((id) => rows.find((row) => row.id === id) ?? [])
    const order = [...new Set([...wanted, ...rows])]
    for (const [position, row] of order.entries()) {
      if (row.position === position) continue
      await tx.orm
        .update(stages)
        .set({ position })
        .where(own(tx, stages, eq(stages.id, row.id)))
      const before = { position: row.position }
      tellStage(tx, { actor, action: 'stage.reordered', stage: row, before, after: { position } })
    }
    return order.map((row, position) => ({ ...repo.stageDto(row), position }))
  })
}

/** A stage that is gone or belongs to another pipeline is no mistake of form; one of nobody's is. */
async function requireElsewhere(tx: WorkspaceTx, id: OrderStages['ids'][number]): Promise<never> {
  const row = await repo.findStage(tx, id)
  if (row.archivedAt) throw new AppError('CONFLICT', 'a stage was removed meanwhile')
  throw new AppError('CONFLICT', 'a stage belongs to another pipeline')
}

interface StageTold {
  actor: Actor
  action: string
  stage: Pick<repo.StageRow, 'id' | 'pipelineId'>
  before: Record<string, unknown> | null
  after: Record<string, unknown>
}

export function tellStage(tx: WorkspaceTx, { actor, action, stage, before, after }: StageTold): void {
  tx.audit({ actor, action, entity: 'stage', recordId: stage.id, before, after })
  tx.emit({ type: 'pipeline.changed', data: { pipelineId: stage.pipelineId } })
}

/** Hides a stage that holds no open deal any more; closed deals keep naming it. */
export async function archiveStage(tx: WorkspaceTx, row: repo.StageRow, actor: Actor): Promise<void> {
  const siblings = await repo.stagesOf(tx, row.pipelineId)
  if (siblings.every((sibling) => sibling.id === row.id))
    throw new AppError('CONFLICT', 'the last stage of a pipeline cannot be removed', {
      details: { reason: 'last_stage' },
    })
  const archivedAt = new Date()
  await tx.orm
    .update(stages)
    .set({ archivedAt })
    .where(own(tx, stages, eq(stages.id, row.id)))
  const after = { archivedAt: archivedAt.toISOString() }
  tellStage(tx, { actor, action: 'stage.removed', stage: row, before: { archivedAt: null }, after })
}
