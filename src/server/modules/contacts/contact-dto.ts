import type { ContactCompanyDto } from '../../../shared/contracts/companies.ts'
import type { ContactDto } from '../../../shared/contracts/contacts.ts'
import type { LabelDto } from '../../../shared/contracts/labels.ts'
import { toE164 } from '../../../shared/phone.ts'
import { attachmentUrl } from '../media/index.ts'
import type { contacts, identities } from '../../schema/index.ts'

export type ContactRow = typeof contacts.$inferSelect
export type IdentityRow = typeof identities.$inferSelect

/** What a contact is shown with, each in its order. */
export interface ContactParts {
  identities: IdentityRow[]
  labels: LabelDto[]
  companies: ContactCompanyDto[]
}

export function toContactDto(row: ContactRow, parts: ContactParts): ContactDto {
  const {
    id,
    name,
    username,
    ownerId,
    lifecycle,
    language,
    timeZone,
    source,
    avatarId,
    mergedIntoId,
    version,
  } = row
  const phone = inUse(parts.identities, 'phone')
  return {
    id,
    name,
    phone: phone ? toE164(phone.value) : null,
    email: inUse(parts.identities, 'email')?.value ?? null,
    avatarId,
    avatarUrl: avatarId && attachmentUrl(row.workspaceId, avatarId),
    username,
    ownerId,
    lifecycle,
    language,
    timeZone,
    source,
    identities: parts.identities.map(toIdentityDto),
    labels: parts.labels,
    companies: parts.companies,
    custom: row.custom ?? {},
    mergedIntoId,
    version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  }
}

/** The primary address of a kind, else the oldest current one. */
function inUse(found: IdentityRow[], kind: string): IdentityRow | undefined {
  const current = found.filter((identity) => identity.kind === kind && identity.isCurrent)
  return current.find((identity) => identity.isPrimary) ?? current[0]
}

function toIdentityDto({ id, kind, scope, value, isCurrent, label, isPrimary, source }: IdentityRow) {
  return { id, kind, scope, value, isCurrent, label, isPrimary, source }
}
