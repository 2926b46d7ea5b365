import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { givenBareWorkspace, type BareWorkspace } from '../../../../test/harness/crm-records.ts'
import { TablePage } from '../../../shared/contracts/lists.ts'
import {
  filterKinds,
  matches,
  OPERATORS,
  takesNoValue,
  countsDays,
  writeFilter,
  type FilterCondition,
  type FilterGroup,
  type FilterKind,
  type FilterNode,
} from '../../../shared/filters/index.ts'
import { newId, recordKeyOf, type UserId } from '../../../shared/ids.ts'
import { reverseKeyOf } from '../contacts/identity-search.ts'
import { checkCustom, createField } from '../fields/index.ts'
import {
  companies,
  contactCompanies,
  contacts,
  contactTerms,
  conversations,
  dealContacts,
  deals,
  identities,
  labelings,
  memberships,
  tasks,
} from '../../schema/index.ts'
import { termsOf } from '../../../shared/terms.ts'
import { contactTable } from './tables.ts'

const NOW = new Date('2026-11-22T12:00:00.000Z')
const ZONE = 'America/Mexico_City'
const RECORDS = 60

const owners = [newId('user'), newId('user')]
const labelIds = [newId('label'), newId('label'), newId('label')]
const companyIds = [newId('company'), newId('company')]
const NAMES = [
  'Regina Solórzano',
  'José Ñandú',
  'ANA  maría',
  'Óscar Núñez Regina',
  'Straße 9',
  '李 雷',
  "D'Ana",
]
const TEXTS = ['Nogal', 'nógal claro', 'Pino', '100%', 'a_b', 'a\\b', 'Ñ', 'ﬁn', 'ß']
const PHONES = ['523300000112', '523300000113', '5491122334455', '5541999990000']
const EMAILS = ['ana@nogal.example', 'regina@lino.example']

interface Random {
  name: string
  phones: string[]
  emails: string[]
  owner: UserId | null
  lifecycle: 'lead' | 'qualified' | 'customer' | 'lost'
  language: string | null
  source: string | null
  labels: typeof labelIds
  companies: typeof companyIds
  createdAt: Date
  messages: Date[]
  hasOpenDeal: boolean
  hasOverdueTask: boolean
  custom: Record<string, unknown>
}

/** Edges of days in the zone and of the day counts are drawn often. */
const moment = fc.oneof(
  fc.constantFrom(
    '2026-11-22T06:00:00.000Z',
    '2026-11-22T05:59:59.999Z',
    '2026-11-15T12:00:00.000Z',
    '2026-11-20T00:00:00.000Z',
    '2026-04-05T06:00:00.000Z',
  ),
  fc
    .integer({ min: 0, max: 400 * 24 })
    .map((hours) => new Date(NOW.getTime() - hours * 3_600_000).toISOString()),
)
const day = fc.constantFrom(
  '2026-11-22',
  '2026-11-21',
  '2026-11-20',
  '2026-11-15',
  '2026-04-05',
  '2025-12-31',
)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 3 })

const customValues = fc.record({
  madera: maybe(fc.constantFrom(...TEXTS)),
  altura: maybe(fc.constantFrom(-3, 0, 1.5, 2, 12.25, 1_000_000)),
  presupuesto: maybe(fc.constantFrom({ amount: 150, currency: 'MXN' }, { amount: 2, currency: 'CLP' })),
  entrega: maybe(day),
  visita: maybe(moment),
  tipo: maybe(fc.constantFrom('hogar', 'hotel')),
  usos: maybe(fc.uniqueArray(fc.constantFrom('mesa', 'silla', 'cama'), { minLength: 1 })),
  vip: maybe(fc.boolean()),
})

const record: fc.Arbitrary<Random> = fc.record({
  name: fc.constantFrom(...NAMES),
  phones: fc.subarray([0]).map((some) => some.map(String)),
  emails: fc.subarray([0]).map((some) => some.map(String)),
  owner: maybe(fc.constantFrom(...owners)),
  lifecycle: fc.constantFrom('lead', 'qualified', 'customer', 'lost'),
  language: maybe(fc.constantFrom('es', 'pt-BR', 'ES')),
  source: maybe(fc.constantFrom('feria', 'Feria', 'web')),
  labels: fc.subarray(labelIds),
  companies: fc.subarray(companyIds),
  createdAt: moment.map((text) => new Date(text)),
  messages: fc.array(
    moment.map((text) => new Date(text)),
    { maxLength: 2 },
  ),
  hasOpenDeal: fc.boolean(),
  hasOverdueTask: fc.boolean(),
  custom: customValues,
})

let workspace: BareWorkspace
let kinds: Map<string, FilterKind>
const inMemory = new Map<string, Parameters<typeof matches>[1]>()

