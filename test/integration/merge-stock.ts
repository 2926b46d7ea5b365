import { inArray } from 'drizzle-orm'
import type { MySqlColumn, MySqlTable } from 'drizzle-orm/mysql-core'
import { addContact } from '../../src/server/modules/contacts/index.ts'
import { own, type WorkspaceDb } from '../../src/server/platform/db/workspace-db.ts'
import * as schema from '../../src/server/schema/index.ts'
import {
  idFromBytes,
  newId,
  recordKeyOf,
  type CompanyId,
  type ContactId,
  type DealId,
  type FieldId,
  type LabelId,
} from '../../src/shared/ids.ts'

let made = 0

/** A contact and another, with names of their own. */
export async function givenTwoContacts(
  db: WorkspaceDb,
): Promise<{ winnerId: ContactId; loserId: ContactId }> {
  const actor = { kind: 'system' as const, name: 'test' }
  const winner = await addContact(db, { name: `Regina ${++made}` }, actor)
  const loser = await addContact(db, { name: `Gina ${++made}`, language: 'es' }, actor)
  return { winnerId: winner.id, loserId: loser.id }
}

/** How many rows of each kind hang on a contact. */
export type Belongings = Partial<
  Record<
    'threads' | 'addresses' | 'labels' | 'companies' | 'deals' | 'notes' | 'tasks' | 'consents' | 'custom',
    number
  >
>

const times = <T>(count: number | undefined, make: (index: number) => T): T[] =>
  Array.from({ length: count ?? 0 }, (_, index) => make(index))

/** The nth thing of a kind, the same for both contacts: so they share some labels, companies, deals. */
const shared = <K extends 'label' | 'company' | 'deal' | 'field'>(kind: K, index: number) =>
  idFromBytes(kind, Buffer.alloc(16, index + 1))

/** Rows as the database holds them, without the rules that made them: a merge must move them all. */
export async function somethingAbout(db: WorkspaceDb, id: ContactId, has: Belongings): Promise<void> {
  const { workspaceId, orm } = db
  const base = { workspaceId }
  const record = { entity: 'contact' as const, recordId: recordKeyOf(id) }
  const put = async <T extends MySqlTable>(table: T, rows: T['$inferInsert'][]) => {
    if (rows.length > 0) await orm.insert(table).values(rows as never)
  }
  await put(
    schema.identities,
    times(has.addresses, (n) => addressRow(db, id, n)),
  )
  await chats(db, id, has.threads)
  await knowLabels(db)
  const isPrimary = (n: number) => n === 0
  await put(
    schema.labelings,
    times(has.labels, (n) => ({ ...base, ...record, labelId: shared('label', n) as LabelId })),
  )
  await put(
    schema.contactCompanies,
    times(has.companies, (n) => ({
      ...base,
      contactId: id,
      companyId: shared('company', n) as CompanyId,
      role: n % 2 ? `rol ${++made}` : null,
      isPrimary: isPrimary(n),
    })),
  )
  await put(
    schema.dealContacts,
    times(has.deals, (n) => ({
      ...base,
      contactId: id,
      dealId: shared('deal', n) as DealId,
      role: `rol ${++made}`,
      isPrimary: isPrimary(n),
    })),
  )
  await put(
    schema.notes,
    times(has.notes, () => ({ ...base, ...record, id: newId('note'), text: 'Nota' })),
  )
  await put(
    schema.tasks,
    times(has.tasks, () => taskRow(db, record)),
  )
  await put(
    schema.consents,
    times(has.consents, () => consentRow(db, id)),
  )
  await customValues(db, id, has.custom ?? 0)
}

function addressRow(db: WorkspaceDb, contactId: ContactId, index: number) {
  const value = `una${++made}@nogal.example`
  return {
    workspaceId: db.workspaceId,
    id: newId('identity'),
    contactId,
    kind: 'email',
    scope: '',
    value,
    matchKey: value,
    isPrimary: index === 0,
  }
}

function taskRow(db: WorkspaceDb, record: { entity: 'contact'; recordId: ReturnType<typeof recordKeyOf> }) {
  return {
    workspaceId: db.workspaceId,
    ...record,
    id: newId('task'),
    title: 'Llamar',
    type: 'call' as const,
    priority: 'normal' as const,
    timeZone: 'UTC',
  }
}

function consentRow(db: WorkspaceDb, contactId: ContactId) {
  return {
    workspaceId: db.workspaceId,
    id: newId('consent'),
    contactId,
    channelKind: 'any',
    purpose: 'marketing',
    state: 'granted' as const,
    source: 'Feria',
    at: new Date(),
  }
}

