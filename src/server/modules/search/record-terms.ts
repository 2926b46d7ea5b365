import { eq } from 'drizzle-orm'
import { idFromBytes, recordKeyOf, type Id } from '../../../shared/ids.ts'
import { own, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { recordTerms } from '../../schema/index.ts'
import { termsOf } from './domain/terms.ts'
import { searchByWords } from './search-by-words.ts'

type Entity = 'company' | 'deal'

/** Replaces the words under which a company or a deal is found. */
export async function writeRecordTerms<E extends Entity>(
  tx: WorkspaceTx,
  record: { entity: E; recordId: Id<E> },
  text: string,
): Promise<void> {
  await removeRecordTerms(tx, record)
  const terms = termsOf(text)
  if (terms.length === 0) return
  const { workspaceId } = tx
  const { entity } = record
  const recordId = recordKeyOf(record.recordId)
  await tx.orm
    .insert(recordTerms)
    .values(terms.sort().map((term) => ({ workspaceId, entity, term, recordId })))
}

/** A deleted record is found no more. */
export async function removeRecordTerms<E extends Entity>(
  tx: WorkspaceTx,
  { entity, recordId }: { entity: E; recordId: Id<E> },
): Promise<void> {
  await tx.orm
    .delete(recordTerms)
    .where(
      own(tx, recordTerms, eq(recordTerms.entity, entity), eq(recordTerms.recordId, recordKeyOf(recordId))),
    )
}

/** Companies or deals that have all of the query's words, the last of which may be a prefix. */
export async function searchRecords<E extends Entity>(
  db: WorkspaceDb,
  entity: E,
  { query, limit }: { query: string; limit: number },
): Promise<Id<E>[]> {
  const found = await searchByWords(db, SOURCES[entity], { terms: termsOf(query), limit })
  return found.map((bytes) => idFromBytes(entity, bytes))
}

const SOURCES = {
  company: { table: 'record_terms', column: 'record_id', entity: 'company' },
  deal: { table: 'record_terms', column: 'record_id', entity: 'deal' },
} as const
