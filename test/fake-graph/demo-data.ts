import { canonicalDigits } from './world/phone-numbers.ts'
import type { BusinessNumber, Customer } from './types.ts'

/** The one Meta app of the demo. Every value is invented and opens nothing. */
export const DEMO_APP = {
  id: '670843887433847',
  name: 'CRM PRO Demo',
  secret: '0123456789abcdef0123456789abcdef',
} as const

export const NOGAL_NUMBER: BusinessNumber = {
  phoneNumberId: '106540352242922',
  wabaId: '102290129340398',
  displayPhoneNumber: '+52 1 33 0000 0100',
  verifiedName: 'Nogal & Lino',
  accessToken: 'EAATEST0NOGAL0Y0LINO0NOT0A0REAL0TOKEN',
  portfolioId: '506914307656634',
}

/** The same business' second number, in an account of its own. */
export const TALLER_NUMBER: BusinessNumber = {
  phoneNumberId: '106540352242977',
  wabaId: '102290129340477',
  displayPhoneNumber: '+52 1 33 0000 0101',
  verifiedName: 'Nogal & Lino Taller',
  accessToken: 'EAATEST0NOGAL0TALLER0NOT0A0REAL0TOKEN',
  portfolioId: '506914307656634',
}

export const DENTAL_NUMBER: BusinessNumber = {
  phoneNumberId: '209871234567891',
  wabaId: '220011334455668',
  displayPhoneNumber: '+57 601 000 0100',
  verifiedName: 'Dental Sonrisa Sur',
  accessToken: 'EAATEST0DENTAL0SONRISA0SUR0NOT0A0REAL0TOKEN',
  portfolioId: '731240985501127',
}

/** Numbers the fake knows from the start. */
export const DEMO_NUMBERS: readonly BusinessNumber[] = [NOGAL_NUMBER, DENTAL_NUMBER, TALLER_NUMBER]

function person(name: string, waId: string): Customer {
  return { id: canonicalDigits(waId), name, waId, isPreset: true }
}

/**
 * People on the phone page. Joaquín has the older Mexican form with a 1, which WhatsApp still uses as
 * wa_id: a send to +52 33 … is answered with 521 33 …. João hides his phone behind a username.
 */
export const DEMO_CUSTOMERS: readonly Customer[] = [
  person('Regina Solórzano', '523300000112'),
  person('Joaquín Peralta', '5213300000118'),
  person('Lorena Cué', '523300000121'),
  person('Doña Chayo Méndez', '523300000133'),
  person('Thiago Ferraz', '554100000145'),
  person('Ernesto Cedillo', '523300000157'),
  person('Gabriela Núñez', '5491100000164'),
  person('Sebastián Ocampo', '576040000171'),
  { ...person('João Mendes', '551100000186'), username: 'joao.mendes', hidesPhone: true },
]
