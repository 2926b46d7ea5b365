import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { givenBareWorkspace, type BareWorkspace } from '../../../../test/harness/crm-records.ts'
import { givenTableStock, type StockContact, type TableStock } from '../../../../test/harness/crm-table.ts'
import { TablePage } from '../../../shared/contracts/lists.ts'
import { newId } from '../../../shared/ids.ts'
import type { FieldDto } from '../../../shared/contracts/fields.ts'
import { updateField } from '../fields/index.ts'
import { companies } from '../../schema/index.ts'
import { companyTable, contactTable } from './tables.ts'

const READER = { me: null, now: new Date('2026-11-22T12:00:00.000Z') }
const CONTACTS = 240

let workspace: BareWorkspace
let stock: TableStock
beforeAll(async () => {
  workspace = await givenBareWorkspace()
  stock = await givenTableStock(workspace, CONTACTS)
})
afterAll(() => workspace.close())

async function readOn(input: { sort: string; filter?: string }): Promise<StockContact[]> {
  const byId = new Map<string, StockContact>(stock.contacts.map((contact) => [contact.id, contact]))
  const found: StockContact[] = []
  for (let cursor: string | undefined; ;) {
    const page = await contactTable(
      workspace.db,
      TablePage.parse({ limit: 17, ...input, ...(cursor !== undefined && { cursor }) }),
      READER,
    )
    found.push(...page.items.map(({ id }) => byId.get(id) as StockContact))
    if (page.nextCursor === null) return found
    cursor = page.nextCursor
  }
}

/** By what each order sorts; null comes last, whichever way it goes. */
const KEYS: Record<string, (contact: StockContact) => string | number | null> = {
  owner: ({ ownerName }) =>
    ownerName === null ? null : ['ana Beltrán', 'Óscar Núñez', 'Zoe Ángel'].indexOf(ownerName),
  lifecycle: ({ lifecycle }) => ['lead', 'qualified', 'customer', 'lost'].indexOf(lifecycle),
  lastMessageAt: ({ lastMessageAt }) => lastMessageAt,
  'custom.altura': ({ custom }) => (custom['altura'] as number | undefined) ?? null,
  'custom.madera': ({ custom }) => (custom['madera'] as string | undefined)?.toLowerCase() ?? null,
  'custom.visita': ({ custom }) => (custom['visita'] as string | undefined) ?? null,
  'custom.tipo': ({ custom }) =>
    custom['tipo'] === undefined ? null : ['hotel', 'arquitecta', 'casa'].indexOf(custom['tipo'] as string),
  'custom.asesor': ({ custom }) => {
    // By their names: Ana, Óscar, Zoe.
    const place = stock.owners.indexOf(custom['asesor'] as never)
    return place < 0 ? null : ([2, 0, 1][place] as number)
  },
  'custom.vip': ({ custom }) => (custom['vip'] === undefined ? null : Number(custom['vip'])),
}

function inOrder(keys: readonly (string | number | null)[], isDescending: boolean): boolean {
  return keys.every((key, at) => {
    const before = at === 0 ? undefined : keys[at - 1]
    if (before === undefined || key === before || key === null) return true
    if (before === null) return false
    return isDescending ? key < before : key > before
  })
}

describe('a table sorted by what its columns show', () => {
  it.each(Object.keys(KEYS).flatMap((key) => [key, `-${key}`]))(
    'has each record once in the order %s, along the index and of few alike',
    async (sort) => {
      const keyOf = KEYS[sort.replace('-', '')] as (contact: StockContact) => string | number | null
      const walked = await readOn({ sort })
      expect(walked.map(({ id }) => id).toSorted()).toEqual(stock.contacts.map(({ id }) => id).toSorted())
      expect(inOrder(walked.map(keyOf), sort.startsWith('-'))).toBe(true)
      const few = await readOn({ sort, filter: `label:any:${stock.labelId}` })
      expect(few).toHaveLength(stock.contacts.filter(({ isLabelled }) => isLabelled).length)
      expect(few.map(keyOf)).toEqual(walked.filter(({ isLabelled }) => isLabelled).map(keyOf))
    },
  )

  it('has the newest first within an owner and a stage of life', async () => {
    for (const sort of ['owner', '-owner', 'lifecycle']) {
      const keyOf = KEYS[sort.replace('-', '')] as (contact: StockContact) => string | number | null
      const walked = await readOn({ sort })
      const older = walked.filter((contact, at) => {
        const before = walked[at - 1]
        return before && keyOf(before) === keyOf(contact) && contact.createdAt > before.createdAt
      })
      expect(older).toEqual([])
    }
  })

  it('keeps in sight what was an option once', async () => {
    const field = stock.fields.find(({ key }) => key === 'tipo') as FieldDto
    const actor = { kind: 'system', name: 'test' } as const
    const options = field.options.filter(({ key }) => key !== 'casa')
    const changed = await updateField(workspace.db, { id: field.id, version: field.version, options }, actor)
    const walked = await readOn({ sort: 'custom.tipo' })
    expect(
      walked.map(({ custom }) => custom['tipo'] ?? 'none').filter((one, at, all) => one !== all[at - 1]),
    ).toEqual(['hotel', 'casa', 'none'])
    const few = await readOn({ sort: 'custom.tipo', filter: `label:any:${stock.labelId}` })
    expect(few).toEqual(walked.filter(({ isLabelled }) => isLabelled))
    await updateField(workspace.db, { id: field.id, version: changed.version, options: field.options }, actor)
  })

  it('sorts companies by domain, those without one last', async () => {
    const stamp = { workspaceId: workspace.db.workspaceId }
    const domains = ['nogal.mx', null, 'abeto.mx', 'roble.mx', null]
    await workspace.db.orm.insert(companies).values(
      domains.map((domain, at) => ({
        ...stamp,
        id: newId('company'),
        name: `E${at}`,
        domain,
        domainKey: domain,
      })),
    )
    const read = async (sort: string) => {
      const first = await companyTable(workspace.db, TablePage.parse({ sort, limit: 2 }), READER)
      const rest = await companyTable(
        workspace.db,
        TablePage.parse({ sort, limit: 10, cursor: first.nextCursor }),
        READER,
      )
      return [...first.items, ...rest.items].map(({ domain }) => domain)
    }
    expect(await read('domain')).toEqual(['abeto.mx', 'nogal.mx', 'roble.mx', null, null])
    expect(await read('-domain')).toEqual(['roble.mx', 'nogal.mx', 'abeto.mx', null, null])
  })
})

describe('an order that no index holds', () => {
  it.each(['email', 'phone', 'label', 'custom.gone', 'domain', '-openDealCount'])(
    'is refused: %s',
    async (sort) => {
      await expect(contactTable(workspace.db, TablePage.parse({ sort }), READER)).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
        details: { fields: { sort: expect.any(String) } },
      })
    },
  )

  it.each([
    ['owner', ['con_nobody']],
    ['custom.altura', ['filled', '1; DROP', 'x']],
    ['custom.altura', ['filled', '1', 'usr_1']],
    ['lastMessageAt', ['spoken', 'yesterday']],
    ['lifecycle', ['king']],
    ['lifecycle', []],
  ])('refuses a foreign cursor of %s: %j', async (sort, values) => {
    const cursor = Buffer.from(JSON.stringify(values)).toString('base64url')
    await expect(contactTable(workspace.db, TablePage.parse({ sort, cursor }), READER)).rejects.toMatchObject(
      {
        code: 'BAD_REQUEST',
      },
    )
  })
})
