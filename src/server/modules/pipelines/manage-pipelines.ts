import { eq } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import type {
  CreatePipeline,
  PipelineDto,
  PipelineList,
  UpdatePipeline,
} from '../../../shared/contracts/pipelines.ts'
import { newId, type PipelineId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { pipelines, stages } from '../../schema/index.ts'
import * as repo from './pipelines.repo.ts'
import { ensurePipelines, startingStages, waysOf } from './start-pipelines.ts'

/** A board is a handful of columns; a workspace has a handful of boards. */
const MAX_PIPELINES = 50

/** Every pipeline with its stages, and the reasons for losing. */
export async function listPipelines(
  db: WorkspaceDb,
  { withArchived }: { withArchived: boolean },
): Promise<PipelineList> {
  await ensurePipelines(db)
  const [rows, allStages, reasons] = await Promise.all([
    repo.allPipelines(db),
    repo.stagesOf(db),
    repo.liveLostReasons(db),
  ])
  const shown = withArchived ? rows : rows.filter((row) => !row.archivedAt)
  return {
    items: shown.map((row) => repo.pipelineDto(row, allStages)),
    lostReasons: reasons.map(repo.lostReasonDto),
  }
}

export async function getPipeline(db: WorkspaceDb, id: PipelineId): Promise<PipelineDto> {
  const [row, all] = await Promise.all([repo.findPipeline(db, id), repo.stagesOf(db, id)])
  return repo.pipelineDto(row, all)
}

export function createPipeline(db: WorkspaceDb, input: CreatePipeline, actor: Actor): Promise<PipelineDto> {
  return db.tx(async (tx) => {
    const others = await repo.allPipelines(tx)
    if (others.length >= MAX_PIPELINES)
      throw new AppError('CONFLICT', `a workspace has at most ${MAX_PIPELINES} pipelines`)
    const ways = await waysOf(tx)
    const id = newId('pipeline')
    const facts = { name: input.name, currency: input.currency ?? ways.currency }
    const position = Math.max(-1, ...others.map((other) => other.position)) + 1
    await tx.orm.insert(pipelines).values({ workspaceId: tx.workspaceId, id, ...facts, position })
    const named = input.stages?.map((stage, place) => ({
      ...stage,
      workspaceId: tx.workspaceId,
      id: newId('stage'),
      pipelineId: id,
      position: place,
      requiredFields: stage.requiredFields ?? [],
    }))
    await tx.orm.insert(stages).values(named ?? startingStages(tx, id, ways.locale))
    return told(tx, { actor, action: 'pipeline.created', id, before: null, after: facts })
  })
}

export function updatePipeline(db: WorkspaceDb, input: UpdatePipeline, actor: Actor): Promise<PipelineDto> {
  return db.tx(async (tx) => {
    const row = await repo.lockPipeline(tx, input.id)
    if (input.version !== undefined && input.version !== row.version)
      throw new AppError('STALE_VERSION', 'the pipeline was changed meanwhile', {
        details: { version: row.version },
      })
    const after = { name: input.name ?? row.name, currency: input.currency ?? row.currency }
    if (after.name === row.name && after.currency === row.currency)
      return repo.pipelineDto(row, await repo.stagesOf(tx, row.id))
    await write(tx, row, after)
    const before = { name: row.name, currency: row.currency }
    return told(tx, { actor, action: 'pipeline.updated', id: row.id, before, after })
  })
}

/** Out of sight, with its deals; the last one stays, so that a new deal always has a place. */
export function archivePipeline(db: WorkspaceDb, id: PipelineId, actor: Actor): Promise<PipelineDto> {
  return db.tx(async (tx) => {
    const row = await repo.lockPipeline(tx, id)
    const live = (await repo.allPipelines(tx)).filter((other) => !other.archivedAt)
    if (!row.archivedAt && live.length === 1)
      throw new AppError('CONFLICT', 'the last pipeline cannot be archived', {
        details: { reason: 'last_pipeline' },
      })
    return setArchived(tx, { row, archivedAt: row.archivedAt ?? new Date(), actor })
  })
}

export function unarchivePipeline(db: WorkspaceDb, id: PipelineId, actor: Actor): Promise<PipelineDto> {
  return db.tx(async (tx) =>
    setArchived(tx, { row: await repo.lockPipeline(tx, id), archivedAt: null, actor }),
  )
}

async function setArchived(
  tx: WorkspaceTx,
  { row, archivedAt, actor }: { row: repo.PipelineRow; archivedAt: Date | null; actor: Actor },
): Promise<PipelineDto> {
  if (Boolean(row.archivedAt) === Boolean(archivedAt))
    return repo.pipelineDto(row, await repo.stagesOf(tx, row.id))
  await write(tx, row, { archivedAt })
  const action = archivedAt ? 'pipeline.archived' : 'pipeline.unarchived'
  const before = { archivedAt: row.archivedAt?.toISOString() ?? null }
  return told(tx, {
    actor,
    action,
    id: row.id,
    before,
    after: { archivedAt: archivedAt?.toISOString() ?? null },
  })
}

/** Those named come first, in this order; the others keep theirs after them. */
export function orderPipelines(db: WorkspaceDb, ids: PipelineId[], actor: Actor): Promise<PipelineList> {
  return db
    .tx(async (tx) => {
      const rows = await repo.allPipelines(tx)
      const wanted = ids.map((id) => {
        const row = rows.find((candidate) => candidate.id === id)
        if (!row) throw notFound('pipeline')
        return row
      })
      const order = [...new Set([...wanted, ...rows])]
      for (const [position, row] of order.entries()) {
        if (row.position === position) continue
        await write(tx, row, { position })
        const before = { position: row.position }
        await told(tx, { actor, action: 'pipeline.reordered', id: row.id, before, after: { position } })
      }
    })
    .then(() => listPipelines(db, { withArchived: false }))
}

async function write(
  tx: WorkspaceTx,
  row: repo.PipelineRow,
  values: Partial<repo.PipelineRow>,
): Promise<void> {
  await tx.orm
    .update(pipelines)
    .set({ ...values, version: row.version + 1 })
    .where(own(tx, pipelines, eq(pipelines.id, row.id)))
}

interface Told {
  actor: Actor
  action: string
  id: PipelineId
  before: Record<string, unknown> | null
  after: Record<string, unknown>
}

/** Audits the change, tells it live, and answers with what the pipeline is now. */
async function told(tx: WorkspaceTx, { actor, action, id, before, after }: Told): Promise<PipelineDto> {
  tx.audit({ actor, action, entity: 'pipeline', recordId: id, before, after })
  tx.emit({ type: 'pipeline.changed', data: { pipelineId: id } })
  return repo.pipelineDto(await repo.findPipeline(tx, id), await repo.stagesOf(tx, id))
}
