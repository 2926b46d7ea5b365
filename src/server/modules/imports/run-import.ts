import { sql } from 'drizzle-orm'
import type { ImportCounts, ImportSettings } from '../../../shared/contracts/imports.ts'
import { crashPoint } from '../../platform/crash-point.ts'
import { duplicateKeyOf } from '../../platform/db/errors.ts'
import type { WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { importRows } from '../../schema/index.ts'
import { applyRow, emptyWorld, learnOf, writeWorld, type RowResult } from '../contacts/index.ts'
import { readRow, type RowContext } from './read-row.ts'
import * as repo from './imports.repo.ts'
import { rowContextOf } from './row-context.ts'
import { everySecond, Overtaken, pause, ROWS_AT_ONCE, type Work } from './work.ts'

/** Somebody else may claim an address while a batch is under way; the batch then runs again. */
const ATTEMPTS = 5

/**
 * Writes the contacts of a file, a batch of rows in each transaction together with what became of them
 * and how far the import has come. A cut at any moment loses nothing and repeats nothing.
 */
export async function runImport(work: Work, start: repo.ImportRow, settings: ImportSettings): Promise<void> {
  const { db, signal } = work
  const context = await rowContextOf(db, { row: start, settings, world: await emptyWorld(db) })
  const isTime = everySecond()
  let row = start
  while (row.state === 'running') {
    row = await runBatch(work, { row, settings, context, isTold: isTime() })
    crashPoint('imports.afterCommit')
    await pause(signal)
  }
}

interface Batch {
  row: repo.ImportRow
  settings: ImportSettings
  context: RowContext
  isTold: boolean
}

async function runBatch({ db }: Work, batch: Batch): Promise<repo.ImportRow> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.tx((tx) => writeBatch(tx, batch))
    } catch (error) {
      if (attempt >= ATTEMPTS || duplicateKeyOf(error) === undefined) throw error
    }
  }
}

async function writeBatch(
  tx: WorkspaceTx,
  { row, settings, context, isTold }: Batch,
): Promise<repo.ImportRow> {
  const current = await repo.lock(tx, row.id)
  if (current.state !== 'running' || current.doneRows !== row.doneRows) throw new Overtaken()
  const rows = await repo.rowsAfter(tx, row.id, { after: row.doneRows, limit: ROWS_AT_ONCE })
  const outcomes = await apply(tx, rows, { row: current, settings, context })
  await writeOutcomes(tx, row.id, outcomes)
  const next = await moveOn(tx, current, { outcomes, isTold })
  crashPoint('imports.beforeCommit')
  return next
}

type StagedRow = Awaited<ReturnType<typeof repo.rowsAfter>>[number]
interface Outcome {
  rowNo: number
  result: RowResult | { outcome: 'failed'; reason: string; column: string | null }
}

async function apply(
  tx: WorkspaceTx,
  rows: readonly StagedRow[],
  { row, settings, context }: Omit<Batch, 'isTold'>,
): Promise<Outcome[]> {
  const world = await emptyWorld(tx)
  const read = rows.map(({ rowNo, cells, flaw }) => ({ rowNo, flaw, ...readRow(cells, context) }))
  const incoming = read.flatMap((one) => ('incoming' in one && !one.flaw ? [one.incoming] : []))
  await learnOf(tx, world, { rows: incoming, forUpdate: true })
  const outcomes = read.map((one): Outcome => {
    const { rowNo, flaw } = one
    if (flaw !== null) return { rowNo, result: { outcome: 'failed', reason: flaw, column: null } }
    if ('problem' in one)
      return { rowNo, result: { outcome: 'failed', reason: one.problem.kind, column: one.problem.column } }
    return { rowNo, result: applyRow(world, one.incoming, settings) }
  })
  await writeWorld(tx, world, { rules: settings, actor: row.actor })
  return outcomes
}

/** The rows lie there already: the statement fills in what became of them. */
async function writeOutcomes(tx: WorkspaceTx, importId: repo.ImportRow['id'], outcomes: readonly Outcome[]) {
  if (outcomes.length === 0) return
  const { outcome, reason, contactId, contactVersion, before } = importRows
  await tx.orm
    .insert(importRows)
    .values(
      outcomes.map(({ rowNo, result }) => ({
        workspaceId: tx.workspaceId,
        importId,
        rowNo,
        cells: [],
        outcome: result.outcome,
        reason: reasonOf(result),
        contactId: 'contact' in result ? result.contact.id : null,
        contactVersion: 'contact' in result ? result.contact.version : null,
        before: 'before' in result ? result.before : null,
      })),
    )
    .onDuplicateKeyUpdate({
      set: {
        outcome: sql`values(${outcome})`,
        reason: sql`values(${reason})`,
        contactId: sql`values(${contactId})`,
        contactVersion: sql`values(${contactVersion})`,
        before: sql`values(${before})`,
      },
    })
}

/** `bad_phone:phone`: the kind and, where one is to blame, the target of the mapping. */
function reasonOf(result: Outcome['result']): string | null {
  if (!('reason' in result)) return null
  return result.outcome === 'failed' && result.column !== null
    ? `${result.reason}:${result.column}`
    : result.reason
}

async function moveOn(
  tx: WorkspaceTx,
  row: repo.ImportRow,
  { outcomes, isTold }: { outcomes: readonly Outcome[]; isTold: boolean },
): Promise<repo.ImportRow> {
  const doneRows = row.doneRows + outcomes.length
  const isOver = doneRows >= (row.rowCount ?? 0) || outcomes.length === 0
  const counts = added(row, outcomes)
  const state = isOver ? ({ state: 'done', finishedAt: tx.now } as const) : {}
  if (isOver || isTold) tx.emit({ type: 'contacts.imported', data: { importId: row.id } })
  if (isOver)
    tx.audit({
      actor: row.actor,
      action: 'import.finished',
      entity: 'import',
      recordId: row.id,
      before: null,
      after: { ...counts },
    })
  return repo.change(tx, row, { set: { doneRows, ...counts, ...state }, isTold: isOver || isTold })
}

function added(row: repo.ImportRow, outcomes: readonly Outcome[]): ImportCounts {
  const { created, updated, skipped, failed } = row
  const counts = { created, updated, skipped, failed }
  for (const { result } of outcomes) counts[result.outcome]++
  return counts
}
