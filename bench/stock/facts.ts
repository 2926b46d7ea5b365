import * as lit from '../../src/server/platform/db/literals.ts'
import { newId, type CompanyId, type FieldId, type LabelId, type WorkspaceId } from '../../src/shared/ids.ts'
import { Random } from '../../test/load/random.ts'
import type { LoadWorld } from '../../test/load/world.ts'
import { load } from './insert.ts'

/** Labels by the share of contacts that wear them: from one in three to one in two thousand. */
export const LABEL_SHARES = { comun: 0.3, frecuente: 0.1, media: 0.02, escasa: 0.005, rara: 0.0005 }
const CITIES = ['Guadalajara', 'Monterrey', 'Puebla', 'Mérida', 'Bogotá', 'Medellín', 'Rosario', 'Curitiba']
const WITH_FIELDS = 0.4
const WITH_COMPANY = 0.2
const CONTACTS_A_COMPANY = 10

interface FactStock {
  workspaceId: WorkspaceId
  contacts: lit.Sql[]
}

/** What is known of the contacts beside their own rows: labels, two filterable fields, companies. */
export async function loadFacts(world: LoadWorld, stock: FactStock): Promise<void> {
  await loadLabels(world, stock)
  await loadFields(world, stock)
  await loadCompanies(world, stock)
}

async function loadLabels(world: LoadWorld, { workspaceId, contacts }: FactStock): Promise<void> {
  const workspace = lit.id(workspaceId)
  const random = new Random(11)
  const labels = Object.entries(LABEL_SHARES).map(([name, share]) => ({
    name,
    share,
    id: lit.id(newId('label') as LabelId),
  }))
  const connection = await world.connect()
  await load(connection, {
    table: 'labels',
    columns: 'workspace_id,id,name,color',
    count: labels.length,
    rowsOf: (index) => {
      const { id, name } = labels[index] as (typeof labels)[number]
      return [[workspace, id, lit.text(name), lit.text('verde')]]
    },
  })
  await load(connection, {
    table: 'labelings',
    columns: 'workspace_id,entity,record_id,label_id',
    count: contacts.length,
    rowsOf: (index) =>
      labels
        .filter(({ share }) => random.next() < share)
        .map(({ id }) => [workspace, lit.text('contact'), contacts[index] as lit.Sql, id]),
  })
  await connection.end()
}

async function loadFields(world: LoadWorld, { workspaceId, contacts }: FactStock): Promise<void> {
  const workspace = lit.id(workspaceId)
  const random = new Random(12)
  const [city, budget] = [lit.id(newId('field') as FieldId), lit.id(newId('field') as FieldId)]
  const connection = await world.connect()
  const options = CITIES.map((label) => ({ key: keyOf(label), label }))
  await connection.query(
    lit.insertRows('fields', 'workspace_id,id,entity,`key`,label,type,options,is_filterable,position', [
      [
        workspace,
        city,
        ...['contact', 'city', 'Ciudad', 'select'].map(lit.text),
        lit.json(options),
        ONE,
        ONE,
      ],
      [
        workspace,
        budget,
        ...['contact', 'budget', 'Presupuesto', 'number'].map(lit.text),
        lit.NULL,
        ONE,
        TWO,
      ],
    ]),
  )
  await load(connection, {
    table: 'field_values',
    columns: 'workspace_id,field_id,record_id,ordinal,text,number',
    count: contacts.length,
    rowsOf: (index) => {
      if (random.next() > WITH_FIELDS) return []
      const record = contacts[index] as lit.Sql
      const town = CITIES[random.below(CITIES.length)] as string
      return [
        [workspace, city, record, ZERO, lit.text(keyOf(town)), lit.NULL],
        [workspace, budget, record, ZERO, lit.NULL, lit.number(random.below(1_000_000))],
      ]
    },
  })
  await connection.end()
}

const [ZERO, ONE, TWO] = [lit.number(0), lit.number(1), lit.number(2)]

const keyOf = (label: string) => label.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

async function loadCompanies(world: LoadWorld, { workspaceId, contacts }: FactStock): Promise<void> {
  const workspace = lit.id(workspaceId)
  const working = Math.floor(contacts.length * WITH_COMPANY)
  const companies = Array.from({ length: Math.ceil(working / CONTACTS_A_COMPANY) }, () =>
    lit.id(newId('company') as CompanyId),
  )
  const connection = await world.connect()
  await load(connection, {
    table: 'companies',
    columns: 'workspace_id,id,name',
    count: companies.length,
    rowsOf: (index) => [[workspace, companies[index] as lit.Sql, lit.text(`Empresa ${index}`)]],
  })
  await load(connection, {
    table: 'contact_companies',
    columns: 'workspace_id,contact_id,company_id,is_primary',
    count: working,
    rowsOf: (index) => [
      [
        workspace,
        contacts[Math.floor(index / WITH_COMPANY)] as lit.Sql,
        companies[index % companies.length] as lit.Sql,
        ONE,
      ],
    ],
  })
  await connection.end()
}
