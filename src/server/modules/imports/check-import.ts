import type { ImportCheck, ImportPreviewRow, ImportSettings } from '../../../shared/contracts/imports.ts'
import { toE164 } from '../../../shared/phone.ts'
import { applyRow, emptyWorld, learnOf, type IncomingContact, type RowResult } from '../contacts/index.ts'
import { ProblemCounter } from './domain/problems.ts'
import { readRow } from './read-row.ts'
import * as repo from './imports.repo.ts'
import { rowContextOf } from './row-context.ts'
import { everySecond, Overtaken, pause, ROWS_AT_ONCE, type Work } from './work.ts'

const PREVIEWED = 20

/**
 * Goes through the whole file as the run will, with rows applied to a world that is thrown away: nothing
 * is written but the result. What later rows find of earlier ones is the same as in the run.
 */
export async function checkImport(work: Work, row: repo.ImportRow, settings: ImportSettings): Promise<void> {
  const { db, signal } = work
  const world = await emptyWorld(db)
  const context = await rowContextOf(db, { row, settings, world })
  const result = new CheckResult(row, settings)
  const isTime = everySecond()
  for (let after = 0; ;) {
    const rows = await repo.rowsAfter(db, row.id, { after, limit: ROWS_AT_ONCE })
    if (rows.length === 0) break
    const read = rows.map(({ rowNo, cells, flaw }) => ({ rowNo, flaw, ...readRow(cells, context) }))
    const incoming = read.flatMap((one) => ('incoming' in one && !one.flaw ? [one.incoming] : []))
    await learnOf(db, world, { rows: incoming, forUpdate: false })
    for (const one of read) {
      if (one.flaw !== null) result.fail(one.rowNo, one.flaw, null)
      else if ('problem' in one) result.fail(one.rowNo, one.problem.kind, one.problem.column)
      else result.add(one.rowNo, one.incoming, applyRow(world, one.incoming, settings))
    }
    after = rows.at(-1)?.rowNo ?? after
    if (isTime()) await tell(work, row, { settings, doneRows: after })
    await pause(signal)
  }
  await finish(work, row, { settings, check: result.whole() })
}

class CheckResult {
  readonly #counts = { created: 0, updated: 0, skipped: 0, failed: 0 }
  readonly #problems = new ProblemCounter()
  readonly #preview: ImportPreviewRow[] = []
  readonly #headers = new Map<string, string>()

  constructor({ columns }: repo.ImportRow, { mapping }: ImportSettings) {
    for (const [at, target] of mapping.entries())
      if (target !== null && !this.#headers.has(target)) this.#headers.set(target, columns[at]?.header ?? '')
  }

  fail(row: number, kind: string, column: string | null): void {
    this.#counts.failed++
    this.#problems.add(row, kind, column === null ? null : (this.#headers.get(column) ?? column))
    this.#show({ row, outcome: 'failed', name: '', phones: [], emails: [], problem: kind })
  }

  add(row: number, { phones, emails }: IncomingContact, result: RowResult): void {
    if (result.outcome === 'failed') return this.fail(row, result.reason, result.column)
    this.#counts[result.outcome]++
    this.#show({
      row,
      outcome: result.outcome,
      name: result.contact.facts.name,
      phones: phones.map(({ value }) => toE164(value)),
      emails: emails.map(({ value }) => value),
      problem: null,
    })
  }

  whole(): ImportCheck {
    return { ...this.#counts, problems: this.#problems.list(), preview: this.#preview }
  }

  #show(row: ImportPreviewRow): void {
    if (this.#preview.length < PREVIEWED) this.#preview.push(row)
  }
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

async function tell(
  { db }: Work,
  { id }: repo.ImportRow,
  { settings, doneRows }: { settings: ImportSettings; doneRows: number },
): Promise<void> {
  await db.tx(async (tx) => repo.change(tx, await lockedFor(tx, id, settings), { set: { doneRows } }))
}

async function finish(
  { db }: Work,
  { id }: repo.ImportRow,
  { settings, check }: { settings: ImportSettings; check: ImportCheck },
): Promise<void> {
  await db.tx(async (tx) => {
    const row = await lockedFor(tx, id, settings)
    await repo.change(tx, row, { set: { state: 'checked', check, doneRows: row.rowCount ?? 0 } })
  })
}

/** @throws Overtaken where somebody has mapped it anew meanwhile. */
async function lockedFor(
  tx: Parameters<typeof repo.lock>[0],
  id: repo.ImportRow['id'],
  settings: ImportSettings,
): Promise<repo.ImportRow> {
  const row = await repo.lock(tx, id)
  if (row.state !== 'mapped' || !isSame(row.settings, settings)) throw new Overtaken()
  return row
}
