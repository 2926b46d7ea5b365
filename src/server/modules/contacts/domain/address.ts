import type { AddressKind } from '../../../../shared/contracts/contacts.ts'
import { internationalDigits, isPlausiblePhone, phoneMatchKey } from '../../../../shared/phone.ts'

/** An address as `identities` keeps it. */
export interface Address {
  kind: AddressKind
  scope: ''
  value: string
  matchKey: string
}

/** One @, something on both sides, a dot in the domain: more would refuse addresses that exist. */
const EMAIL = /^[^\s@"<>()]+@[^\s@"<>().]+(?:\.[^\s@"<>().]+)+$/

/**
 * An address as a person typed it, or undefined where it can't be one.
 * @param phoneCode the country in which phones without a country code are dialled.
 */
export function parseAddress(kind: AddressKind, text: string, phoneCode: string): Address | undefined {
  return kind === 'phone' ? parsePhone(text, phoneCode) : parseEmail(text)
}

function parsePhone(text: string, phoneCode: string): Address | undefined {
  if (!isPlausiblePhone(text)) return undefined
  const value = internationalDigits(text, phoneCode)
  if (!/^[1-9]\d{6,14}$/.test(value)) return undefined
  return { kind: 'phone', scope: '', value, matchKey: phoneMatchKey(value) }
}

function parseEmail(text: string): Address | undefined {
  const value = text.trim()
  if (!EMAIL.test(value)) return undefined
  return { kind: 'email', scope: '', value, matchKey: value.toLowerCase() }
}
