import { UnreadableItem } from '../contract/index.ts'
import { asObject, idOf, numberOf, objectsOf, textOf, type JsonObject } from '../meta/json.ts'
import { readMetaError, type MetaError } from '../meta/errors.ts'

/** The surroundings of a message or status: what its value says about all of them. */
export interface ValueContext {
  field: string
  contacts: JsonObject[]
  /** Errors of the value as a whole. */
  errors: MetaError[]
  /** The business' own number, digits; tells who wrote what in a history. */
  businessPhone: string | undefined
  /** Where BSUIDs are unique. */
  scope: string
}

export function contextOf(input: { field: string; value: JsonObject; scope: string }): ValueContext {
  const { field, value, scope } = input
  return {
    field,
    scope,
    contacts: objectsOf(value['contacts']),
    errors: readErrors(value['errors']),
    businessPhone: textOf(asObject(value['metadata'])?.['display_phone_number'])?.replaceAll(/\D/g, ''),
  }
}

export function readErrors(value: unknown): MetaError[] {
  return objectsOf(value).flatMap((error) => readMetaError(error) ?? [])
}

/** Longest id that is stored; Meta's own have about 60 characters. */
const KEY_MAX = 191

/** @throws UnreadableItem for a message or status without a usable id. */
export function requireKey(part: JsonObject, what: string): string {
  const key = idOf(part['id'])
  if (key === undefined) throw new UnreadableItem(`a ${what} has no id`)
  if (key.length > KEY_MAX)
    throw new UnreadableItem(`a ${what}'s id is longer than ${String(KEY_MAX)} characters`)
  return key
}

/** The last second that the database can hold (year 9999). */
const SECONDS_MAX = 253_402_300_799

/** Unix seconds, which Meta writes as a string or a number. @throws UnreadableItem */
export function requireTime(part: JsonObject, what: string): Date {
  const seconds = numberOf(part['timestamp'])
  if (seconds === undefined || !Number.isInteger(seconds) || seconds < 0 || seconds > SECONDS_MAX) {
    throw new UnreadableItem(`the time of ${what} is not a number of seconds`)
  }
  return new Date(seconds * 1000)
}
