import type { Actor } from '../../../shared/actor.ts'
import type { CreateExport, ExportDto, ListExports } from '../../../shared/contracts/exports.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import { newId, type ExportId, type UserId } from '../../../shared/ids.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { enqueueJob } from '../../platform/jobs/index.ts'
import { exports } from '../../schema/index.ts'
import { listDeals } from '../deals/index.ts'
import { companyTable, contactTable } from '../lists/index.ts'
import * as repo from './exports.repo.ts'

export const EXPORT_JOB = 'exports.write'

interface Order {
  request: CreateExport
  actor: Actor
  now: Date
}

/**
 * Has a list written to a file.
 * @throws AppError VALIDATION_FAILED for a filter that can't be used, NOT_FOUND for ids that are not ours
 */
export async function createExport(db: WorkspaceDb, { request, actor, now }: Order): Promise<ExportDto> {
  await refuseUnreadable(db, { request, actor, now })
  const { entity, format } = request
  const id = newId('export')
  const day = now.toISOString().slice(0, 10)
  return db.tx(async (tx) => {
    await tx.orm.insert(exports).values({
      workspaceId: tx.workspaceId,
      id,
      entity,
      format,
      state: 'running',
      request,
      fileId: newId('attachment'),
      fileName: `${FILE_NAMES[entity]}-${day}.${format}`,
      actor,
      createdAt: tx.now,
    })
    tx.emit({ type: 'export.changed', data: { exportId: id, state: 'running', rowCount: 0 } })
    tx.audit({
      actor,
      action: 'export.started',
      entity: 'export',
      recordId: id,
      before: null,
      after: { ...request },
    })
    await enqueueJob(tx, { name: EXPORT_JOB, payload: { exportId: id } })
    return repo.toDto(await repo.find(tx, id))
  })
}

const FILE_NAMES = { contact: 'contactos', company: 'empresas', deal: 'negocios' }

/** Whose view a filter with "mine" in it means; programs have none of their own. */
export const readerOf = (actor: Actor): UserId => (actor.kind === 'user' ? actor.userId : newId('user'))

/** Reads one row of it, so that what can't be read is refused now and not by a file that never comes. */
async function refuseUnreadable(db: WorkspaceDb, { request, actor, now }: Order): Promise<void> {
  const reader = { me: readerOf(actor), now }
  if (request.entity === 'deal') {
    const { entity: _, format: __, columns: ___, ...filters } = request
    await listDeals(db, { ...filters, sort: 'created', limit: 1 }, reader)
    return
  }
  const { filter, sort, q } = request
  const table = request.entity === 'contact' ? contactTable : companyTable
  await table(db, { filter, sort, q, limit: 1 }, reader)
}

/** @throws AppError NOT_FOUND */
export async function getExport(db: WorkspaceDb, id: ExportId): Promise<ExportDto> {
  return repo.toDto(await repo.find(db, id))
}

/** Newest first. */
export function listExports(db: WorkspaceDb, input: ListExports): Promise<Page<ExportDto>> {
  return repo.list(db, input)
}
