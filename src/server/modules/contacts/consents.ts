import { desc, eq } from 'drizzle-orm'
import { memberOf, type Actor } from '../../../shared/actor.ts'
import type { AddConsent, ConsentDto, ConsentsDto, ListConsents } from '../../../shared/contracts/contacts.ts'
import { newId, type ContactId } from '../../../shared/ids.ts'
import { decodePosition, pageOf, type TimePosition } from '../../platform/cursor.ts'
import { beyond } from '../../platform/db/keyset.ts'
import { own, type Scope, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { consents } from '../../schema/index.ts'
import * as repo from './contacts.repo.ts'

type ConsentRow = typeof consents.$inferSelect

/** Rows read to tell what counts today; who changes their mind more often has more patience than we. */
const LOOKED_AT = 1_000

/**
 * Notes that a person allowed something or withdrew it. Rows are only added: the history is the proof.
 * @throws AppError NOT_FOUND, VALIDATION_FAILED for a time to come
 */
export async function addConsent(
  db: WorkspaceDb,
  { now, ...input }: AddConsent & { now: Date },
  actor: Actor,
): Promise<ConsentDto> {
  const at = input.at === undefined ? now : new Date(input.at)
  if (at > now)
    throw new AppError('VALIDATION_FAILED', 'a consent is given before it is noted', {
      details: { fields: { at: 'is in the future' } },
    })
  return db.tx(async (tx) => {
    const contact = await repo.findSurvivorLocked(tx, input.id)
    const { channelKind, purpose, state, source } = input
    const [text, ip] = [input.text ?? null, input.ip ?? null]
    const facts = { channelKind, purpose, state, source, text, ip, by: memberOf(actor), at }
    const row = { workspaceId: tx.workspaceId, id: newId('consent'), contactId: contact.id, ...facts }
    await tx.orm.insert(consents).values(row)
    tx.emit({ type: 'contact.updated', data: { contactId: contact.id, name: contact.name } })
    const after = { consent: { channelKind, purpose, state, source, at: at.toISOString() } }
    tx.audit({
      actor,
      action: `contact.consent_${state}`,
      entity: 'contact',
      recordId: contact.id,
      before: null,
      after,
    })
    return toDto(row)
  })
}

/** The history, newest first, and what counts now for each kind of channel and purpose. */
export async function listConsents(db: WorkspaceDb, input: ListConsents): Promise<ConsentsDto> {
  const { id } = await repo.find(db, input.id)
  const before = input.cursor === undefined ? undefined : decodePosition('consent', input.cursor)
  const [rows, newest] = await Promise.all([
    newestOf(db, { id, before, limit: input.limit + 1 }),
    newestOf(db, { id, before: undefined, limit: LOOKED_AT }),
  ])
  const page = pageOf(rows, input.limit, (row) => [row.at, row.id])
  return { ...page, current: currentOf(newest).map(toDto), items: page.items.map(toDto) }
}

function newestOf(
  scope: Scope,
  { id, before, limit }: { id: ContactId; before: TimePosition<'consent'> | undefined; limit: number },
): Promise<ConsentRow[]> {
  return scope.orm
    .select()
    .from(consents, { forceIndex: 'consents_contact' })
    .where(
      own(
        scope,
        consents,
        eq(consents.contactId, id),
        beyond({ column: consents.at, id: consents.id, isForward: false }, before),
      ),
    )
    .orderBy(desc(consents.at), desc(consents.id))
    .limit(limit)
}

function currentOf(newestFirst: ConsentRow[]): ConsentRow[] {
  const current = new Map<string, ConsentRow>()
  for (const row of newestFirst) {
    const key = `${row.channelKind} ${row.purpose}`
    if (!current.has(key)) current.set(key, row)
  }
  return [...current.values()]
}

function toDto({ id, channelKind, purpose, state, source, text, ip, by, at }: ConsentRow): ConsentDto {
  return { id, channelKind, purpose, state, source, text, ip, by, at: at.toISOString() }
}
