/**
 * Phone numbers as people and providers write them, and the key under which two spellings of one
 * number meet. WhatsApp's ids differ from E.164 in three countries of the region:
 * Brazil's mobiles exist with and without the ninth digit, Mexico's carry an old mobile 1 after the
 * country code, Argentina's a 9 (and, dialled at home, a 15 after the area code).
 */

/** Digits only; a leading international prefix 00 is dropped. */
export function digitsOf(text: string): string {
  const digits = text.replace(/\D/g, '')
  return text.trim().startsWith('00') ? digits.slice(2) : digits
}

/**
 * The key that decides whether two numbers are the same line. Takes digits with country code.
 * - BR `55 DD 9NNNNNNNN` → the ninth digit goes where eight digits starting 6–9 remain, so that it
 *   can't meet a landline (2–5).
 * - MX `52 1 NNNNNNNNNN` → `52 NNNNNNNNNN`.
 * - AR `54 9 …` → `54 …`, and a local `15` after an area code of 2–4 digits goes.
 */
export function phoneMatchKey(input: string): string {
  const digits = digitsOf(input)
  if (/^55\d{2}9[6-9]\d{7}$/.test(digits)) return digits.slice(0, 4) + digits.slice(5)
  if (/^521\d{10}$/.test(digits)) return `52${digits.slice(3)}`
  if (digits.startsWith('54')) return argentina(digits)
  return digits
}

/** National numbers have 10 digits; a leading 9 and a 15 come on top of those and only there. */
function argentina(digits: string): string {
  const national = digits.slice(2)
  const withoutNine = /^9(\d{10}|\d{12})$/.test(national) ? national.slice(1) : national
  if (withoutNine.length !== 12) return `54${withoutNine}`
  for (const areaLength of [2, 3, 4]) {
    if (withoutNine.slice(areaLength, areaLength + 2) === '15')
      return `54${withoutNine.slice(0, areaLength)}${withoutNine.slice(areaLength + 2)}`
  }
  return `54${withoutNine}`
}

/** A number that could be dialled: 7 to 15 digits (E.164's limit), country code included. */
export function isPlausiblePhone(text: string): boolean {
  const digits = digitsOf(text)
  return digits.length >= 7 && digits.length <= 15 && /^[+\d][\d\s().-]*$/.test(text.trim())
}

/** `+` and digits, as the API shows phones. */
export function toE164(text: string): string {
  return `+${digitsOf(text)}`
}

/** The most digits of a national number, trunk zero aside, by country code. */
const NATIONAL_DIGITS: Record<string, number> = {
  1: 10,
  34: 9,
  51: 9,
  52: 10,
  53: 8,
  54: 11,
  55: 11,
  56: 9,
  57: 10,
  58: 10,
  351: 9,
  502: 8,
  503: 8,
  504: 8,
  505: 8,
  506: 8,
  507: 8,
  591: 8,
  593: 9,
  595: 9,
  598: 9,
}

/**
 * Digits with country code of a number as people write it: international with `+` or `00`, or as
 * dialled within the country of `phoneCode`. Digits too many for that country that begin with its code
 * are taken for an international number without its plus.
 */
export function internationalDigits(text: string, phoneCode: string): string {
  const trimmed = text.trim()
  const digits = digitsOf(trimmed)
  if (trimmed.startsWith('+') || trimmed.startsWith('00') || phoneCode === '') return digits
  const isComplete = digits.startsWith(phoneCode) && digits.length > (NATIONAL_DIGITS[phoneCode] ?? 10)
  return isComplete ? digits : `${phoneCode}${digits.replace(/^0+/, '')}`
}
