import { asc, eq } from 'drizzle-orm'
import type { FieldDto } from '../../../../shared/contracts/fields.ts'
import type { UserId } from '../../../../shared/ids.ts'
import { LIFECYCLES } from '../../../../shared/records.ts'
import { idBytes } from '../../../platform/db/bytes.ts'
import { own, type WorkspaceDb } from '../../../platform/db/workspace-db.ts'
import { memberships, users } from '../../../schema/index.ts'
import { marks, not, piece, type Piece } from '../piece.ts'
import { narrowed, ofRecords } from './column-order.ts'
import { textKey, timeKey, type Order, type Stretch } from './order.ts'
import { ofValues, valueOf, withoutValue } from './value-order.ts'

export interface Asked {
  db: WorkspaceDb
  table: Order['table']
  isDescending: boolean
}

/** By owner, as their names go, nobody's last; within each the newest first. */
export async function ownerOrder({ db, table, isDescending }: Asked): Promise<Order> {
  const members = directed(await membersByName(db), isDescending)
  const walk = ofRecords(`${table} c FORCE INDEX (${table}_owner)`, idBytes(db.workspaceId))
  const key = timeKey('c.created_at')
  return {
    table,
    stretches: [
      ...members.map((id) => ({ ...narrowed(walk, piece('c.owner_id = ?', idBytes(id))), name: id, key })),
      { ...narrowed(walk, piece('c.owner_id IS NULL')), name: '', key },
    ],
    isDescending: true,
    rank: placeAmong(piece('c.owner_id'), members.map(idBytes)),
    at: piece('c.created_at'),
  }
}

/** By stage of life, as the stages follow each other; within each the newest first. */
export function lifecycleOrder({ db, isDescending }: Asked): Order {
  const stages = directed(LIFECYCLES, isDescending)
  const walk = ofRecords('contacts c FORCE INDEX (contacts_lifecycle)', idBytes(db.workspaceId))
  return {
    table: 'contacts',
    stretches: stages.map((stage) => ({
      ...narrowed(walk, piece('c.lifecycle = ?', stage)),
      name: stage,
      key: timeKey('c.created_at'),
    })),
    isDescending: true,
    rank: placeAmong(piece('c.lifecycle'), stages),
    at: piece('c.created_at'),
  }
}

/**
 * By a custom field of choice: options as the field lists them, members by name; then what was an option
 * once, then those without a value.
 */
export async function optionOrder(field: FieldDto, { db, table, isDescending }: Asked): Promise<Order> {
  const known = field.type === 'member' ? await membersByName(db) : field.options.map(({ key }) => key)
  const choices: readonly string[] = directed(known, isDescending)
  const value = { db, table, fieldId: field.id }
  const walk = ofValues(value, 'text')
  const isChoice = piece(`o.text IN (${marks(choices)})`, ...choices)
  const stretches: Stretch[] = [
    ...choices.map((text) => ({ ...narrowed(walk, piece('o.text = ?', text)), name: text, key: null })),
    { ...(choices.length > 0 ? narrowed(walk, not(isChoice)) : walk), name: '~', key: textKey('o.text') },
    { ...withoutValue(value), name: '', key: null },
  ]
  const text = valueOf(value, 'text')
  const place = placeAmong(text, choices)
  return {
    table,
    stretches,
    isDescending: true,
    rank: piece(`(${place.sql} + (${text.sql} IS NULL))`, ...place.values, ...text.values),
    at: piece(
      `(CASE WHEN ${place.sql} = ${choices.length} THEN ${text.sql} END)`,
      ...place.values,
      ...text.values,
    ),
  }
}

/** Everybody who ever was a member: what they own stays theirs. Read by the primary key. */
async function membersByName(db: WorkspaceDb): Promise<UserId[]> {
  const rows = await db.orm
    .select({ userId: memberships.userId })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(own(db, memberships))
    .orderBy(asc(users.name), asc(users.id))
  return rows.map(({ userId }) => userId)
}

const directed = <T>(items: readonly T[], isDescending: boolean): readonly T[] =>
  isDescending ? items.toReversed() : items

/** Counted from 0; what is none of them comes after all. */
function placeAmong({ sql, values }: Piece, among: readonly unknown[]): Piece {
  if (among.length === 0) return piece('0')
  const place = `COALESCE(NULLIF(FIELD(${sql}, ${marks(among)}), 0), ${among.length + 1}) - 1`
  return piece(place, ...values, ...among)
}
