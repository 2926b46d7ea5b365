/** Calling codes the fake knows; the longest prefix wins. Others get the country `ZZ`. */
const COUNTRY_BY_CALLING_CODE: Record<string, string> = {
  '1': 'US',
  '34': 'ES',
  '44': 'GB',
  '51': 'PE',
  '52': 'MX',
  '54': 'AR',
  '55': 'BR',
  '56': 'CL',
  '57': 'CO',
  '58': 'VE',
  '351': 'PT',
  '502': 'GT',
  '503': 'SV',
  '504': 'HN',
  '505': 'NI',
  '506': 'CR',
  '507': 'PA',
  '591': 'BO',
  '593': 'EC',
  '595': 'PY',
  '598': 'UY',
}

/** Strips everything but digits: `+52 33 0000-0112` → `523300000112`. */
export function digitsOf(phone: string): string {
  return phone.replaceAll(/\D/g, '')
}

/** Calling code and ISO country of a number in international digits. */
export function countryOf(digits: string): { callingCode: string; iso: string } {
  for (const length of [3, 2, 1]) {
    const callingCode = digits.slice(0, length)
    const iso = COUNTRY_BY_CALLING_CODE[callingCode]
    if (iso) return { callingCode, iso }
  }
  return { callingCode: '', iso: 'ZZ' }
}

/**
 * One key for the spellings of the same Latin American mobile, because WhatsApp answers with its own:
 * Mexico with or without the 1 after 52, Argentina with or without the 9 after 54, Brazil with or
 * without the ninth digit after the area code.
 */
export function canonicalDigits(digits: string): string {
  if (/^521\d{10}$/.test(digits)) return `52${digits.slice(3)}`
  if (/^549\d{10}$/.test(digits)) return `54${digits.slice(3)}`
  if (/^55\d{2}9\d{8}$/.test(digits)) return `${digits.slice(0, 4)}${digits.slice(5)}`
  return digits
}

/**
 * The number that Meta dials for a `to`: with "+" as written, without it the country code of the
 * business is prepended, which is how messages reach the wrong person.
 */
export function dialledDigits(to: string, businessDigits: string): string {
  const digits = digitsOf(to)
  return to.trim().startsWith('+') ? digits : countryOf(businessDigits).callingCode + digits
}

/** International digits for people's eyes: `523300000112` → `+52 33 0000 0112`. */
export function displayPhone(digits: string): string {
  const { callingCode } = countryOf(digits)
  const national = canonicalDigits(digits).slice(callingCode.length)
  const area = national.slice(0, national.length - 8)
  const groups = [area, national.slice(area.length, -4), national.slice(-4)].filter(Boolean)
  return `+${callingCode} ${groups.join(' ')}`.replace('+ ', '+')
}
