import type { FieldId, UserId } from '../../../shared/ids.ts'
import type { FilterEntity, FilterKind } from '../../../shared/filters/index.ts'
import type { Piece } from './piece.ts'

/** What conditions are compiled against. In their SQL the record's own row is `c`. */
export interface CompileContext {
  entity: FilterEntity
  /** The workspace's id: every block of a statement pins it. */
  workspace: Buffer
  kinds: ReadonlyMap<string, FilterKind>
  fieldIds: ReadonlyMap<string, FieldId>
  now: Date
  timeZone: string
  /** Whom the value `me` stands for; nobody, for a program. */
  me: UserId | null
}

/** Ids of all records that meet a condition, read along an index. */
export interface Driver extends Piece {
  /** Whoever is listed meets the condition: it need not be checked again. */
  settles: boolean
  /** A record may be listed twice. */
  repeats: boolean
}

export interface Compiled {
  where: Piece
  driver?: Driver
}
