import { z } from 'zod'
import type { CompanyId, ContactId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import type { LabelDto } from './labels.ts'
import { zCustom, zMoment, zVersion } from './records.ts'
import { zCursor, zDirection, zId, zName, zText } from './z.ts'

export const COMPANY_SORTS = ['name', 'created', 'updated'] as const

export const ListCompanies = z.strictObject({
  /** Words of the name or the domain; the last may be a prefix. */
  query: zText(LIMITS.searchQuery).optional(),
  sort: z.enum(COMPANY_SORTS).default('name'),
  /** Only what changed since, deleted ones too, oldest change first. */
  updatedSince: zMoment.optional(),
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(50),
})
export type ListCompanies = z.infer<typeof ListCompanies>

export const CompanyRef = z.strictObject({ id: zId('company') })

const facts = {
  /** As people write it; `https://www.Nogal.mx/x` and `nogal.mx` are the same. */
  domain: zText(190).trim().nullable(),
  parentId: zId('company').nullable(),
  ownerId: zId('user').nullable(),
  custom: zCustom,
}

export const CreateCompany = z.strictObject({
  name: zName,
  domain: facts.domain.optional(),
  parentId: facts.parentId.optional(),
  ownerId: facts.ownerId.optional(),
  custom: facts.custom.optional(),
})
export type CreateCompany = z.infer<typeof CreateCompany>

/** What is left out stays. `custom` names only the keys that change; null empties one. */
export const UpdateCompany = z.strictObject({
  id: zId('company'),
  version: zVersion.optional(),
  name: zName.optional(),
  domain: facts.domain.optional(),
  parentId: facts.parentId.optional(),
  ownerId: facts.ownerId.optional(),
  custom: facts.custom.optional(),
})
export type UpdateCompany = z.infer<typeof UpdateCompany>

export const CompanyLink = z.strictObject({
  companyId: zId('company'),
  contactId: zId('contact'),
  role: zText(60).trim().nullable().optional(),
  /** The contact's main company; the one before steps back. */
  isPrimary: z.boolean().optional(),
})
export type CompanyLink = z.infer<typeof CompanyLink>

export const CompanyUnlink = z.strictObject({ companyId: zId('company'), contactId: zId('contact') })

export const ListCompanyContacts = z.strictObject({
  id: zId('company'),
  cursor: zCursor.optional(),
  direction: zDirection,
  limit: z.number().int().min(1).max(100).default(50),
})
export type ListCompanyContacts = z.infer<typeof ListCompanyContacts>

export interface CompanyDto {
  id: CompanyId
  name: string
  domain: string | null
  parentId: CompanyId | null
  parentName: string | null
  ownerId: UserId | null
  labels: LabelDto[]
  custom: Record<string, unknown>
  version: number
  createdAt: string
  updatedAt: string
  deletedAt: string | null
}

/** A company as a contact shows it. */
export interface ContactCompanyDto {
  companyId: CompanyId
  name: string
  role: string | null
  isPrimary: boolean
}

/** A contact as its company shows it. */
export interface CompanyContactDto {
  contactId: ContactId
  name: string
  role: string | null
  isPrimary: boolean
}
