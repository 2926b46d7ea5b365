import { and, asc, eq, inArray } from 'drizzle-orm'
import { foldText } from '../../../../shared/filters/index.ts'
import { idOfKey, recordKeyOf, type ContactId } from '../../../../shared/ids.ts'
import { own, type Scope } from '../../../platform/db/workspace-db.ts'
import { consents, contactCompanies, contacts, identities, labelings, labels } from '../../../schema/index.ts'
import { companiesByName } from '../../companies/index.ts'
import { customChecker } from '../../fields/index.ts'
import { addressKeyOf, consentKeyOf, type IncomingContact, type KnownContact, type World } from './world.ts'

/** A world that knows the workspace's labels and fields, and nobody yet. */
export async function emptyWorld(scope: Scope): Promise<World> {
  const [custom, rows] = await Promise.all([
    customChecker(scope, 'contact'),
    scope.orm.select({ id: labels.id, name: labels.name }).from(labels).where(own(scope, labels)),
  ])
  return {
    byId: new Map(),
    byAddress: new Map(),
    labels: new Map(rows.map(({ id, name }) => [foldText(name), id])),
    companies: new Map(),
    newLabels: [],
    newCompanies: [],
    custom,
  }
}

interface LoadOptions {
  /** Locks the contacts that rows match, in the order of their ids: for a batch that writes. */
  forUpdate: boolean
}

/** Learns of whom these rows may be about. What is known already stays as it is. */
export async function learnOf(
  scope: Scope,
  world: World,
  { rows, forUpdate }: { rows: readonly IncomingContact[] } & LoadOptions,
): Promise<void> {
  const ids = await matchedIds(scope, world, rows)
  await learnContacts(scope, world, { ids, forUpdate })
  const names = rows.flatMap(({ company }) =>
    company && !world.companies.has(foldText(company.name)) ? [company.name] : [],
  )
  for (const [name, id] of await companiesByName(scope, names)) world.companies.set(name, id)
}

/** Holders of the rows' addresses by the unique key identities_match, and the ids that rows name. */
async function matchedIds(
  scope: Scope,
  world: World,
  rows: readonly IncomingContact[],
): Promise<ContactId[]> {
  const ids = new Set(rows.flatMap(({ id }) => (id ? [id] : [])))
  for (const kind of ['phone', 'email'] as const) {
    const wanted = rows.flatMap(({ phones, emails }) => (kind === 'phone' ? phones : emails))
    const keys = [
      ...new Set(wanted.filter((one) => !world.byAddress.has(addressKeyOf(one))).map((one) => one.matchKey)),
    ]
    if (keys.length === 0) continue
    const held = await scope.orm
      .select({ contactId: identities.contactId })
      .from(identities)
      .where(
        own(
          scope,
          identities,
          eq(identities.kind, kind),
          eq(identities.scope, ''),
          inArray(identities.matchKey, keys.sort()),
        ),
      )
    for (const { contactId } of held) ids.add(contactId)
  }
  return [...ids].filter((id) => !world.byId.has(id)).sort()
}

async function learnContacts(
  scope: Scope,
  world: World,
  { ids, forUpdate }: { ids: ContactId[] } & LoadOptions,
): Promise<void> {
  if (ids.length === 0) return
  const query = scope.orm
    .select()
    .from(contacts)
    .where(own(scope, contacts, inArray(contacts.id, ids)))
    .orderBy(asc(contacts.id))
  for (const row of forUpdate ? await query.for('update') : await query) {
    // A merged contact lives on in another one, which has its addresses.
    if (!row.mergedIntoId) world.byId.set(row.id, knownOf(row))
  }
  const known = ids.filter((id) => world.byId.has(id))
  if (known.length === 0) return
  await Promise.all([
    learnAddresses(scope, world, known),
    learnLabels(scope, world, known),
    learnCompanies(scope, world, known),
    learnConsents(scope, world, known),
  ])
}

function knownOf(row: typeof contacts.$inferSelect): KnownContact {
  const { id, name, ownerId, lifecycle, language, timeZone, source, custom, version, deletedAt } = row
  return {
    id,
    isNew: false,
    isDeleted: deletedAt !== null,
    facts: { name, ownerId, lifecycle, language, timeZone, source },
    custom: custom ?? {},
    version,
    kinds: new Set(),
    labelIds: new Set(),
    companyIds: new Set(),
    consents: new Set(),
    changes: null,
  }
}

async function learnAddresses(scope: Scope, world: World, ids: ContactId[]): Promise<void> {
  const { contactId, kind, matchKey } = identities
  const rows = await scope.orm
    .select({ contactId, kind, matchKey })
    .from(identities)
    .where(own(scope, identities, and(inArray(contactId, ids), inArray(kind, ['phone', 'email']))))
  for (const row of rows) {
    const contact = world.byId.get(row.contactId)
    contact?.kinds.add(row.kind)
    if (contact)
      world.byAddress.set(addressKeyOf({ kind: row.kind as 'phone', matchKey: row.matchKey }), contact)
  }
}

async function learnLabels(scope: Scope, world: World, ids: ContactId[]): Promise<void> {
  const rows = await scope.orm
    .select({ recordId: labelings.recordId, labelId: labelings.labelId })
    .from(labelings)
    .where(
      own(
        scope,
        labelings,
        eq(labelings.entity, 'contact'),
        inArray(labelings.recordId, ids.map(recordKeyOf)),
      ),
    )
  for (const { recordId, labelId } of rows)
    world.byId.get(idOfKey('contact', recordId))?.labelIds.add(labelId)
}

async function learnCompanies(scope: Scope, world: World, ids: ContactId[]): Promise<void> {
  const rows = await scope.orm
    .select({ contactId: contactCompanies.contactId, companyId: contactCompanies.companyId })
    .from(contactCompanies)
    .where(own(scope, contactCompanies, inArray(contactCompanies.contactId, ids)))
  for (const { contactId, companyId } of rows) world.byId.get(contactId)?.companyIds.add(companyId)
}

async function learnConsents(scope: Scope, world: World, ids: ContactId[]): Promise<void> {
  const { contactId, channelKind, purpose } = consents
  const rows = await scope.orm
    .selectDistinct({ contactId, channelKind, purpose })
    .from(consents)
    .where(own(scope, consents, inArray(contactId, ids)))
  for (const row of rows) world.byId.get(row.contactId)?.consents.add(consentKeyOf(row))
}
