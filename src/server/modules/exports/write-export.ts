import { Readable } from 'node:stream'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { CreateExport } from '../../../shared/contracts/exports.ts'
import { zId } from '../../../shared/contracts/z.ts'
import type { ExportId } from '../../../shared/ids.ts'
import { crashPoint } from '../../platform/crash-point.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { setTimer } from '../../platform/jobs/index.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { workspaceCounters, workspaces } from '../../schema/index.ts'
import { notify } from '../notifications/index.ts'
import { readerOf } from './create-export.ts'
import { headerOf } from './domain/headers.ts'
import { csvLine } from './domain/safe-cell.ts'
import { xlsxStream } from './xlsx.ts'
import { exportRows, type ExportTable } from './export-rows.ts'
import * as repo from './exports.repo.ts'

export const REMOVE_EXPORT_JOB = 'exports.remove'

const LIFETIME_MS = 24 * 3_600_000
const MAX_BYTES = 500 * 1024 * 1024
const TOLD_EVERY_MS = 1_000

const Payload = z.object({ exportId: zId('export') })

interface Work {
  payload: unknown
  signal: AbortSignal
}

/** Writes the file anew from its first row, whole or not at all, and tells whoever asked for it. */
export async function writeExport(
  { storage }: { storage: Storage },
  db: WorkspaceDb,
  { payload, signal }: Work,
): Promise<void> {
  const { exportId } = Payload.parse(payload)
  const row = await repo.find(db, exportId)
  if (row.state !== 'running') return
  const request = CreateExport.parse(row.request)
  try {
    const table = await exportRows(db, request, { me: readerOf(row.actor), now: row.createdAt })
    const counter = { rows: 0 }
    const rows = counted(db, { id: exportId, table, locale: await localeOf(db), counter, signal })
    const source = row.format === 'csv' ? Readable.from(csvText(rows)) : xlsxStream(rows)
    const key = { workspaceId: db.workspaceId, attachmentId: row.fileId }
    const { size } = await storage.write({ ...key, source, maxBytes: MAX_BYTES })
    crashPoint('exports.afterWrite')
    await finish(db, exportId, { size, rowCount: counter.rows })
  } catch (error) {
    // What is wrong with the request won't mend itself; anything else is tried again.
    if (!(error instanceof AppError) || error.code === 'UNAVAILABLE') throw error
    await db.tx(async (tx) =>
      repo.change(tx, await repo.lock(tx, exportId), { state: 'failed', finishedAt: tx.now }),
    )
  }
}

interface Counting {
  id: ExportId
  table: ExportTable
  locale: string
  counter: { rows: number }
  signal: AbortSignal
}

/** The header and the rows, counted, with progress told every second. */
async function* counted(
  db: WorkspaceDb,
  { id, table, locale, counter, signal }: Counting,
): AsyncGenerator<readonly string[]> {
  let toldAt = performance.now()
  yield table.columns.map(({ key, label }) => label ?? headerOf(key, locale))
  for await (const row of table.rows) {
    signal.throwIfAborted()
    counter.rows++
    crashPoint('exports.row')
    yield row
    if (performance.now() - toldAt < TOLD_EVERY_MS) continue
    toldAt = performance.now()
    await db.tx(async (tx) => repo.change(tx, await repo.lock(tx, id), { rowCount: counter.rows }))
  }
}

/** Lines are put together: the storage writes each piece by itself. */
const PIECE = 64 * 1024

async function* csvText(rows: AsyncIterable<readonly string[]>): AsyncGenerator<Buffer> {
  // Spreadsheets take a file without this mark for one in their own code page.
  let text = '\ufeff'
  for await (const row of rows) {
    text += csvLine(row)
    if (text.length < PIECE) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}

async function localeOf(db: WorkspaceDb): Promise<string> {
  const [found] = await db.orm
    .select({ locale: workspaces.locale })
    .from(workspaceCounters)
    .innerJoin(workspaces, eq(workspaces.id, workspaceCounters.workspaceId))
    .where(own(db, workspaceCounters))
  return found?.locale ?? 'es'
}

async function finish(
  db: WorkspaceDb,
  id: ExportId,
  { size, rowCount }: { size: number; rowCount: number },
): Promise<void> {
  await db.tx(async (tx) => {
    const row = await repo.lock(tx, id)
    const expiresAt = new Date(tx.now.getTime() + LIFETIME_MS)
    await repo.change(tx, row, { state: 'ready', size, rowCount, finishedAt: tx.now, expiresAt })
    const { actor, fileName, entity } = row
    tx.audit({
      actor,
      action: 'export.finished',
      entity: 'export',
      recordId: id,
      before: null,
      after: { rowCount },
    })
    await setTimer(tx, { name: REMOVE_EXPORT_JOB, key: id, runAt: expiresAt, payload: { exportId: id } })
    if (actor.kind !== 'user') return
    const fact = { kind: 'export_ready' as const, data: { exportId: id, entity, fileName, rowCount } }
    await notify(tx, [{ userId: actor.userId, fact, dedupeKey: `export_ready ${id}` }])
  })
}

/** A file that nobody may fetch any more is not kept. */
export async function removeExport(
  { storage }: { storage: Storage },
  db: WorkspaceDb,
  payload: unknown,
): Promise<void> {
  const { exportId } = Payload.parse(payload)
  const { fileId } = await repo.find(db, exportId)
  await storage.remove({ workspaceId: db.workspaceId, attachmentId: fileId })
  await db.tx(async (tx) => repo.change(tx, await repo.lock(tx, exportId), { state: 'expired' }))
}
