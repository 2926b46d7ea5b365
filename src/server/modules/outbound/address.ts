import { digitsOf, isPlausiblePhone, phoneMatchKey } from '../../../shared/phone.ts'
import type { Party } from '../../adapters/contract/index.ts'

/** WhatsApp's id of a person who hides their phone: a country and up to 140 letters, digits and dots. */
const BSUID = /^[A-Z]{2}\.[A-Za-z0-9.]{1,140}$/

export function isAddress(text: string): boolean {
  return BSUID.test(text) || isPlausiblePhone(text)
}

/**
 * The person behind an address that a program wrote: a phone with its country code, or a BSUID.
 * @param scope where the channel's BSUIDs are unique.
 */
export function partyAt(address: string, scope: string): Party {
  if (BSUID.test(address)) {
    const identity = { kind: 'wa_bsuid' as const, scope, value: address, matchKey: address }
    return { identities: [identity], replyAddress: `bsuid:${address}` }
  }
  const digits = digitsOf(address)
  const identity = { kind: 'phone' as const, scope: '', value: digits, matchKey: phoneMatchKey(digits) }
  return { identities: [identity], replyAddress: `phone:${digits}` }
}
