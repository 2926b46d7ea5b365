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

const row = (
  code: string,
  currency: string,
  timeZone: string,
  phoneCode: string,
  locale: Locale = 'es',
): Country => ({ code, currency, timeZone, phoneCode, locale })

export const COUNTRIES: readonly Country[] = [
  row('AR', 'ARS', 'America/Argentina/Buenos_Aires', '54'),
  row('BO', 'BOB', 'America/La_Paz', '591'),
  row('BR', 'BRL', 'America/Sao_Paulo', '55', 'pt-BR'),
  row('CL', 'CLP', 'America/Santiago', '56'),
  row('CO', 'COP', 'America/Bogota', '57'),
  row('CR', 'CRC', 'America/Costa_Rica', '506'),
  row('CU', 'CUP', 'America/Havana', '53'),
  row('DO', 'DOP', 'America/Santo_Domingo', '1'),
  row('EC', 'USD', 'America/Guayaquil', '593'),
  row('ES', 'EUR', 'Europe/Madrid', '34'),
  row('GT', 'GTQ', 'America/Guatemala', '502'),
  row('HN', 'HNL', 'America/Tegucigalpa', '504'),
  row('MX', 'MXN', 'America/Mexico_City', '52'),
  row('NI', 'NIO', 'America/Managua', '505'),
  row('PA', 'USD', 'America/Panama', '507'),
  row('PE', 'PEN', 'America/Lima', '51'),
  row('PR', 'USD', 'America/Puerto_Rico', '1'),
  row('PT', 'EUR', 'Europe/Lisbon', '351', 'pt-BR'),
  row('PY', 'PYG', 'America/Asuncion', '595'),
  row('SV', 'USD', 'America/El_Salvador', '503'),
  row('US', 'USD', 'America/New_York', '1', 'en'),
  row('UY', 'UYU', 'America/Montevideo', '598'),
  row('VE', 'VES', 'America/Caracas', '58'),
]

export function countryOf(code: string): Country | undefined {
  return COUNTRIES.find((country) => country.code === code)
}