beforeAll(async () => {
  workspace = await givenBareWorkspace(ZONE)
  const { db } = workspace
  const actor = { kind: 'system', name: 'test' } as const
  const base = { entity: 'contact', isRequired: false, isFilterable: true, section: null } as const
  const options = (...labels: string[]) => labels.map((label) => ({ label }))
  const made = [
    await createField(db, { ...base, label: 'Madera', type: 'text' }, actor),
    await createField(db, { ...base, label: 'Altura', type: 'number' }, actor),
    await createField(db, { ...base, label: 'Presupuesto', type: 'money' }, actor),
    await createField(db, { ...base, label: 'Entrega', type: 'date' }, actor),
    await createField(db, { ...base, label: 'Visita', type: 'date_time' }, actor),
    await createField(
      db,
      { ...base, label: 'Tipo', type: 'select', options: options('Hogar', 'Hotel') },
      actor,
    ),
    await createField(
      db,
      { ...base, label: 'Usos', type: 'multi_select', options: options('Mesa', 'Silla', 'Cama') },
      actor,
    ),
    await createField(db, { ...base, label: 'VIP', type: 'boolean' }, actor),
  ]
  kinds = filterKinds('contact', made)
  const stamp = { workspaceId: db.workspaceId }
  await db.orm
    .insert(memberships)
    .values(owners.map((userId) => ({ ...stamp, userId, role: 'agent' as const })))
  await db.orm.insert(companies).values(companyIds.map((id) => ({ ...stamp, id, name: 'Hotel Ribera' })))
  for (const [index, random] of fc.sample(record, { numRuns: RECORDS, seed: 7 }).entries())
    await keep(random, index)
}, 120_000)
afterAll(() => workspace.close())

/** Writes the record with all that hangs on it, and remembers it as the browser would know it. */
async function keep(random: Random, index: number): Promise<void> {
  const { db } = workspace
  const id = newId('contact')
  const key = recordKeyOf(id)
  const stamp = { workspaceId: db.workspaceId }
  // Addresses are unique in a workspace: a few are shared out.
  const phones = index < PHONES.length ? [PHONES[index] ?? ''] : []
  const emails = index < EMAILS.length ? [EMAILS[index] ?? ''] : []
  const custom = await db.tx(async (tx) => {
    const checked = await checkCustom(tx, {
      entity: 'contact',
      recordId: id,
      values: random.custom,
      previous: null,
    })
    await tx.orm.insert(contacts).values({
      ...stamp,
      id,
      name: random.name,
      ownerId: random.owner,
      lifecycle: random.lifecycle,
      language: random.language,
      source: random.source,
      custom: checked,
      createdAt: random.createdAt,
      updatedAt: random.createdAt,
    })
    return checked
  })
  const address = (kind: 'phone' | 'email', value: string) => {
    const found = { kind, value, matchKey: value, reverseKey: reverseKeyOf(kind, value) }
    return { ...stamp, id: newId('identity'), contactId: id, scope: '', ...found }
  }
  const addresses = [
    ...phones.map((value) => address('phone', value)),
    ...emails.map((value) => address('email', value)),
  ]
  if (addresses.length > 0) await db.orm.insert(identities).values(addresses)
  const terms = termsOf(random.name).map((term) => ({ ...stamp, term, contactId: id }))
  if (terms.length > 0) await db.orm.insert(contactTerms).values(terms)
  for (const labelId of random.labels)
    await db.orm.insert(labelings).values({ ...stamp, entity: 'contact', recordId: key, labelId })
  for (const companyId of random.companies)
    await db.orm.insert(contactCompanies).values({ ...stamp, contactId: id, companyId })
  for (const [at, lastMessageAt] of random.messages.entries())
    await db.orm.insert(conversations).values({
      ...stamp,
      id: newId('conversation'),
      number: index * 10 + at + 1,
      threadId: newId('thread'),
      contactId: id,
      channelId: newId('channel'),
      status: 'resolved',
      lastMessageAt,
      lastDirection: 'inbound',
      lastMessageType: 'text',
      preview: '',
    })
  await keepWork(random, { id, index })
  const newest = random.messages.toSorted((a, b) => b.getTime() - a.getTime())[0]
  const money = custom['presupuesto'] as { amount: number; currency: string } | undefined
  inMemory.set(id, {
    name: random.name,
    phone: phones,
    email: emails,
    owner: random.owner ? [random.owner] : [],
    lifecycle: [random.lifecycle],
    label: random.labels,
    company: random.companies,
    language: random.language ? [random.language] : [],
    source: random.source ? [random.source] : [],
    createdAt: random.createdAt.toISOString(),
    updatedAt: random.createdAt.toISOString(),
    lastMessageAt: newest?.toISOString() ?? null,
    hasOpenDeal: random.hasOpenDeal,
    hasOverdueTask: random.hasOverdueTask,
    'custom.madera': (custom['madera'] as string | undefined) ?? null,
    'custom.altura': (custom['altura'] as number | undefined) ?? null,
    'custom.presupuesto': money ? money.amount / (money.currency === 'CLP' ? 1 : 100) : null,
    'custom.entrega': (custom['entrega'] as string | undefined) ?? null,
    'custom.visita': (custom['visita'] as string | undefined) ?? null,
    'custom.tipo': custom['tipo'] ? [custom['tipo'] as string] : [],
    'custom.usos': (custom['usos'] as string[] | undefined) ?? [],
    'custom.vip': custom['vip'] === true,
  })
}

