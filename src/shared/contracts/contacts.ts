import { z } from 'zod'
import type { AttachmentId, ContactId, Id, IdentityId, MergeId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { isTimeZone } from '../local-time.ts'
import { LIFECYCLES, type Lifecycle } from '../records.ts'
import type { ContactCompanyDto } from './companies.ts'
import type { LabelDto } from './labels.ts'
import { zCustom, zMoment, zVersion } from './records.ts'
import { zCursor, zDirection, zId, zName, zText } from './z.ts'

export const ListContacts = z.strictObject({
  /** Words of the name (the last may be a prefix), the beginning of a phone, or its last 4+ digits. */
  query: zText(LIMITS.searchQuery).optional(),
  /** Only what changed since, deleted and merged ones too, oldest change first. */
  updatedSince: zMoment.optional(),
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(50),
})
export type ListContacts = z.infer<typeof ListContacts>

export const ContactRef = z.strictObject({ id: zId('contact') })

/** A phone in international form or as dialled in the workspace's country, or an e-mail. */
const zAddress = zText(LIMITS.email).trim().min(1)
const zAddressLabel = zText(24).trim().nullable()

const NewAddress = z.strictObject({
  value: zAddress,
  label: zAddressLabel.optional(),
  isPrimary: z.boolean().optional(),
})
export type NewAddress = z.infer<typeof NewAddress>

const facts = {
  ownerId: zId('user').nullable(),
  lifecycle: z.enum(LIFECYCLES),
  /** BCP 47. */
  language: z
    .string()
    .regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,4})?$/)
    .nullable(),
  /** IANA's name. */
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, { error: 'expected a time zone as IANA names it' })
    .nullable(),
  source: zText(40).trim().nullable(),
  custom: zCustom,
}

const optionalFacts = {
  ownerId: facts.ownerId.optional(),
  lifecycle: facts.lifecycle.optional(),
  language: facts.language.optional(),
  timeZone: facts.timeZone.optional(),
  source: facts.source.optional(),
  custom: facts.custom.optional(),
}

export const CreateContact = z.strictObject({
  name: zName,
  phones: z.array(NewAddress).max(20).optional(),
  emails: z.array(NewAddress).max(20).optional(),
  ...optionalFacts,
})
export type CreateContact = z.infer<typeof CreateContact>

/**
 * What is left out stays; `custom` names only the keys that change, null empties one. Without
 * `version` the change is made whatever happened meanwhile.
 */
export const UpdateContact = z.strictObject({
  id: zId('contact'),
  version: zVersion.optional(),
  name: zName.optional(),
  /** The photo: an uploaded JPEG, PNG or WebP of at most LIMITS.imageBytes that no message holds. */
  avatarId: zId('attachment').nullable().optional(),
  ...optionalFacts,
})
export type UpdateContact = z.infer<typeof UpdateContact>

export const ADDRESS_KINDS = ['phone', 'email'] as const
export type AddressKind = (typeof ADDRESS_KINDS)[number]

export const AddAddress = z.strictObject({
  id: zId('contact'),
  kind: z.enum(ADDRESS_KINDS),
  value: zAddress,
  label: zAddressLabel.optional(),
  isPrimary: z.boolean().optional(),
})
export type AddAddress = z.infer<typeof AddAddress>

export const UpdateAddress = z.strictObject({
  id: zId('contact'),
  identityId: zId('identity'),
  value: zAddress.optional(),
  label: zAddressLabel.optional(),
  /** Makes it the one to use; the primary one of its kind before steps back. */
  isPrimary: z.literal(true).optional(),
})
export type UpdateAddress = z.infer<typeof UpdateAddress>

export const RemoveAddress = z.strictObject({ id: zId('contact'), identityId: zId('identity') })

/** A kind of channel, or `any`. */
export const CONSENT_CHANNELS = ['any', 'whatsapp', 'email', 'sms', 'phone'] as const

export const AddConsent = z.strictObject({
  id: zId('contact'),
  channelKind: z.enum(CONSENT_CHANNELS),
  /** What for: `marketing`, `service`, or the workspace's own word. */
  purpose: z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/),
  state: z.enum(['granted', 'withdrawn']),
  /** Where it was given: a form, a call, a fair. */
  source: zText(60).trim().min(1),
  /** The words that the person agreed to. */
  text: zText(1000).optional(),
  ip: z.union([z.ipv4(), z.ipv6()]).optional(),
  /** When, if not now. */
  at: zMoment.optional(),
})
export type AddConsent = z.infer<typeof AddConsent>

