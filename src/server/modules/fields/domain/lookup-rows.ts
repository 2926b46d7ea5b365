import type { MoneyValue } from '../../../../shared/contracts/fields.ts'
import { exponentOf } from '../../../../shared/money.ts'
import { foldText } from '../../../../shared/filters/fold.ts'
import type { FieldType } from '../../../../shared/records.ts'

/** A stored value as it is looked up: one of the three columns is filled. */
export interface Lookup {
  text: string | null
  number: string | null
  at: Date | null
}

const NOTHING: Lookup = { text: null, number: null, at: null }

const text = (value: string): Lookup => ({ ...NOTHING, text: value })
const number = (value: number): Lookup => ({ ...NOTHING, number: String(value) })

/** The rows under which a normalised value is found; several for a multi-select, none for null. */
export function lookupsOf(type: FieldType, value: unknown): Lookup[] {
  if (value === null || value === undefined) return []
  switch (type) {
    case 'text':
    case 'long_text':
    case 'phone':
    case 'email':
    case 'url': {
      const folded = foldText(value as string)
      return folded === '' ? [] : [text(folded)]
    }
    case 'select':
    case 'member':
      return [text(value as string)]
    case 'multi_select':
      return (value as string[]).map(text)
    case 'boolean':
      return [number(value === true ? 1 : 0)]
    case 'number':
      return [number(value as number)]
    case 'money':
      return [number(wholeUnits(value as MoneyValue))]
    case 'date':
      return [{ ...NOTHING, at: new Date(`${value as string}T00:00:00.000Z`) }]
    case 'date_time':
      return [{ ...NOTHING, at: new Date(value as string) }]
  }
}

/** Amounts compare by whole units, whatever their currency. */
export function wholeUnits({ amount, currency }: MoneyValue): number {
  return amount / 10 ** exponentOf(currency)
}