async function keepWork(
  { hasOpenDeal, hasOverdueTask }: Random,
  { id, index }: { id: ReturnType<typeof newId<'contact'>>; index: number },
): Promise<void> {
  const { db } = workspace
  const stamp = { workspaceId: db.workspaceId }
  const dealId = newId('deal')
  await db.orm.insert(deals).values({
    ...stamp,
    id: dealId,
    number: index + 1,
    pipelineId: newId('pipeline'),
    stageId: newId('stage'),
    position: 'a0',
    status: hasOpenDeal ? 'open' : 'lost',
    title: 'Mesa',
    currency: 'MXN',
    stageSince: NOW,
    touchedAt: NOW,
  })
  await db.orm.insert(dealContacts).values({ ...stamp, dealId, contactId: id })
  await db.orm.insert(tasks).values({
    ...stamp,
    id: newId('task'),
    title: 'Llamar',
    type: 'call',
    priority: 'normal',
    entity: 'contact',
    recordId: recordKeyOf(id),
    timeZone: ZONE,
    dueAt: new Date(NOW.getTime() + (hasOverdueTask ? -1 : 1)),
  })
}

const VALUES: Record<FilterKind, fc.Arbitrary<string>> = {
  words: fc.constantFrom('reg', 'Regina', 'ñand', 'maria an', 'strasse', '李', '…'),
  text: fc.constantFrom('nog', 'NÓGAL', '%', '_', '\\', 'ñ', 'fin', 'ss', '100%'),
  address: fc.constantFrom(
    '3300000112',
    '+52 1 33 0000 0112',
    '523300',
    '0112',
    'ANA@nogal.example',
    'ana',
    '%',
  ),
  choice: fc.constantFrom(
    ...owners,
    ...labelIds,
    ...companyIds,
    'lead',
    'customer',
    'es',
    'ES',
    'feria',
    'hogar',
    'mesa',
    'silla',
    'me',
    'con_foreign',
  ),
  number: fc.constantFrom('-3', '0', '1.5', '2', '2.5', '12.25'),
  day,
  moment: day,
  flag: fc.constantFrom('yes', 'no'),
}

const condition = fc
  .constant(null)
  .chain(() => fc.constantFrom(...kinds))
  .chain(([field, kind]) =>
    fc.constantFrom(...OPERATORS[kind]).chain((op): fc.Arbitrary<FilterCondition> => {
      if (takesNoValue(op)) return fc.constant({ field, op, values: [] })
      const value = countsDays(op) ? fc.constantFrom('0', '1', '7', '30') : valueOf(field, kind)
      return fc
        .array(value, { minLength: 1, maxLength: kind === 'choice' ? 3 : 1 })
        .map((values) => ({ field, op, values }))
    }),
  )

const valueOf = (field: string, kind: FilterKind) =>
  field === 'lifecycle' ? fc.constantFrom('lead', 'customer', 'lost') : VALUES[kind]

const group = (depth: number): fc.Arbitrary<FilterGroup> =>
  fc.record({
    join: fc.constantFrom('and', 'or'),
    items: fc.array(
      depth >= 3
        ? condition
        : (fc.oneof({ weight: 3, arbitrary: condition }, group(depth + 1)) as fc.Arbitrary<FilterNode>),
      { maxLength: 3 },
    ),
  })

async function found(filter: FilterGroup): Promise<string[]> {
  const input = TablePage.parse({ filter: writeFilter(filter), limit: 100 })
  const { items, nextCursor } = await contactTable(workspace.db, input, { me: owners[0] ?? null, now: NOW })
  expect(nextCursor).toBeNull()
  return items.map((row) => row.id).sort()
}

function expected(filter: FilterGroup): string[] {
  const resolved = JSON.parse(
    JSON.stringify(filter).replaceAll('"me"', JSON.stringify(owners[0])),
  ) as FilterGroup
  const context = { kinds, now: NOW, timeZone: ZONE }
  return [...inMemory].flatMap(([id, values]) => (matches(resolved, values, context) ? id : [])).sort()
}

describe('a filter', () => {
  it('finds in the database exactly what it matches in memory', async () => {
    await fc.assert(
      fc.asyncProperty(group(1), async (filter) => {
        expect(await found(filter)).toEqual(expected(filter))
      }),
      { numRuns: 250 },
    )
  }, 120_000)

  it('does so for every operator of every field alone', async () => {
    for (const [field, kind] of kinds)
      for (const op of OPERATORS[kind]) {
        const values = takesNoValue(op)
          ? ['']
          : countsDays(op)
            ? ['7']
            : fc.sample(valueOf(field, kind), { numRuns: 4, seed: 1 })
        for (const value of new Set(values)) {
          const item = { field, op, values: takesNoValue(op) ? [] : [value] }
          const filter: FilterGroup = { join: 'and', items: [item] }
          expect(await found(filter), JSON.stringify(item)).toEqual(expected(filter))
        }
      }
  }, 120_000)
})
