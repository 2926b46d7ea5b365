import { and, asc, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import type {
  CompanyContactDto,
  CompanyLink,
  ContactCompanyDto,
  ListCompanyContacts,
} from '../../../shared/contracts/companies.ts'
import type { Page } from '../../../shared/contracts/z.ts'
import type { CompanyId, ContactId } from '../../../shared/ids.ts'
import { decodePair, pageOf } from '../../platform/cursor.ts'
import { own, type Scope, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { companies, contactCompanies, contacts } from '../../schema/index.ts'
import { changesBetween, requireRecords, touchRecords } from '../records/index.ts'

type Pair = Pick<CompanyLink, 'companyId' | 'contactId'>
type LinkRow = typeof contactCompanies.$inferSelect

/**
 * Makes a contact part of a company, or changes its role there. A contact's first company is its
 * primary one.
 * @throws AppError NOT_FOUND
 */
export function linkContact(db: WorkspaceDb, input: CompanyLink, actor: Actor): Promise<CompanyContactDto> {
  return db.tx(async (tx) => {
    const name = await lockContact(tx, input.contactId)
    await requireRecords(tx, [{ entity: 'company', recordId: input.companyId }])
    const links = await linksOf(tx, input.contactId)
    const present = links.find((link) => link.companyId === input.companyId)
    const role = input.role === undefined ? (present?.role ?? null) : input.role || null
    const isPrimary = input.isPrimary ?? present?.isPrimary ?? !links.some((link) => link.isPrimary)
    const next = { role, isPrimary }
    const changes = changesBetween(present ? { role: present.role, isPrimary: present.isPrimary } : {}, next)
    if (changes) {
      await write(tx, input, next)
      const before = present ? changes.before : null
      await tell(tx, { ...input, name }, { actor, verb: 'linked', before, after: changes.after })
    }
    return { contactId: input.contactId, name, ...next }
  })
}

/** Takes a contact out of a company; out of none, nothing happens. @throws AppError NOT_FOUND */
export function unlinkContact(db: WorkspaceDb, input: Pair, actor: Actor): Promise<Pair> {
  return db.tx(async (tx) => {
    const name = await lockContact(tx, input.contactId)
    await requireRecords(tx, [{ entity: 'company', recordId: input.companyId }])
    const links = await linksOf(tx, input.contactId)
    const present = links.find((link) => link.companyId === input.companyId)
    if (!present) return input
    await tx.orm.delete(contactCompanies).where(own(tx, contactCompanies, ...isPair(input)))
    const heir = links.find((link) => link.companyId !== input.companyId)
    if (present.isPrimary && heir) await write(tx, heir, { role: heir.role, isPrimary: true })
    const before = { role: present.role, isPrimary: present.isPrimary }
    await tell(tx, { ...input, name }, { actor, verb: 'unlinked', before, after: null })
    return input
  })
}

/** The companies of each contact, the primary one first. One query, by primary keys. */
export async function companiesOf(
  scope: Scope,
  ids: readonly ContactId[],
): Promise<Map<ContactId, ContactCompanyDto[]>> {
  if (ids.length === 0) return new Map()
  const { contactId, companyId, role, isPrimary } = contactCompanies
  const rows = await scope.orm
    .select({ contactId, companyId, name: companies.name, role, isPrimary })
    .from(contactCompanies)
    .innerJoin(
      companies,
      and(eq(companies.workspaceId, contactCompanies.workspaceId), eq(companies.id, companyId)),
    )
    .where(own(scope, contactCompanies, inArray(contactId, [...ids]), isNull(companies.deletedAt)))
    .orderBy(desc(isPrimary), asc(contactCompanies.createdAt), asc(companyId))
  const found = new Map<ContactId, ContactCompanyDto[]>()
  for (const { contactId: contact, ...company } of rows)
    found.set(contact, [...(found.get(contact) ?? []), company])
  return found
}

/** The people of a company, in the order of their ids. Walks the index contact_companies_company. */
export async function listCompanyContacts(
  db: WorkspaceDb,
  input: ListCompanyContacts,
): Promise<Page<CompanyContactDto>> {
  await requireRecords(db, [{ entity: 'company', recordId: input.id }])
  const after = input.cursor === undefined ? undefined : decodePair('contact', input.cursor)[0]
  const { contactId, role, isPrimary } = contactCompanies
  const rows = await db.orm
    .select({ contactId, name: contacts.name, role, isPrimary })
    .from(contactCompanies)
    .innerJoin(
      contacts,
      and(eq(contacts.workspaceId, contactCompanies.workspaceId), eq(contacts.id, contactId)),
    )
    .where(
      own(
        db,
        contactCompanies,
        eq(contactCompanies.companyId, input.id),
        isNull(contacts.deletedAt),
        after && gt(contactId, after),
      ),
    )
    .orderBy(asc(contactId))
    .limit(input.limit + 1)
  return pageOf(rows, input.limit, (row) => [row.contactId, row.contactId])
}

/** Its lock keeps one primary company per contact. @returns its name */
async function lockContact(tx: WorkspaceTx, id: ContactId): Promise<string> {
  const [row] = await tx.orm
    .select({ name: contacts.name })
    .from(contacts)
    .where(own(tx, contacts, eq(contacts.id, id)))
    .for('update')
  if (!row) throw notFound('contact')
  return row.name
}

function linksOf(tx: WorkspaceTx, contactId: ContactId): Promise<LinkRow[]> {
  return tx.orm
    .select()
    .from(contactCompanies)
    .where(own(tx, contactCompanies, eq(contactCompanies.contactId, contactId)))
    .orderBy(asc(contactCompanies.createdAt), asc(contactCompanies.companyId))
}

const isPair = ({ contactId, companyId }: Pair) => [
  eq(contactCompanies.contactId, contactId),
  eq(contactCompanies.companyId, companyId),
]

async function write(
  tx: WorkspaceTx,
  { contactId, companyId }: { contactId: ContactId; companyId: CompanyId },
  next: { role: string | null; isPrimary: boolean },
): Promise<void> {
  if (next.isPrimary)
    await tx.orm
      .update(contactCompanies)
      .set({ isPrimary: false })
      .where(own(tx, contactCompanies, eq(contactCompanies.contactId, contactId)))
  await tx.orm
    .insert(contactCompanies)
    .values({ workspaceId: tx.workspaceId, contactId, companyId, ...next })
    .onDuplicateKeyUpdate({
      set: {
        role: sql`values(${contactCompanies.role})`,
        isPrimary: sql`values(${contactCompanies.isPrimary})`,
      },
    })
}

interface Told {
  actor: Actor
  verb: 'linked' | 'unlinked'
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** Both sides show it, so both are told. */
async function tell(
  tx: WorkspaceTx,
  { contactId, companyId, name }: Pair & { name: string },
  { actor, verb, before, after }: Told,
): Promise<void> {
  await touchRecords(tx, [
    { entity: 'contact', recordId: contactId },
    { entity: 'company', recordId: companyId },
  ])
  tx.emit({ type: 'contact.updated', data: { contactId, name } })
  tx.emit({ type: 'company.updated', data: { companyId } })
  const of = (values: typeof before, other: object) => values && { ...other, ...values }
  tx.audit({
    actor,
    action: `contact.company_${verb}`,
    entity: 'contact',
    recordId: contactId,
    before: of(before, { companyId }),
    after: of(after, { companyId }),
  })
  tx.audit({
    actor,
    action: `company.contact_${verb}`,
    entity: 'company',
    recordId: companyId,
    before: of(before, { contactId }),
    after: of(after, { contactId }),
  })
}
