import { inArray, sql, type SQL } from 'drizzle-orm'
import type { MySqlColumn } from 'drizzle-orm/mysql-core'
import { memberOf, type Actor } from '../../../../shared/actor.ts'
import { recordKeyOf, type Id } from '../../../../shared/ids.ts'
import { own, type WorkspaceTx } from '../../../platform/db/workspace-db.ts'
import {
  consents,
  contactCompanies,
  contacts,
  contactTerms,
  identities,
  labelings,
} from '../../../schema/index.ts'
import { addNamedCompanies } from '../../companies/index.ts'
import { addLabels } from '../../labels/index.ts'
import { termsOf } from '../../search/index.ts'
import { suggestMerge } from '../contact-writes.ts'
import { reverseKeyOf } from '../identity-search.ts'
import type { Changes, ImportRules, KnownContact, World } from './world.ts'

interface Writing {
  rules: ImportRules
  actor: Actor
}

type Changed = KnownContact & { changes: Changes }

/** Writes all that rows changed in the world, table by table. Contacts that changed have their next version. */
export async function writeWorld(tx: WorkspaceTx, world: World, { rules, actor }: Writing): Promise<void> {
  const changed = [...world.byId.values()].filter((contact): contact is Changed => contact.changes !== null)
  await addLabels(tx, world.newLabels, actor)
  await addNamedCompanies(tx, world.newCompanies, actor)
  if (changed.length === 0) return
  for (const contact of changed) if (!contact.isNew) contact.version++
  await writeContacts(tx, changed)
  await writeTerms(tx, changed)
  await writeIdentities(tx, changed)
  await writeLabelings(tx, changed)
  await writeCompanies(tx, changed)
  await writeConsents(tx, changed, { rules, actor })
  const withCustom = changed.filter(({ changes }) => changes.hasCustom)
  await world.custom.writeLookups(
    tx,
    withCustom.map(({ id, custom }) => ({ recordId: recordKeyOf(id), custom })),
  )
  for (const { id, changes } of changed)
    for (const otherContactId of changes.lookalikes)
      await suggestMerge(tx, { contactId: id, otherContactId, reason: 'shared_address' })
}

const given = (column: MySqlColumn): SQL => sql`values(${column})`

/** New ones and changed ones in one statement: the rows of the latter are locked. */
async function writeContacts(tx: WorkspaceTx, changed: readonly Changed[]): Promise<void> {
  const { workspaceId, now } = tx
  await tx.orm
    .insert(contacts)
    .values(
      changed.map(({ id, facts, custom, version }) => ({
        workspaceId,
        id,
        ...facts,
        custom,
        version,
        nameIsManual: true,
        createdAt: now,
        updatedAt: now,
      })),
    )
    .onDuplicateKeyUpdate({
      set: {
        nameIsManual: sql`${contacts.nameIsManual} or ${contacts.name} <> values(${contacts.name})`,
        name: given(contacts.name),
        ownerId: given(contacts.ownerId),
        lifecycle: given(contacts.lifecycle),
        language: given(contacts.language),
        timeZone: given(contacts.timeZone),
        source: given(contacts.source),
        custom: given(contacts.custom),
        version: given(contacts.version),
        updatedAt: given(contacts.updatedAt),
      },
    })
}

async function writeTerms(tx: WorkspaceTx, changed: readonly Changed[]): Promise<void> {
  const { workspaceId } = tx
  const renamed = changed.filter(({ isNew, changes }) => !isNew && changes.isRenamed).map(({ id }) => id)
  if (renamed.length > 0)
    await tx.orm.delete(contactTerms).where(own(tx, contactTerms, inArray(contactTerms.contactId, renamed)))
  const rows = changed
    .filter(({ isNew, changes }) => isNew || changes.isRenamed)
    .flatMap(({ id, facts }) => termsOf(facts.name).map((term) => ({ workspaceId, term, contactId: id })))
  if (rows.length > 0) await tx.orm.insert(contactTerms).values(rows)
}

async function writeIdentities(tx: WorkspaceTx, changed: readonly Changed[]): Promise<void> {
  const { workspaceId, now } = tx
  const rows = changed.flatMap(({ id: contactId, changes }) =>
    changes.identities.map((identity) => ({
      workspaceId,
      contactId,
      ...identity,
      reverseKey: reverseKeyOf(identity.kind, identity.matchKey),
      source: 'import',
      createdAt: now,
    })),
  )
  // Sorted as inbound messages sort theirs, so that two transactions lock the same keys in the same order.
  if (rows.length > 0)
    await tx.orm
      .insert(identities)
      .values(rows.sort((a, b) => (a.kind + a.matchKey < b.kind + b.matchKey ? -1 : 1)))
}

async function writeLabelings(tx: WorkspaceTx, changed: readonly Changed[]): Promise<void> {
  const { workspaceId, now } = tx
  const rows = changed.flatMap(({ id, changes }) =>
    changes.labelIds.map((labelId) => ({
      workspaceId,
      entity: 'contact' as const,
      recordId: recordKeyOf(id),
      labelId,
      createdAt: now,
    })),
  )
  if (rows.length > 0) await tx.orm.insert(labelings).values(rows)
}

async function writeCompanies(tx: WorkspaceTx, changed: readonly Changed[]): Promise<void> {
  const { workspaceId, now } = tx
  const rows = changed.flatMap(({ id: contactId, changes }) =>
    changes.companies.map(({ id: companyId, role, isPrimary }) => ({
      workspaceId,
      contactId,
      companyId,
      role,
      isPrimary,
      createdAt: now,
    })),
  )
  if (rows.length > 0) await tx.orm.insert(contactCompanies).values(rows)
}

async function writeConsents(
  tx: WorkspaceTx,
  changed: readonly Changed[],
  { rules, actor }: Writing,
): Promise<void> {
  const { consent } = rules
  if (!consent) return
  const rows = changed.flatMap(({ id: contactId, changes }) =>
    changes.consents.map(({ id }) => ({
      workspaceId: tx.workspaceId,
      id: id as Id<'consent'>,
      contactId,
      channelKind: consent.channelKind,
      purpose: consent.purpose,
      state: 'granted' as const,
      source: 'import',
      text: consent.text ?? null,
      by: memberOf(actor),
      at: tx.now,
    })),
  )
  if (rows.length > 0) await tx.orm.insert(consents).values(rows)
}
