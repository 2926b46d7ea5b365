import {
  MERGE_FIELDS,
  type MergeConflict,
  type MergeContacts,
  type MergeField,
} from '../../../../shared/contracts/contacts.ts'
import { AppError } from '../../../platform/errors.ts'
import type { ContactRow } from '../contact-dto.ts'

/** What the winner gets from the loser. */
export interface Taken {
  /** Columns of the winner, `custom` as a whole; empty where nothing is taken. */
  set: Partial<ContactRow>
  /** Keys of the custom fields whose values are the loser's. */
  customKeys: string[]
}

type Choices = MergeContacts['choices']
type Custom = Record<string, unknown>

const CUSTOM = 'custom.'

/** The facts about which the two differ, both having a value: a person should choose. */
export function conflictsOf(winner: ContactRow, loser: ContactRow): MergeConflict[] {
  return fieldsOf(winner, loser)
    .map((field) => ({ field, winner: valueOf(winner, field), loser: valueOf(loser, field) }))
    .filter((pair) => !isEmpty(pair.winner) && !isEmpty(pair.loser) && !isSame(pair.winner, pair.loser))
}

/**
 * Fields that nobody chose for keep the winner's value, or take the loser's where the winner has none.
 * @throws AppError VALIDATION_FAILED for a field that neither has
 */
export function takenFrom(loser: ContactRow, winner: ContactRow, choices: Choices): Taken {
  const chosen = new Map(choices.map(({ field, from }) => [field, from]))
  const fields = fieldsOf(winner, loser)
  const unknown = [...chosen.keys()].find((field) => !fields.includes(field))
  if (unknown !== undefined)
    throw new AppError('VALIDATION_FAILED', 'neither contact has this field', {
      details: { fields: { [unknown]: 'is unknown' } },
    })
  const taken = fields.filter((field) => {
    const [ours, theirs] = [valueOf(winner, field), valueOf(loser, field)]
    const from = chosen.get(field) ?? (isEmpty(ours) ? 'loser' : 'winner')
    return from === 'loser' && !isSame(ours, theirs)
  })
  const customKeys = taken.filter(isCustom).map((field) => field.slice(CUSTOM.length))
  return { set: { ...columnsOf(taken, loser), ...customColumn(customKeys, winner, loser) }, customKeys }
}

function columnsOf(taken: string[], loser: ContactRow): Partial<ContactRow> {
  const columns = MERGE_FIELDS.filter((field) => taken.includes(field))
  return {
    ...Object.fromEntries(columns.map((field) => [field, loser[field]])),
    ...(columns.includes('name') && { nameIsManual: loser.nameIsManual }),
  }
}

function customColumn(keys: string[], winner: ContactRow, loser: ContactRow): Partial<ContactRow> {
  if (keys.length === 0) return {}
  const custom = { ...winner.custom }
  for (const key of keys) {
    if (isEmpty(loser.custom?.[key])) delete custom[key]
    else custom[key] = loser.custom?.[key]
  }
  return { custom }
}

function fieldsOf(winner: ContactRow, loser: ContactRow): string[] {
  const keys = new Set([...Object.keys(winner.custom ?? {}), ...Object.keys(loser.custom ?? {})])
  return [...MERGE_FIELDS, ...[...keys].sort().map((key) => `${CUSTOM}${key}`)]
}

const isCustom = (field: string) => field.startsWith(CUSTOM)

function valueOf(row: ContactRow, field: string): unknown {
  if (!isCustom(field)) return row[field as MergeField]
  return ((row.custom ?? {}) as Custom)[field.slice(CUSTOM.length)] ?? null
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
}
