import { z } from 'zod'
import type { ContactId, IdentityId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { zCursor, zDirection, zId, zName, zText } from './z.ts'

export const ListContacts = z.strictObject({
  /** Words of the name (the last may be a prefix), the beginning of a phone, or its last 4+ digits. */
  query: zText(LIMITS.searchQuery).optional(),
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(50),
})
export type ListContacts = z.infer<typeof ListContacts>

export const ContactRef = z.strictObject({ id: zId('contact') })

export const UpdateContact = z.strictObject({
  id: zId('contact'),
  name: zName,
  version: z.number().int().min(1),
})
export type UpdateContact = z.infer<typeof UpdateContact>

export interface IdentityDto {
  id: IdentityId
  kind: string
  scope: string
  value: string
  isCurrent: boolean
}

export interface ContactSummary {
  id: ContactId
  name: string
  phone: string | null
  email: string | null
}

export interface ContactDto extends ContactSummary {
  username: string | null
  identities: IdentityDto[]
  version: number
  createdAt: string
}
