import { and, asc, eq, isNull } from 'drizzle-orm'
import type { LostReasonDto, PipelineDto, StageDto } from '../../../shared/contracts/pipelines.ts'
import type { LostReasonId, PipelineId, StageId } from '../../../shared/ids.ts'
import { own, type Scope } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { lostReasons, pipelines, stages } from '../../schema/index.ts'

export type PipelineRow = typeof pipelines.$inferSelect
export type StageRow = typeof stages.$inferSelect
export type LostReasonRow = typeof lostReasons.$inferSelect

/** Archived ones included: what was made in them still names them. */
export async function findPipeline(scope: Scope, id: PipelineId): Promise<PipelineRow> {
  const [row] = await scope.orm
    .select()
    .from(pipelines)
    .where(own(scope, pipelines, eq(pipelines.id, id)))
  if (!row) throw notFound('pipeline')
  return row
}

export async function lockPipeline(scope: Scope, id: PipelineId): Promise<PipelineRow> {
  const [row] = await scope.orm
    .select()
    .from(pipelines)
    .where(own(scope, pipelines, eq(pipelines.id, id)))
    .for('update')
  if (!row) throw notFound('pipeline')
  return row
}

/** In the order of the workspace, archived ones last. */
export async function allPipelines(scope: Scope): Promise<PipelineRow[]> {
  const rows = await scope.orm
    .select()
    .from(pipelines)
    .where(own(scope, pipelines))
    .orderBy(asc(pipelines.position), asc(pipelines.id))
  return [...rows.filter((row) => !row.archivedAt), ...rows.filter((row) => row.archivedAt)]
}

export async function findStage(scope: Scope, id: StageId): Promise<StageRow> {
  const [row] = await scope.orm
    .select()
    .from(stages)
    .where(own(scope, stages, eq(stages.id, id)))
  if (!row) throw notFound('stage')
  return row
}

/** Whoever places a deal in a stage holds its lock: two that arrive at once get two places. */
export async function lockStage(scope: Scope, id: StageId): Promise<StageRow> {
  const [row] = await scope.orm
    .select()
    .from(stages)
    .where(own(scope, stages, eq(stages.id, id)))
    .for('update')
  if (!row) throw notFound('stage')
  return row
}

/** Of one pipeline or of all, in their order, without those that were removed. */
export function stagesOf(scope: Scope, pipelineId?: PipelineId): Promise<StageRow[]> {
  return scope.orm
    .select()
    .from(stages)
    .where(
      own(
        scope,
        stages,
        and(isNull(stages.archivedAt), pipelineId ? eq(stages.pipelineId, pipelineId) : undefined),
      ),
    )
    .orderBy(asc(stages.position), asc(stages.id))
}

/** Archived ones included. */
export async function findLostReason(scope: Scope, id: LostReasonId): Promise<LostReasonRow> {
  const [row] = await scope.orm
    .select()
    .from(lostReasons)
    .where(own(scope, lostReasons, eq(lostReasons.id, id)))
  if (!row) throw notFound('lost reason')
  return row
}

export function liveLostReasons(scope: Scope): Promise<LostReasonRow[]> {
  return scope.orm
    .select()
    .from(lostReasons)
    .where(own(scope, lostReasons, isNull(lostReasons.archivedAt)))
    .orderBy(asc(lostReasons.position), asc(lostReasons.id))
}

export function stageDto(row: StageRow): StageDto {
  const { id, pipelineId, name, position, probability, rotDays, requiredFields } = row
  return { id, pipelineId, name, position, probability, rotDays, requiredFields }
}

export function pipelineDto(row: PipelineRow, all: StageRow[]): PipelineDto {
  const { id, name, currency, position, version } = row
  return {
    id,
    name,
    currency,
    position,
    version,
    archivedAt: row.archivedAt?.toISOString() ?? null,
    stages: all.filter((stage) => stage.pipelineId === id).map(stageDto),
  }
}

export const lostReasonDto = ({ id, label, position }: LostReasonRow): LostReasonDto => ({
  id,
  label,
  position,
})
