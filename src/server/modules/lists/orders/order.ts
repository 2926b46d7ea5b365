import { piece, type Piece } from '../piece.ts'

/** A column that an index is ordered by, and what its values look like in a cursor. */
export interface Key {
  column: string
  /** How a value of it stands in SQL, so that the comparison is a range of the index. */
  mark: string
  accepts(text: string): boolean
}

/** One walk along an index: of the records themselves, as `c`, or of rows `o` that stand for them. */
export interface Leg {
  /** The table with its alias and the index. */
  from: string
  /** Pins the workspace and what else begins the index. */
  where: Piece
}

/**
 * A part of an order whose rows one index holds in that order. An order by owner has one for each owner, and
 * one for nobody's.
 */
export interface Stretch {
  /** Names it in cursors. */
  name: string
  /** Several are merged: the same index once for each value that precedes its key. */
  legs: readonly Leg[]
  /** Null where the id alone orders it. */
  key: Key | null
  /** Column of the id that breaks ties. */
  id: string
  /** Column of the record's id. */
  record: string
  /** What a record must meet to come here; the index's row is `w` then, where it is not the record `c`. */
  only: Piece
}

/** How a table is sorted. Whichever way records were found, they come in the same order. */
export interface Order {
  table: 'contacts' | 'companies'
  stretches: readonly Stretch[]
  /** Within each stretch. */
  isDescending: boolean
  /** For a record `c` that was found in another way: the number of its stretch, and its key there. */
  rank: Piece
  at: Piece
}

export const ALL = piece('1 = 1')

const TIME = /^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}$/
const NUMBER = /^-?\d{1,24}(\.\d{1,6})?$/
/** A name has 120 characters, of up to four bytes each. */
const TEXT = 480

export const textKey = (column: string): Key => ({
  column,
  mark: '?',
  accepts: (text) => text.length <= TEXT,
})

/** A time as the database writes it. */
export const timeKey = (column: string): Key => ({ column, mark: '?', accepts: (text) => TIME.test(text) })

/** Compared as decimals: a text would be compared as a float. */
export const numberKey = (column: string): Key => ({
  column,
  mark: 'CAST(? AS DECIMAL(30, 6))',
  accepts: (text) => NUMBER.test(text),
})
