import { isDay } from '../../../../shared/filters/days.ts'
import { foldText } from '../../../../shared/filters/index.ts'
import type { FieldOption } from '../../../../shared/contracts/fields.ts'
import { exponentOf, isCurrency } from '../../../../shared/money.ts'
import type { FieldType } from '../../../../shared/records.ts'
import { readNumber } from './numbers.ts'

export interface CellContext {
  decimal: ',' | '.'
  dateOrder: 'dmy' | 'mdy'
  phoneCode: string
  /** Of amounts that name none. */
  currency: string
  /** The id of a member by name or e-mail, folded. */
  memberOf(text: string): string | undefined
}

export interface CellField {
  type: FieldType
  options: readonly FieldOption[]
}

/**
 * The value that a cell stands for, in the form in which programs give it; undefined where it can't be
 * one. Whether the field takes it, its own rules decide.
 */
export function valueOfCell(text: string, field: CellField, context: CellContext): unknown {
  switch (field.type) {
    case 'number':
      return readNumber(text, context.decimal)
    case 'money':
      return moneyOf(text, context)
    case 'boolean':
      return booleanOf(text)
    case 'date':
      return dayOf(text, context.dateOrder)
    case 'date_time':
      return momentOf(text, context.dateOrder)
    case 'select':
      return optionOf(text, field.options)
    case 'multi_select':
      return optionsOf(text, field.options)
    case 'phone':
      return /^\s*(?:\+|00)/.test(text)
        ? text
        : `+${context.phoneCode}${text.replace(/\D/g, '').replace(/^0+/, '')}`
    case 'member':
      return context.memberOf(text)
    default:
      return text
  }
}

function moneyOf(text: string, { decimal, currency }: CellContext): unknown {
  const [named] = /(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])/.exec(text) ?? []
  const code = named !== undefined && isCurrency(named) ? named : currency
  const amount = readNumber(text.replace(named ?? '', ''), decimal)
  if (amount === undefined) return undefined
  return { amount: Math.round(amount * 10 ** exponentOf(code)), currency: code }
}

const YES = new Set(['si', 's', 'yes', 'y', 'sim', 'true', 'verdadero', 'verdadeiro', '1', 'x'])
const NO = new Set(['no', 'n', 'nao', 'false', 'falso', '0'])

function booleanOf(text: string): boolean | undefined {
  const folded = foldText(text)
  if (YES.has(folded)) return true
  return NO.has(folded) ? false : undefined
}

/** `2026-03-07`, `7/3/2026`, `07.03.26`; which of the first two is the day, the file's order says. */
export function dayOf(text: string, order: 'dmy' | 'mdy'): string | undefined {
  const [, y = '', m = '', d = ''] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text.trim()) ?? []
  if (y) return realDay(y, m, d)
  const [, one = '', other = '', year = ''] =
    /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/.exec(text.trim()) ?? []
  if (!year) return undefined
  const full = year.length === 2 ? `${Number(year) > 50 ? '19' : '20'}${year}` : year
  return order === 'dmy' ? realDay(full, other, one) : realDay(full, one, other)
}

function realDay(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(text) ? text : undefined
}

/** A day with or without a time; what names no zone is taken for UTC. */
function momentOf(text: string, order: 'dmy' | 'mdy'): string | undefined {
  const [date = '', time = '00:00', zone = 'Z'] = text.trim().split(/[T ]+|(?<=\d)(?=Z$|[+-]\d\d:\d\d$)/)
  const day = dayOf(date, order)
  return day && /^\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?$/.test(time) ? `${day}T${time}${zone}` : undefined
}

function optionOf(text: string, options: readonly FieldOption[]): string | undefined {
  const folded = foldText(text)
  return options.find(({ key, label }) => key === text || foldText(label) === folded)?.key
}

/** Several choices in one cell, parted by `;`, `|` or a comma. */
export const partsOf = (text: string): string[] =>
  text
    .split(/[;|,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

function optionsOf(text: string, options: readonly FieldOption[]): string[] | undefined {
  const keys = partsOf(text).map((part) => optionOf(part, options))
  return keys.every((key) => key !== undefined) ? keys : undefined
}
