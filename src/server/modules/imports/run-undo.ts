import { and, asc, gt, inArray, isNotNull, eq } from 'drizzle-orm'
import type { ContactId, ImportId } from '../../../shared/ids.ts'
import { own, type Scope, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { importRows, type RowBefore } from '../../schema/index.ts'
import { takeBack, type TakenBack } from '../contacts/index.ts'
import * as repo from './imports.repo.ts'
import { takeBackMade } from './take-back-made.ts'
import { everySecond, Overtaken, pause, type Work } from './work.ts'

const CONTACTS_AT_ONCE = 200
const KEPT_TOLD = 20

/** Takes an import back contact by contact, in the order of their ids; goes on where it was cut. */
export async function runUndo({ db, signal }: Work, start: repo.ImportRow): Promise<void> {
  const isTime = everySecond()
  let row = start
  while (row.state === 'undoing') {
    const { undoneThrough } = row
    row = await db.tx(async (tx) => {
      const current = await repo.lock(tx, start.id)
      if (current.state !== 'undoing' || current.undoneThrough !== undoneThrough) throw new Overtaken()
      return undoBatch(tx, current, isTime())
    })
    await pause(signal)
  }
}

async function undoBatch(tx: WorkspaceTx, row: repo.ImportRow, isTold: boolean): Promise<repo.ImportRow> {
  const ids = await nextContacts(tx, row)
  if (ids.length === 0) return finish(tx, row)
  const imported = await importedOf(tx, row.id, ids)
  const taken = await takeBack(tx, { imported, since: row.createdAt })
  if (isTold) tx.emit({ type: 'contacts.imported', data: { importId: row.id } })
  const set = {
    undoneThrough: ids.at(-1) ?? null,
    undo: added(row, taken),
    doneRows: row.doneRows + ids.length,
  }
  return repo.change(tx, row, { set, isTold })
}

/** Contacts that the import made or changed, along import_rows_contact. */
async function nextContacts(scope: Scope, { id, undoneThrough }: repo.ImportRow): Promise<ContactId[]> {
  const { importId, contactId, outcome } = importRows
  const rows = await scope.orm
    .selectDistinct({ contactId })
    .from(importRows)
    .where(
      own(
        scope,
        importRows,
        eq(importId, id),
        isNotNull(contactId),
        inArray(outcome, ['created', 'updated']),
        undoneThrough ? gt(contactId, undoneThrough) : undefined,
      ),
    )
    .orderBy(asc(contactId))
    .limit(CONTACTS_AT_ONCE)
  return rows.flatMap((row) => (row.contactId ? [row.contactId] : []))
}

/** All that the import did to each contact: the first of several rows knew what was there before. */
async function importedOf(scope: Scope, id: ImportId, ids: readonly ContactId[]) {
  const { contactId, rowNo, outcome, contactVersion, before, importId } = importRows
  const rows = await scope.orm
    .select({ contactId, outcome, contactVersion, before })
    .from(importRows)
    .where(own(scope, importRows, and(eq(importId, id), inArray(contactId, [...ids]))))
    .orderBy(asc(contactId), asc(rowNo))
  return ids.map((contact) => {
    const mine = rows.filter((row) => row.contactId === contact && row.outcome !== 'skipped')
    const version = Math.max(...mine.map((row) => row.contactVersion ?? 0))
    return {
      id: contact,
      isNew: mine.some((row) => row.outcome === 'created'),
      version,
      before: together(mine.flatMap((row) => (row.before ? [row.before] : []))),
    }
  })
}

function together(parts: readonly RowBefore[]): RowBefore {
  const whole: RowBefore = { facts: {}, identityIds: [], labelIds: [], companyIds: [], consentIds: [] }
  for (const part of parts) {
    whole.facts = { ...part.facts, ...whole.facts }
    for (const key of ['identityIds', 'labelIds', 'companyIds', 'consentIds'] as const)
      whole[key].push(...part[key])
  }
  return whole
}

function added({ undo }: repo.ImportRow, taken: TakenBack) {
  const { deleted = 0, restored = 0, kept = 0, keptContacts = [] } = undo ?? {}
  return {
    deleted: deleted + taken.deleted.length,
    restored: restored + taken.restored.length,
    kept: kept + taken.kept.length,
    keptContacts: [...keptContacts, ...taken.kept].slice(0, KEPT_TOLD),
  }
}

async function finish(tx: WorkspaceTx, row: repo.ImportRow): Promise<repo.ImportRow> {
  const { deleted = 0, restored = 0, kept = 0 } = row.undo ?? {}
  const made = await takeBackMade(tx, row)
  tx.emit({ type: 'contacts.imported', data: { importId: row.id } })
  tx.audit({
    actor: row.actor,
    action: 'import.undone',
    entity: 'import',
    recordId: row.id,
    before: null,
    after: { deleted, restored, kept, ...made },
  })
  return repo.change(tx, row, { set: { state: 'undone' } })
}
