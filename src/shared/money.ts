/** The safe range of amounts in minor units, both ways. */
export const MAX_AMOUNT = Number.MAX_SAFE_INTEGER

const NO_DECIMALS = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '))
const THREE_DECIMALS = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '))

/**
 * How many decimals a currency has: 2 for MXN, 0 for CLP, PYG and JPY, 3 for KWD. As ISO 4217 says:
 * `Intl` leaves the cents of some (COP) to the data of each browser, and an amount stored by one must
 * be worth the same in the next.
 */
export function exponentOf(currency: string): number {
  if (NO_DECIMALS.has(currency)) return 0
  return THREE_DECIMALS.has(currency) ? 3 : 2
}

const KNOWN: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

/** True for codes of ISO 4217 that this runtime can write. */
export const isCurrency = (code: string): boolean => KNOWN.has(code)

type Minor = number | bigint | string

/** Minor units as plain decimal digits, exactly: 2840050 MXN is `28400.50`. */
export function decimalOf(minor: Minor, currency: string): string {
  const exponent = exponentOf(currency)
  const value = BigInt(minor)
  const digits = (value < 0n ? -value : value).toString().padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  const sign = value < 0n ? '-' : ''
  return exponent === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-exponent)}`
}

export interface MoneyStyle {
  /** With its code where several currencies are in view: `$` means many. */
  isCode?: boolean
  /** `310 k`, for headers. */
  isCompact?: boolean
}

const formats = new Map<string, Intl.NumberFormat>()

function formatOf(currency: string, locale: string, { isCode, isCompact }: MoneyStyle): Intl.NumberFormat {
  const key = `${locale} ${currency} ${isCode} ${isCompact}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: isCode ? 'code' : 'narrowSymbol',
      ...(isCompact
        ? { notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 }
        : { minimumFractionDigits: exponentOf(currency), maximumFractionDigits: exponentOf(currency) }),
    })
    formats.set(key, format)
  }
  return format
}

/** An amount for people. Decimals that are all zero are left out, as price tags do. */
export function writeMoney(
  minor: Minor,
  currency: string,
  { locale, ...style }: MoneyStyle & { locale: string },
): string {
  const decimal = decimalOf(minor, currency)
  const text = formatOf(currency, locale, style).format(decimal as Intl.StringNumericLiteral)
  return style.isCompact || !/\.0+$/.test(decimal) ? text : withoutZeros(text)
}

/** Takes `,00` or `.00` off, wherever the symbol stands. */
const withoutZeros = (text: string): string => text.replace(/[.,]0+(?=\D*$)/, '')

/**
 * Reads what people type, in whichever way they write separators: `28,400.50`, `28.400,50`, `28400`.
 * @param locale decides only where a lone separator before three digits might mean either.
 * @returns minor units; null where it is no amount, has too many decimals or is out of range.
 */
export function parseMoney(text: string, currency: string, locale: string): number | null {
  const bare = text.replace(/[\p{L}\p{Sc}\s'’]/gu, '')
  const match = /^([-−]?)((?:\d[\d.,]*)?\d)$/.exec(bare)
  if (!match) return null
  const parts = splitDecimals(match[2] ?? '', groupSeparatorOf(locale))
  const exponent = exponentOf(currency)
  if (!parts || parts.decimals.replace(/0+$/, '').length > exponent) return null
  const digits = parts.whole + parts.decimals.slice(0, exponent).padEnd(exponent, '0')
  const value = Number(digits)
  if (value > MAX_AMOUNT) return null
  return match[1] && value > 0 ? -value : value
}

function splitDecimals(digits: string, group: string): { whole: string; decimals: string } | null {
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','))
  if (last < 0) return { whole: digits, decimals: '' }
  const separator = digits[last] ?? ''
  const tail = digits.slice(last + 1)
  const others = digits.slice(0, last)
  const hasBoth = others.includes(separator === '.' ? ',' : '.')
  const repeats = others.includes(separator)
  const isGroup = repeats || (tail.length === 3 && !hasBoth && separator === group)
  const grouped = isGroup ? digits : others
  if (!isGrouped(grouped) || (hasBoth && repeats)) return null
  return { whole: grouped.replace(/[.,]/g, ''), decimals: isGroup ? '' : tail }
}

/** Plain digits, or groups of three after the first with one and the same mark between. */
const isGrouped = (digits: string) =>
  /^\d+$/.test(digits) || /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/.test(digits)

function groupSeparatorOf(locale: string): string {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1_234_567)
  const group = parts.find((part) => part.type === 'group')?.value ?? ','
  return group === '.' ? '.' : ','
}

/** An amount times a percentage, to the nearest minor unit, half away from zero. */
export function percentOf(minor: Minor, percent: number): bigint {
  const product = BigInt(minor) * BigInt(percent)
  const half = product < 0n ? -50n : 50n
  return (product + half) / 100n
}
