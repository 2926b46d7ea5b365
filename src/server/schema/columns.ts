import { sql } from 'drizzle-orm'
import { customType, datetime } from 'drizzle-orm/mysql-core'
import {
  encodeBytes,
  idFromBytes,
  idToBytes,
  type Id,
  type IdKind,
  type RecordKey,
} from '../../shared/ids.ts'

/**
 * An id column: BINARY(16) in the database, a branded prefixed string in code. Drizzle's own
 * `binary(16)` decodes as UTF-8 and does not survive a round trip.
 */
export function id<K extends IdKind>(kind: K, name: string) {
  return customType<{ data: Id<K>; driverData: Buffer }>({
    dataType: () => 'binary(16)',
    toDriver: (value) => Buffer.from(idToBytes(value)),
    fromDriver: (value) => idFromBytes(kind, value),
  })(name)
}

/** The id of a record whose kind another column says. */
export const recordId = (name: string) =>
  customType<{ data: RecordKey; driverData: Buffer }>({
    dataType: () => 'binary(16)',
    toDriver: (value) => Buffer.from(idToBytes(value as string as Id<IdKind>)),
    fromDriver: (value) => encodeBytes(value) as RecordKey,
  })(name)

/** Raw bytes: hashes, match keys of fixed size. */
export const bytes = (name: string, length: number) =>
  customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => `binary(${length})` })(name)

/**
 * Text compared byte by byte: external ids, match keys, tokens. Under the database's collation
 * `wamid.ABC` would equal `wamid.abc`.
 */
export const exact = (name: string, length: number) =>
  customType<{ data: string; driverData: string }>({
    dataType: () => `varchar(${length}) character set utf8mb4 collate utf8mb4_bin`,
  })(name)

/** MariaDB gives JSON as text in some expressions, MySQL as objects; both arrive parsed here. */
export const jsonDoc = <T>(name: string) =>
  customType<{ data: T; driverData: string }>({
    dataType: () => 'json',
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value) as T,
  })(name)

/** Raw provider bodies: up to 16 MB of text, kept as sent. */
export const longBytes = (name: string) =>
  customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'mediumblob' })(name)

/** UTC with milliseconds. */
export const moment = (name: string) => datetime(name, { mode: 'date', fsp: 3 })

export const createdAt = () =>
  moment('created_at')
    .notNull()
    .default(sql`(now(3))`)

export const updatedAt = () =>
  moment('updated_at')
    .notNull()
    .default(sql`(now(3))`)
    .$onUpdate(() => new Date())
