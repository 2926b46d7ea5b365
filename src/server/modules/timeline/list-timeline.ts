import type { ListTimeline, TimelineEntry } from '../../../shared/contracts/timeline.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import { isId, type IdKind } from '../../../shared/ids.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { requireRecords } from '../records/index.ts'
import { SOURCES, type Place } from './sources.ts'

/**
 * What happened to a record: its changes, notes, conversations, tasks done and deals, newest first.
 * Each source is read along its own index from its own place, so that none is read twice or skipped
 * where moments are equal or out of order.
 * @throws AppError NOT_FOUND, BAD_REQUEST for a cursor that is not ours
 */
export async function listTimeline(
  db: WorkspaceDb,
  { record, cursor, limit }: ListTimeline,
): Promise<Page<TimelineEntry>> {
  await requireRecords(db, [record])
  const places = cursor === undefined ? SOURCES.map(() => undefined) : decode(cursor)
  const read = await Promise.all(
    SOURCES.map((source, index) => source(db, { record, after: places[index], limit: limit + 1 })),
  )
  const merged = read
    .flatMap((entries, source) => entries.map((entry, rank) => ({ entry, source, rank })))
    .sort((a, b) => compare(b.entry.at, a.entry.at) || a.source - b.source || a.rank - b.rank)
  const shown = merged.slice(0, limit)
  for (const { entry, source } of shown) places[source] = { at: new Date(entry.at), key: entry.key }
  return {
    items: shown.map(({ entry, source }) => ({ ...entry, key: `${source}:${entry.key}` })),
    nextCursor: merged.length > limit ? encode(places) : null,
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const KINDS: readonly (IdKind | null)[] = [null, 'note', 'conversation', 'task', 'deal']

function encode(places: readonly Place[]): string {
  const values = places.map((place) => (place ? [place.at.getTime(), place.key] : 0))
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

function decode(cursor: string): Place[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(values) && values.length === SOURCES.length) return values.map(placeOf)
  } catch {
    // Told below, together with well-formed JSON of another shape.
  }
  throw new AppError('BAD_REQUEST', 'cursor is not one that this list gave out')
}

function placeOf(value: unknown, source: number): Place {
  if (value === 0) return undefined
  const [time, key] = Array.isArray(value) ? value : []
  const kind = KINDS[source]
  const isKey = kind ? isId(kind, key) : typeof key === 'string' && /^\d{1,15}$/.test(key)
  if (!Number.isInteger(time) || time < 0 || time > 253_402_300_799_999 || !isKey) throw new Error('no place')
  return { at: new Date(time), key }
}
