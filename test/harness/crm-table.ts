import type { FieldDto } from '../../src/shared/contracts/fields.ts'
import { newId, recordKeyOf, type ContactId, type UserId } from '../../src/shared/ids.ts'
import { LIFECYCLES, type FieldType, type Lifecycle } from '../../src/shared/records.ts'
import { checkCustom, createField } from '../../src/server/modules/fields/index.ts'
import type { WorkspaceDb } from '../../src/server/platform/db/workspace-db.ts'
import {
  contacts,
  conversations,
  labelings,
  labels,
  memberships,
  users,
} from '../../src/server/schema/index.ts'
import type { BareWorkspace } from './crm-records.ts'

/** A contact of the stock as a table may sort it; what it lacks is null. */
export interface StockContact {
  id: ContactId
  name: string
  ownerName: string | null
  lifecycle: Lifecycle
  lastMessageAt: string | null
  createdAt: string
  isLabelled: boolean
  custom: Record<string, unknown>
}

export interface TableStock {
  contacts: StockContact[]
  owners: UserId[]
  labelId: ReturnType<typeof newId<'label'>>
  fields: FieldDto[]
}

const NAMES = ['Zoe Ángel', 'ana Beltrán', 'Óscar Núñez']
const START = Date.parse('2026-01-01T00:00:00.000Z')
const FIELDS: [label: string, type: FieldType, options?: string[]][] = [
  ['Altura', 'number'],
  ['Madera', 'text'],
  ['Visita', 'date_time'],
  ['Tipo', 'select', ['Hotel', 'Arquitecta', 'Casa']],
  ['Asesor', 'member'],
  ['VIP', 'boolean'],
]

/** Contacts with ties, gaps and values of every kind that a table can be sorted by. */
export async function givenTableStock({ db }: BareWorkspace, count: number): Promise<TableStock> {
  const owners = NAMES.map(() => newId('user'))
  const people = owners.map((id, at) => ({ id, name: NAMES[at] as string, email: `${id}@nogal.example` }))
  await db.orm.insert(users).values(people.map((person) => ({ ...person, passwordHash: 'x' })))
  const stamp = { workspaceId: db.workspaceId }
  await db.orm
    .insert(memberships)
    .values(owners.map((userId) => ({ ...stamp, userId, role: 'agent' as const })))
  const labelId = newId('label')
  await db.orm.insert(labels).values({ ...stamp, id: labelId, name: 'Feria', color: 'verde' })
  const fields = await makeFields(db)
  const stock: TableStock = { contacts: [], owners, labelId, fields }
  for (let index = 0; index < count; index++) stock.contacts.push(await makeContact(db, stock, index))
  return stock
}

async function makeFields(db: WorkspaceDb): Promise<FieldDto[]> {
  const actor = { kind: 'system', name: 'test' } as const
  const made: FieldDto[] = []
  for (const [label, type, options] of FIELDS)
    made.push(
      await createField(
        db,
        {
          entity: 'contact',
          label,
          type,
          isRequired: false,
          isFilterable: true,
          section: null,
          ...(options && { options: options.map((option) => ({ label: option })) }),
        },
        actor,
      ),
    )
  return made
}

/** Every few lack each of the facts, and the periods share no factor. */
async function makeContact(db: WorkspaceDb, stock: TableStock, index: number): Promise<StockContact> {
  const id = newId('contact')
  const stamp = { workspaceId: db.workspaceId }
  const owner = index % 4
  const ownerId = stock.owners[owner] ?? null
  const lifecycle = LIFECYCLES[index % LIFECYCLES.length] as Lifecycle
  const createdAt = new Date(START + Math.floor(index / 3) * 60_000)
  const values = {
    altura: index % 5 === 0 ? null : (index * 7) % 40,
    madera: index % 7 === 0 ? null : `Roble ${(index * 11) % 30}`,
    visita: index % 6 === 0 ? null : new Date(START + ((index * 13) % 50) * 3_600_000).toISOString(),
    tipo: index % 3 === 0 ? null : index % 2 ? 'hotel' : 'casa',
    asesor: index % 5 === 1 ? null : (stock.owners[index % 3] ?? null),
    vip: index % 9 === 0 ? null : index % 2 === 0,
  }
  const custom = await db.tx(async (tx) => {
    const checked = await checkCustom(tx, { entity: 'contact', recordId: id, values, previous: null })
    const row = { ...stamp, id, name: `Cliente ${index % 40}`, ownerId, lifecycle, custom: checked }
    await tx.orm.insert(contacts).values({ ...row, createdAt, updatedAt: createdAt })
    return checked
  })
  const isLabelled = index % 2 === 0
  if (isLabelled)
    await db.orm
      .insert(labelings)
      .values({ ...stamp, entity: 'contact', recordId: recordKeyOf(id), labelId: stock.labelId })
  return {
    id,
    name: `Cliente ${index % 40}`,
    ownerName: NAMES[owner] ?? null,
    lifecycle,
    lastMessageAt: await makeConversations(db, id, index),
    createdAt: createdAt.toISOString(),
    isLabelled,
    custom,
  }
}

/** None, one, or two of which the newer counts. @returns its time */
async function makeConversations(
  db: WorkspaceDb,
  contactId: ContactId,
  index: number,
): Promise<string | null> {
  const times = Array.from(
    { length: index % 3 },
    (_, at) => new Date(START + ((index * 17 + at * 31) % 97) * 60_000),
  )
  for (const [at, lastMessageAt] of times.entries())
    await db.orm.insert(conversations).values({
      workspaceId: db.workspaceId,
      id: newId('conversation'),
      number: index * 10 + at + 1,
      threadId: newId('thread'),
      contactId,
      channelId: newId('channel'),
      status: at === 0 ? 'open' : 'resolved',
      lastMessageAt,
      lastDirection: 'inbound',
      lastMessageType: 'text',
      preview: '',
    })
  const newest = times.toSorted((a, b) => b.getTime() - a.getTime())[0]
  return newest?.toISOString() ?? null
}
