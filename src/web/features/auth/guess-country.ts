import { COUNTRIES } from '@shared/countries.ts'

const FALLBACK = 'MX'

/** The country of this device: its time zone says more than its language, and neither asks anybody. */
export function guessCountry(): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const byZone = COUNTRIES.find((country) => country.timeZone === zone)
  if (byZone) return byZone.code
  const region = new Intl.Locale(navigator.language).region
  return COUNTRIES.find((country) => country.code === region)?.code ?? FALLBACK
}
