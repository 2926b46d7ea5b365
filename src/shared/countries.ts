/** What a country decides at sign-up. All of it can be changed later. */
export interface Country {
  code: string
  currency: string
  timeZone: string
  phoneCode: string
  locale: Locale
}

export const LOCALES = ['es', 'en', 'pt-BR'] as const
export type Locale = (typeof LOCALES)[number]

type Row = [code: string, currency: string, timeZone: string, phoneCode: string, locale?: Locale]

const ROWS: readonly Row[] = [
  ['AR', 'ARS', 'America/Argentina/Buenos_Aires', '54'],
  ['BO', 'BOB', 'America/La_Paz', '591'],
  ['BR', 'BRL', 'America/Sao_Paulo', '55', 'pt-BR'],
  ['CL', 'CLP', 'America/Santiago', '56'],
  ['CO', 'COP', 'America/Bogota', '57'],
  ['CR', 'CRC', 'America/Costa_Rica', '506'],
  ['CU', 'CUP', 'America/Havana', '53'],
  ['DO', 'DOP', 'America/Santo_Domingo', '1'],
  ['EC', 'USD', 'America/Guayaquil', '593'],
  ['ES', 'EUR', 'Europe/Madrid', '34'],
  ['GT', 'GTQ', 'America/Guatemala', '502'],
  ['HN', 'HNL', 'America/Tegucigalpa', '504'],
  ['MX', 'MXN', 'America/Mexico_City', '52'],
  ['NI', 'NIO', 'America/Managua', '505'],
  ['PA', 'USD', 'America/Panama', '507'],
  ['PE', 'PEN', 'America/Lima', '51'],
  ['PR', 'USD', 'America/Puerto_Rico', '1'],
  ['PT', 'EUR', 'Europe/Lisbon', '351', 'pt-BR'],
  ['PY', 'PYG', 'America/Asuncion', '595'],
  ['SV', 'USD', 'America/El_Salvador', '503'],
  ['US', 'USD', 'America/New_York', '1', 'en'],
  ['UY', 'UYU', 'America/Montevideo', '598'],
  ['VE', 'VES', 'America/Caracas', '58'],
]

export const COUNTRIES: readonly Country[] = ROWS.map(
  ([code, currency, timeZone, phoneCode, locale = 'es']) => ({ code, currency, timeZone, phoneCode, locale }),
)

export function countryOf(code: string): Country | undefined {
  return COUNTRIES.find((country) => country.code === code)
}