/** A chat with a conversation each. */
async function chats(db: WorkspaceDb, contactId: ContactId, count: number | undefined): Promise<void> {
  const { workspaceId } = db
  for (const { threadId, conversationId } of times(count, () => ({
    threadId: newId('thread'),
    conversationId: newId('conversation'),
  }))) {
    const channelId = newId('channel')
    await db.orm.insert(schema.threads).values({
      workspaceId,
      id: threadId,
      channelId,
      contactId,
      replyAddress: `phone:${++made}`,
      lastConversationId: conversationId,
    })
    await db.orm.insert(schema.conversations).values({
      workspaceId,
      id: conversationId,
      number: 1_000_000 + made,
      threadId,
      contactId,
      channelId,
      openKey: threadId,
      status: 'open',
      lastMessageAt: new Date(),
      lastDirection: 'inbound',
      lastMessageType: 'text',
      preview: 'Hola',
    })
  }
}

/** The labels that both may have: those of a deleted label would not come back. */
async function knowLabels(db: WorkspaceDb): Promise<void> {
  const rows = times(3, (n) => ({
    workspaceId: db.workspaceId,
    id: shared('label', n) as LabelId,
    name: `Etiqueta ${n}`,
    color: 'verde',
  }))
  await db.orm
    .insert(schema.labels)
    .values(rows)
    .onDuplicateKeyUpdate({ set: { color: 'verde' } })
}

/** Filterable fields with a value each, and the rows under which the contact is found by them. */
async function customValues(db: WorkspaceDb, id: ContactId, count: number): Promise<void> {
  const { workspaceId } = db
  const fields = times(count, (n) => ({
    fieldId: shared('field', n) as FieldId,
    key: `campo_${n}`,
    text: `${++made}`,
  }))
  if (fields.length === 0) return
  const definition = {
    workspaceId,
    entity: 'contact' as const,
    type: 'text' as const,
    isFilterable: true,
    position: 1,
  }
  await db.orm
    .insert(schema.fields)
    .values(fields.map(({ fieldId, key }) => ({ ...definition, id: fieldId, key, label: key })))
    .onDuplicateKeyUpdate({ set: { isFilterable: true } })
  await db.orm.insert(schema.fieldValues).values(
    fields.map(({ fieldId, text }) => ({
      workspaceId,
      fieldId,
      recordId: recordKeyOf(id),
      ordinal: 0,
      text,
    })),
  )
  await db.orm
    .update(schema.contacts)
    .set({ custom: Object.fromEntries(fields.map(({ key, text }) => [key, text])) })
    .where(own(db, schema.contacts, inArray(schema.contacts.id, [id])))
}

type Rows = Record<string, string[]>

type OwnedTable = MySqlTable & { workspaceId: MySqlColumn }

/** Tables with rows about contacts, and the column that says about which. */
const TABLES: [string, OwnedTable, MySqlColumn][] = [
  ['contacts', schema.contacts, schema.contacts.id],
  ['identities', schema.identities, schema.identities.contactId],
  ['terms', schema.contactTerms, schema.contactTerms.contactId],
  ['threads', schema.threads, schema.threads.contactId],
  ['conversations', schema.conversations, schema.conversations.contactId],
  ['companies', schema.contactCompanies, schema.contactCompanies.contactId],
  ['deals', schema.dealContacts, schema.dealContacts.contactId],
  ['consents', schema.consents, schema.consents.contactId],
  ['labels', schema.labelings, schema.labelings.recordId],
  ['notes', schema.notes, schema.notes.recordId],
  ['tasks', schema.tasks, schema.tasks.recordId],
  ['values', schema.fieldValues, schema.fieldValues.recordId],
]

/** Changed by every change, so that others see it: no part of what must come back. */
const MOVING = new Set(['updatedAt'])

/** All rows about these contacts, in one order; `ofContact` leaves the contact's own row out. */
export async function rowsAbout(db: WorkspaceDb, ids: ContactId[]) {
  const all: Rows = {}
  for (const [name, table, column] of TABLES) {
    const values: unknown[] = column.name === 'record_id' ? ids.map(recordKeyOf) : ids
    const rows = await db.orm
      .select()
      .from(table)
      .where(own(db, table, inArray(column, values)))
    all[name] = rows.map((row) => textOf(name, row)).sort()
  }
  const ofContact = (id: ContactId): Rows =>
    Object.fromEntries(
      Object.entries(all)
        .filter(([name]) => name !== 'contacts')
        .map(([name, rows]) => [name, rows.filter((row) => row.includes(recordKeyOf(id)))]),
    )
  return { all, ofContact }
}

function textOf(table: string, row: Record<string, unknown>): string {
  const kept = Object.entries(row).filter(
    ([column]) => !MOVING.has(column) && !(table === 'contacts' && column === 'version'),
  )
  return JSON.stringify(Object.fromEntries(kept))
}
