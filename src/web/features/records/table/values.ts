import type { FieldDto, MoneyValue } from '@shared/contracts/fields.ts'
import { exponentOf, parseMoney, writeMoney } from '@shared/money.ts'
import type { Formatter } from '../../../i18n/format.ts'
import type { PlainKey } from '../../../i18n/catalogue.ts'

/** What values of custom fields need to be shown: the reader's language and the people by name. */
export interface ValueContext {
  locale: string
  format: Formatter
  t: (key: PlainKey) => string
  memberName: (id: string) => string | undefined
  /** For amounts that say none. */
  currency: string
}

/** A value of a custom field as people read it; empty where there is none. */
export function showValue(field: FieldDto, value: unknown, context: ValueContext): string {
  if (value === null || value === undefined) return ''
  switch (field.type) {
    case 'number':
      return new Intl.NumberFormat(context.locale, { maximumFractionDigits: 6 }).format(value as number)
    case 'money': {
      const { amount, currency } = value as MoneyValue
      return writeMoney(amount, currency, { locale: context.locale, isCode: currency !== context.currency })
    }
    case 'date':
      return showDay(value as string, context.locale)
    case 'date_time':
      return context.format.dateTime(new Date(value as string))
    case 'select':
      return optionLabel(field, value as string)
    case 'multi_select':
      return context.format.list((value as string[]).map((key) => optionLabel(field, key)))
    case 'boolean':
      return context.t(value === true ? 'field.yes' : 'field.no')
    case 'member':
      return context.memberName(value as string) ?? ''
    default:
      return value as string
  }
}

const optionLabel = (field: FieldDto, key: string) =>
  field.options.find((option) => option.key === key)?.label ?? key

/** A day without a zone: the same day everywhere. */
export function showDay(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
}

/** A value as its control holds it. */
export function textOf(field: FieldDto, value: unknown): string {
  if (value === null || value === undefined) return ''
  switch (field.type) {
    case 'money': {
      const { amount, currency } = value as MoneyValue
      return `${(amount / 10 ** exponentOf(currency)).toFixed(exponentOf(currency))} ${currency}`
    }
    case 'date_time':
      return localOf(new Date(value as string))
    case 'boolean':
      return value === true ? 'yes' : 'no'
    case 'multi_select':
      return (value as string[]).join(',')
    default:
      return String(value)
  }
}

/** `YYYY-MM-DDTHH:mm` in the reader's zone, as the browser's control takes it. */
function localOf(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}

/** What a control's text stands for. `undefined` where it stands for nothing of the kind. */
export function parseValue(field: FieldDto, text: string, { locale, currency }: ValueContext): unknown {
  const trimmed = text.trim()
  if (trimmed === '') return null
  switch (field.type) {
    case 'number': {
      const number = Number(trimmed.replace(/\s/g, '').replace(',', '.'))
      return Number.isFinite(number) ? number : undefined
    }
    case 'money': {
      const code = /[A-Za-z]{3}/.exec(trimmed)?.[0].toUpperCase() ?? currency
      const amount = parseMoney(trimmed, code, locale)
      return amount === null ? undefined : { amount, currency: code }
    }
    case 'date_time': {
      const at = new Date(trimmed)
      return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
    }
    case 'boolean':
      return trimmed === 'yes'
    case 'multi_select':
      return trimmed.split(',')
    default:
      return trimmed
  }
}
