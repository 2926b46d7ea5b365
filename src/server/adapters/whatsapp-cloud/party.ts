import { LIMITS } from '../../../shared/limits.ts'
import { phoneMatchKey } from '../../../shared/phone.ts'
import type { Party, PartyIdentity } from '../contract/index.ts'
import { asObject, clip, textOf, type JsonObject } from '../meta/json.ts'

/**
 * The addresses of one person. Since April 2026 WhatsApp names people by a BSUID, and the phone may be
 * hidden; older payloads have the phone alone.
 */
export interface Addresses {
  bsuid?: string
  parentBsuid?: string
  /** Digits as WhatsApp wrote them (its wa_id, which may differ from E.164 in MX, BR and AR). */
  phone?: string
}

const PHONE = /^\+?\d{5,20}$/
/** `BR.7788990011223344556`, parents `BR.ENT.…`; opaque otherwise, and sent back whole. */
const BSUID = /^[A-Z]{2}\.[A-Za-z0-9.]{1,140}$/

/** Reads what payloads call from/to, user_id and parent_user_id, whichever they hold. */
export function readAddresses(from: unknown, userId?: unknown, parentUserId?: unknown): Addresses {
  const phone = textOf(from)
  const bsuid = [textOf(userId), phone].find((value) => value !== undefined && BSUID.test(value))
  const parentBsuid = textOf(parentUserId)
  return {
    ...(bsuid !== undefined && { bsuid }),
    ...(parentBsuid !== undefined && BSUID.test(parentBsuid) && { parentBsuid }),
    ...(phone !== undefined && PHONE.test(phone) && { phone: phone.replace('+', '') }),
  }
}

export function hasAddress(addresses: Addresses): boolean {
  return Object.keys(addresses).length > 0
}

/** The `contacts[]` entry of this person: by id, because their order means nothing. */
export function findProfile(contacts: readonly JsonObject[], addresses: Addresses): JsonObject | undefined {
  const { bsuid, phone } = addresses
  return (
    contacts.find((contact) => bsuid !== undefined && contact['user_id'] === bsuid) ??
    contacts.find(
      (contact) =>
        phone !== undefined &&
        contact['wa_id'] === phone &&
        (bsuid === undefined || textOf(contact['user_id']) === undefined),
    )
  )
}

/** The person with all that the payload says of them. `scope` is where their BSUIDs are unique. */
export function partyOf(addresses: Addresses, scope: string, profileEntry?: JsonObject): Party {
  const fromProfile = readAddresses(
    profileEntry?.['wa_id'],
    profileEntry?.['user_id'],
    profileEntry?.['parent_user_id'],
  )
  const known = { ...fromProfile, ...addresses }
  const profile = asObject(profileEntry?.['profile'])
  const name = textOf(profile?.['name'])
  // Shown, never matched on: people change it, and others may take it up.
  const username = textOf(profile?.['username'])?.replace(/^@/, '')
  return {
    identities: identitiesOf(known, scope),
    replyAddress: replyAddressOf(known),
    ...(name !== undefined && { name: clip(name, LIMITS.name) }),
    ...(username && { username: clip(username, LIMITS.name) }),
  }
}

/** Strongest first. A BSUID never passes through the rules for phones. */
export function identitiesOf({ bsuid, parentBsuid, phone }: Addresses, scope: string): PartyIdentity[] {
  const identities: PartyIdentity[] = []
  if (bsuid !== undefined) identities.push({ kind: 'wa_bsuid', scope, value: bsuid, matchKey: bsuid })
  if (parentBsuid !== undefined)
    identities.push({ kind: 'wa_parent_bsuid', scope, value: parentBsuid, matchKey: parentBsuid })
  if (phone !== undefined)
    identities.push({ kind: 'phone', scope: '', value: phone, matchKey: phoneMatchKey(phone) })
  return identities
}

/** The phone where there is one: statuses then name the phone too, and any of our numbers may use it. */
export function replyAddressOf({ bsuid, parentBsuid, phone }: Addresses): string {
  return phone !== undefined ? `phone:${phone}` : `bsuid:${bsuid ?? parentBsuid ?? ''}`
}
