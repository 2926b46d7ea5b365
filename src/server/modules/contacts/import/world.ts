import type { ImportSettings } from '../../../../shared/contracts/imports.ts'
import type { LabelDto } from '../../../../shared/contracts/labels.ts'
import type { CompanyId, ContactId, IdentityId, LabelId, UserId } from '../../../../shared/ids.ts'
import type { Lifecycle } from '../../../../shared/records.ts'
import type { CustomChecker } from '../../fields/index.ts'
import type { Address } from '../domain/address.ts'

/** What of a contact an import can set, beside addresses, labels and companies. */
export interface ImportFacts {
  name: string
  ownerId: UserId | null
  lifecycle: Lifecycle
  language: string | null
  timeZone: string | null
  source: string | null
}

/** A row of a file, understood: absent facts leave what is there alone. */
export interface IncomingContact {
  id: ContactId | null
  facts: Partial<ImportFacts>
  phones: readonly Address[]
  emails: readonly Address[]
  custom: Readonly<Record<string, unknown>>
  company: { name: string; role: string | null } | null
  labels: readonly string[]
}

export type ImportRules = Pick<ImportSettings, 'matchBy' | 'onMatch' | 'labelIds' | 'consent'>

export interface NewIdentity extends Address {
  id: IdentityId
  isPrimary: boolean
}

/** A contact as it is known while rows are applied to it. */
export interface KnownContact {
  id: ContactId
  isNew: boolean
  isDeleted: boolean
  facts: ImportFacts
  custom: Record<string, unknown>
  version: number
  kinds: Set<string>
  labelIds: Set<LabelId>
  companyIds: Set<CompanyId>
  /** Channel kind and purpose, whatever was said. */
  consents: Set<string>
  /** What the rows of this batch change; null where nothing. */
  changes: Changes | null
}

export interface Changes {
  isRenamed: boolean
  hasCustom: boolean
  identities: NewIdentity[]
  labelIds: LabelId[]
  companies: { id: CompanyId; role: string | null; isPrimary: boolean }[]
  consents: { id: string }[]
  /** Contacts that hold an address which this one was to have. */
  lookalikes: ContactId[]
}

/** All that rows may meet: what the database has, and what earlier rows of the file will have made. */
export interface World {
  byId: Map<ContactId, KnownContact>
  /** By `phone:<key>` and `email:<key>`. */
  byAddress: Map<string, KnownContact>
  /** By folded name, of the whole workspace. */
  labels: Map<string, LabelId>
  companies: Map<string, CompanyId>
  newLabels: LabelDto[]
  newCompanies: { id: CompanyId; name: string }[]
  custom: CustomChecker
}

export const addressKeyOf = ({ kind, matchKey }: Pick<Address, 'kind' | 'matchKey'>) => `${kind}:${matchKey}`

export const consentKeyOf = ({ channelKind, purpose }: { channelKind: string; purpose: string }) =>
  `${channelKind} ${purpose}`

export function changesOf(contact: KnownContact): Changes {
  contact.changes ??= {
    isRenamed: false,
    hasCustom: false,
    identities: [],
    labelIds: [],
    companies: [],
    consents: [],
    lookalikes: [],
  }
  return contact.changes
}