export const ListConsents = z.strictObject({
  id: zId('contact'),
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(50),
})
export type ListConsents = z.infer<typeof ListConsents>

export const ListDuplicates = z.strictObject({
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(25),
})
export type ListDuplicates = z.infer<typeof ListDuplicates>

export const DismissDuplicate = z.strictObject({ contactId: zId('contact'), otherContactId: zId('contact') })
export type DismissDuplicate = z.infer<typeof DismissDuplicate>

/** The contact that stays, and the one that becomes part of it. */
export const MergePair = z.strictObject({ winnerId: zId('contact'), loserId: zId('contact') })
export type MergePair = z.infer<typeof MergePair>

/** Facts about which two contacts may differ. Custom fields go by `custom.<key>`. */
export const MERGE_FIELDS = [
  'name',
  'username',
  'ownerId',
  'lifecycle',
  'language',
  'timeZone',
  'source',
  'avatarId',
] as const
export type MergeField = (typeof MERGE_FIELDS)[number]

export const MergeContacts = z.strictObject({
  winnerId: zId('contact'),
  loserId: zId('contact'),
  /** Fields not named keep the winner's value, or take the loser's where the winner has none. */
  choices: z
    .array(z.strictObject({ field: z.string().max(60), from: z.enum(['winner', 'loser']) }))
    .max(300)
    .default([]),
})
export type MergeContacts = z.infer<typeof MergeContacts>

export const MergeRef = z.strictObject({ mergeId: zId('merge') })

export interface IdentityDto {
  id: IdentityId
  kind: string
  scope: string
  value: string
  isCurrent: boolean
  label: string | null
  isPrimary: boolean
  /** How we came to know it: `channel`, `manual`, `import`, `api`. */
  source: string
}

export interface ContactSummary {
  id: ContactId
  name: string
  phone: string | null
  email: string | null
  /** Where a member's browser gets the photo. */
  avatarUrl: string | null
}

/** Asked for by a merged id, it is the contact that stayed: its `id` then differs from the one asked for. */
export interface ContactDto extends ContactSummary {
  avatarId: AttachmentId | null
  username: string | null
  ownerId: UserId | null
  lifecycle: Lifecycle
  language: string | null
  timeZone: string | null
  source: string | null
  identities: IdentityDto[]
  labels: LabelDto[]
  companies: ContactCompanyDto[]
  custom: Record<string, unknown>
  /** Set only in lists of what changed: an id that is asked for leads to the contact it went into. */
  mergedIntoId: ContactId | null
  version: number
  createdAt: string
  updatedAt: string
  deletedAt: string | null
}

export interface ConsentDto {
  id: Id<'consent'>
  channelKind: string
  purpose: string
  state: 'granted' | 'withdrawn'
  source: string
  text: string | null
  ip: string | null
  by: UserId | null
  at: string
}

/** `current` holds the newest of each channel kind and purpose. */
export interface ConsentsDto {
  current: ConsentDto[]
  items: ConsentDto[]
  nextCursor: string | null
}

export interface DuplicateDto {
  contact: ContactDto
  other: ContactDto
  /** Why they may be one: `shared_address`, `one_item_two_contacts`, `address_changed_to_known`. */
  reason: string
  createdAt: string
}

export interface MergeCounts {
  threads: number
  conversations: number
  addresses: number
  notes: number
  tasks: number
  deals: number
  labels: number
  companies: number
  consents: number
}

/** A fact about which the two differ, both having a value. */
export interface MergeConflict {
  /** One of MERGE_FIELDS or `custom.<key>`. */
  field: string
  winner?: unknown
  loser?: unknown
}

export interface MergePreviewDto {
  winner: ContactDto
  loser: ContactDto
  /** What would move from the loser to the winner. */
  moves: MergeCounts
  conflicts: MergeConflict[]
}

export interface MergedDto {
  mergeId: MergeId
  contact: ContactDto
  /** Until when the merge can be undone. */
  undoUntil: string
}
