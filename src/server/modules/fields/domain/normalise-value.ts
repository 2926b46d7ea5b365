import { exponentOf, isCurrency } from '../../../../shared/money.ts'
import type { FieldOption, FieldRules } from '../../../../shared/contracts/fields.ts'
import { isDay } from '../../../../shared/filters/days.ts'
import { isId } from '../../../../shared/ids.ts'
import { isPlausiblePhone, toE164 } from '../../../../shared/phone.ts'
import type { FieldType } from '../../../../shared/records.ts'

/** What a value is checked against. */
export interface FieldShape {
  type: FieldType
  options: readonly FieldOption[]
  rules: FieldRules
}

/** The value as it is stored, or why it can't be. Reasons are short English, as all field errors are. */
export type Normalised = { value: unknown } | { problem: string }

const TEXT_MAX = 1_000
const LONG_TEXT_MAX = 8_000
/** Lone surrogates and NUL can't be stored. */
const UNSTORABLE = /[\0]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/
/** Index columns keep six decimals: more would compare differently in two places. */
const DECIMALS = 1e6
const BIGGEST = 1e15

const problem = (text: string): Normalised => ({ problem: text })

/** Checks a value that is not null against its field and brings it into the form that is stored. */
export function normaliseValue(field: FieldShape, value: unknown): Normalised {
  return NORMALISERS[field.type](value, field)
}

type Normaliser = (value: unknown, field: FieldShape) => Normalised

const NORMALISERS: Record<FieldType, Normaliser> = {
  text: (value, { rules }) => textValue(value, rules, TEXT_MAX),
  long_text: (value, { rules }) => textValue(value, rules, LONG_TEXT_MAX),
  number: (value, { rules }) => numberValue(value, rules),
  money: (value, { rules }) => moneyValue(value, rules),
  date: (value) => (isDayText(value) ? { value } : problem('expected a day as YYYY-MM-DD')),
  date_time: momentValue,
  select: (value, { options }) =>
    hasOption(options, value) ? { value } : problem('expected the key of an option'),
  multi_select: (value, { options }) =>
    Array.isArray(value) && value.length <= 50 && value.every((key) => hasOption(options, key))
      ? { value: [...new Set(value)] }
      : problem('expected a list of keys of options'),
  boolean: (value) => (typeof value === 'boolean' ? { value } : problem('expected true or false')),
  phone: (value) =>
    typeof value === 'string' && value.length <= 40 && isPlausiblePhone(value)
      ? { value: toE164(value) }
      : problem('expected a phone number with country code'),
  email: (value) =>
    typeof value === 'string' && value.length <= 254 && EMAIL.test(value.trim()) && !UNSTORABLE.test(value)
      ? { value: value.trim().toLowerCase() }
      : problem('expected an e-mail address'),
  url: urlValue,
  member: (value) => (isId('user', value) ? { value } : problem('expected the id of a member')),
}

function textValue(value: unknown, rules: FieldRules, max: number): Normalised {
  if (typeof value !== 'string' || UNSTORABLE.test(value)) return problem('expected a text')
  const text = value.trim()
  const length = [...text].length
  if (length > Math.min(rules.maxLength ?? max, max)) return problem('is too long')
  if (length < (rules.minLength ?? 0)) return problem('is too short')
  if (rules.pattern !== undefined && !meetsMask(text, rules.pattern))
    return problem(`does not look like ${rules.pattern}`)
  return { value: text }
}

/** A mask is no regular expression on purpose: nobody can write one that takes minutes to match. */
export function meetsMask(text: string, mask: string): boolean {
  const characters = [...text]
  const wanted = [...mask]
  return (
    characters.length === wanted.length &&
    wanted.every((sign, at) => {
      const character = characters[at] ?? ''
      if (sign === '9') return /^\d$/.test(character)
      if (sign === 'A') return /^\p{L}$/u.test(character)
      if (sign === '*') return /^[\p{L}\p{N}]$/u.test(character)
      return sign === character
    })
  )
}

function numberValue(value: unknown, rules: FieldRules): Normalised {
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > BIGGEST)
    return problem('expected a number')
  const rounded = roundNumber(value)
  if (rules.min !== undefined && rounded < rules.min) return problem(`must be at least ${rules.min}`)
  if (rules.max !== undefined && rounded > rules.max) return problem(`must be at most ${rules.max}`)
  return { value: rounded }
}

/** To the decimals that are looked up; large numbers have none to lose. */
export function roundNumber(value: number): number {
  const rounded = Math.abs(value) > 1e9 ? value : Math.round(value * DECIMALS) / DECIMALS
  return rounded === 0 ? 0 : rounded
}

function moneyValue(value: unknown, rules: FieldRules): Normalised {
  if (typeof value !== 'object' || value === null) return problem('expected { amount, currency }')
  const { amount, currency, ...others } = value as Record<string, unknown>
  if (Object.keys(others).length > 0) return problem('expected amount and currency alone')
  if (typeof currency !== 'string' || !isCurrency(currency))
    return problem('expected an ISO 4217 currency in capitals')
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount))
    return problem('expected the amount as a whole number of minor units')
  const units = numberValue(amount / 10 ** exponentOf(currency), rules)
  return 'problem' in units ? units : { value: { amount, currency } }
}

const isDayText = (value: unknown): value is string => typeof value === 'string' && isDay(value)

function momentValue(value: unknown): Normalised {
  const isIso =
    typeof value === 'string' &&
    /^[1-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(value)
  const at = isIso && isDay(value.slice(0, 10)) ? new Date(value) : undefined
  return at && !Number.isNaN(at.getTime())
    ? { value: at.toISOString() }
    : problem('expected a time as 2026-11-22T13:00:00Z')
}

function urlValue(value: unknown): Normalised {
  if (typeof value !== 'string' || value.length > 1_000 || !URL.canParse(value.trim()))
    return problem('expected an address with http:// or https://')
  const url = new URL(value.trim())
  return url.protocol === 'http:' || url.protocol === 'https:'
    ? { value: url.href }
    : problem('expected an address with http:// or https://')
}

const hasOption = (options: readonly FieldOption[], key: unknown) =>
  typeof key === 'string' && options.some((option) => option.key === key)
