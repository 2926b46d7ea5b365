import { inArray } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import type { ImportDto, ImportSettings, ImportState, MapImport } from '../../../shared/contracts/imports.ts'
import type { ImportId } from '../../../shared/ids.ts'
import { own, type Scope, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { enqueueJob } from '../../platform/jobs/index.ts'
import { labels } from '../../schema/index.ts'
import { listFields } from '../fields/index.ts'
import * as repo from './imports.repo.ts'

/** The one job of imports: it does whatever the import's state asks for. */
export const IMPORT_JOB = 'imports.work'

/**
 * Says what the columns hold and how rows are matched, and has the file checked: nothing is written yet.
 * @throws AppError NOT_FOUND, CONFLICT once it has run, VALIDATION_FAILED
 */
export function mapImport(db: WorkspaceDb, { id, ...settings }: MapImport): Promise<ImportDto> {
  return db.tx(async (tx) => {
    const row = await lockedIn(tx, id, ['uploaded', 'mapped', 'checked'])
    await refuseBadSettings(tx, row, settings)
    const next = await repo.change(tx, row, {
      set: { state: 'mapped', settings, doneRows: 0, check: null },
    })
    await enqueueJob(tx, { name: IMPORT_JOB, payload: { importId: id } })
    return repo.toDto(next)
  })
}

/**
 * Writes the contacts of a file. With settings it runs at once, without having been checked.
 * @throws AppError NOT_FOUND, CONFLICT where it is not checked or has run, VALIDATION_FAILED
 */
export function startImport(
  db: WorkspaceDb,
  { id, settings }: { id: ImportId; settings?: ImportSettings | undefined },
  actor: Actor,
): Promise<ImportDto> {
  return db.tx(async (tx) => {
    const row = await lockedIn(tx, id, settings ? ['uploaded', 'mapped', 'checked'] : ['checked'])
    if (settings) await refuseBadSettings(tx, row, settings)
    const set = { state: 'running' as const, ...(settings && { settings }), doneRows: 0, actor }
    const next = await repo.change(tx, row, { set })
    tx.audit({
      actor,
      action: 'import.started',
      entity: 'import',
      recordId: id,
      before: null,
      after: { fileName: row.fileName, onMatch: next.settings?.onMatch },
    })
    await enqueueJob(tx, { name: IMPORT_JOB, payload: { importId: id } })
    return repo.toDto(next)
  })
}

/**
 * Takes the import back, within a day of its end.
 * @throws AppError NOT_FOUND, CONFLICT where it has not run, TOO_LATE
 */
export function undoImport(db: WorkspaceDb, id: ImportId, actor: Actor): Promise<ImportDto> {
  return db.tx(async (tx) => {
    const row = await lockedIn(tx, id, ['done', 'undoing', 'undone'])
    if (row.state !== 'done') throw new AppError('TOO_LATE', 'the import was undone already')
    if (!row.finishedAt || repo.undoUntilOf(row.finishedAt) <= tx.now)
      throw new AppError('TOO_LATE', 'an import can be undone for a day')
    const undo = { deleted: 0, restored: 0, kept: 0, keptContacts: [] }
    const next = await repo.change(tx, row, { set: { state: 'undoing', doneRows: 0, undo } })
    tx.audit({
      actor,
      action: 'import.undo_started',
      entity: 'import',
      recordId: id,
      before: null,
      after: null,
    })
    await enqueueJob(tx, { name: IMPORT_JOB, payload: { importId: id } })
    return repo.toDto(next)
  })
}

async function lockedIn(
  tx: WorkspaceTx,
  id: ImportId,
  states: readonly ImportState[],
): Promise<repo.ImportRow> {
  const row = await repo.lock(tx, id)
  if (states.includes(row.state)) return row
  throw new AppError('CONFLICT', `an import that is ${row.state} cannot do this`, {
    details: { state: row.state },
  })
}

async function refuseBadSettings(scope: Scope, row: repo.ImportRow, settings: ImportSettings): Promise<void> {
  const { mapping, labelIds } = settings
  await requireLabels(scope, labelIds)
  if (mapping.length !== row.columns.length) throw refusal(`the file has ${row.columns.length} columns`)
  if (
    !mapping.some((target) => target === 'phone' || target === 'email' || target === 'id' || isName(target))
  )
    throw refusal('a name, a phone, an e-mail or an id is needed')
  const fields = await listFields(scope, 'contact')
  const known = new Set(
    fields.filter(({ archivedAt }) => archivedAt === null).map(({ key }) => `custom.${key}`),
  )
  const strange = mapping.find((target) => target?.startsWith('custom.') && !known.has(target))
  if (strange) throw refusal(`${strange} is no custom field of contacts`)
}

const isName = (target: string | null) => target === 'name' || target === 'firstName' || target === 'lastName'

const refusal = (reason: string) =>
  new AppError('VALIDATION_FAILED', `mapping: ${reason}`, { details: { fields: { mapping: reason } } })

async function requireLabels(scope: Scope, ids: ImportSettings['labelIds']): Promise<void> {
  if (ids.length === 0) return
  const wanted = [...new Set(ids)]
  const rows = await scope.orm
    .select({ id: labels.id })
    .from(labels)
    .where(own(scope, labels, inArray(labels.id, wanted)))
  if (rows.length < wanted.length) throw notFound('label')
}
