import { eq } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import type { LostReasonDto } from '../../../shared/contracts/pipelines.ts'
import { newId, type LostReasonId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { lostReasons } from '../../schema/index.ts'
import * as repo from './pipelines.repo.ts'

const MAX_REASONS = 100

export function addLostReason(
  db: WorkspaceDb,
  { label }: { label: string },
  actor: Actor,
): Promise<LostReasonDto> {
  return db.tx(async (tx) => {
    const others = await repo.liveLostReasons(tx)
    if (others.length >= MAX_REASONS)
      throw new AppError('CONFLICT', `a workspace has at most ${MAX_REASONS} lost reasons`)
    const position = Math.max(-1, ...others.map((other) => other.position)) + 1
    const id = newId('lostReason')
    await tx.orm.insert(lostReasons).values({ workspaceId: tx.workspaceId, id, label, position })
    await told(tx, { actor, action: 'lost_reason.created', id, before: null, after: { label } })
    return { id, label, position }
  })
}

export function updateLostReason(
  db: WorkspaceDb,
  { id, label }: { id: LostReasonId; label: string },
  actor: Actor,
): Promise<LostReasonDto> {
  return db.tx(async (tx) => {
    const row = await repo.findLostReason(tx, id)
    if (row.label === label) return repo.lostReasonDto(row)
    await write(tx, id, { label })
    const before = { label: row.label }
    await told(tx, { actor, action: 'lost_reason.updated', id, before, after: { label } })
    return repo.lostReasonDto({ ...row, label })
  })
}

/** No longer offered; deals lost for it keep it. */
export function removeLostReason(db: WorkspaceDb, id: LostReasonId, actor: Actor): Promise<LostReasonDto> {
  return db.tx(async (tx) => {
    const row = await repo.findLostReason(tx, id)
    if (row.archivedAt) return repo.lostReasonDto(row)
    const archivedAt = new Date()
    await write(tx, id, { archivedAt })
    const after = { archivedAt: archivedAt.toISOString() }
    await told(tx, { actor, action: 'lost_reason.removed', id, before: { archivedAt: null }, after })
    return repo.lostReasonDto(row)
  })
}

async function write(tx: WorkspaceTx, id: LostReasonId, values: Partial<repo.LostReasonRow>): Promise<void> {
  await tx.orm
    .update(lostReasons)
    .set(values)
    .where(own(tx, lostReasons, eq(lostReasons.id, id)))
}

interface Told {
  actor: Actor
  action: string
  id: LostReasonId
  before: Record<string, unknown> | null
  after: Record<string, unknown>
}

/** The reasons belong to every pipeline: whoever shows one learns of it by the first. */
async function told(tx: WorkspaceTx, { actor, action, id, before, after }: Told): Promise<void> {
  tx.audit({ actor, action, entity: 'lost_reason', recordId: id, before, after })
  const [first] = await repo.allPipelines(tx)
  if (first) tx.emit({ type: 'pipeline.changed', data: { pipelineId: first.id } })
}
