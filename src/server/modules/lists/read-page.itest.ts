import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { givenBareWorkspace, type BareWorkspace } from '../../../../test/harness/crm-records.ts'
import { TablePage, type TableOrder } from '../../../shared/contracts/lists.ts'
import { newId, recordKeyOf } from '../../../shared/ids.ts'
import { contacts, labelings } from '../../schema/index.ts'
import { companyTable, contactTable } from './tables.ts'

const NOW = new Date('2026-11-22T12:00:00.000Z')
const RECORDS = 2_600
const owner = newId('user')
const label = newId('label')

let workspace: BareWorkspace
const ids = Array.from({ length: RECORDS }, () => newId('contact'))

beforeAll(async () => {
  workspace = await givenBareWorkspace()
  const { db } = workspace
  const stamp = { workspaceId: db.workspaceId }
  await db.orm.insert(contacts).values(
    ids.map((id, index) => ({
      ...stamp,
      id,
      // Many namesakes and many of one moment, so that ties have to be broken.
      name: `Cliente ${index % 40}`,
      ownerId: index % 2 ? owner : null,
      // The walk has to go far for these.
      source: index >= RECORDS - 3 ? 'feria' : null,
      createdAt: new Date(NOW.getTime() - Math.floor(index / 7) * 1_000),
      updatedAt: NOW,
      deletedAt: index % 13 === 0 ? NOW : null,
    })),
  )
  const labelled = ids.filter((_, index) => index % 5 === 0)
  await db.orm.insert(labelings).values(
    labelled.map((id) => ({
      ...stamp,
      entity: 'contact' as const,
      recordId: recordKeyOf(id),
      labelId: label,
    })),
  )
})
afterAll(() => workspace.close())

async function readOn(input: { filter?: string; sort?: TableOrder; limit?: number }): Promise<string[]> {
  const found: string[] = []
  let cursor: string | undefined
  for (;;) {
    const page = await contactTable(
      workspace.db,
      TablePage.parse({ limit: 90, ...input, ...(cursor !== undefined && { cursor }) }),
      { me: owner, now: NOW },
    )
    found.push(...page.items.map((row) => row.id))
    if (page.nextCursor === null) return found
    cursor = page.nextCursor
  }
}

const isLive = (_: string, index: number) => index % 13 !== 0

describe('a table read page by page', () => {
  it.each<TableOrder>(['name', '-name', 'createdAt', '-createdAt', 'updatedAt', '-updatedAt'])(
    'shows each record once in the order %s, by index and by condition alike',
    async (sort) => {
      const walked = await readOn({ sort })
      expect(new Set(walked).size).toBe(walked.length)
      expect([...walked].sort()).toEqual(ids.filter(isLive).sort())
      const filtered = await readOn({ sort, filter: `label:any:${label}` })
      const labelled = new Set<string>(ids.filter((_, index) => index % 5 === 0))
      expect(filtered).toEqual(walked.filter((id) => labelled.has(id)))
    },
  )

  it('finds the few at the far end of a walk, over short pages', async () => {
    expect((await readOn({ filter: 'source:any:feria' })).sort()).toEqual(
      ids
        .slice(-3)
        .filter((_, index) => isLive('', RECORDS - 3 + index))
        .sort(),
    )
  })

  it('counts exactly where it can, and with the first page only', async () => {
    const ask = (input: object) => contactTable(workspace.db, TablePage.parse(input), { me: owner, now: NOW })
    const first = await ask({ filter: `label:any:${label}`, limit: 10 })
    const count = ids.filter((id, index) => isLive(id, index) && index % 5 === 0).length
    expect(first.total).toEqual({ count, isExact: true })
    expect((await ask({ limit: 10 })).total).toEqual({ count: ids.filter(isLive).length, isExact: true })
    expect(
      (await ask({ filter: `label:any:${label}`, limit: 10, cursor: first.nextCursor })).total,
    ).toBeNull()
  })

  it('knows me', async () => {
    const mine = ids.filter((id, index) => isLive(id, index) && index % 2 === 1)
    expect((await readOn({ filter: 'owner:any:me' })).sort()).toEqual(mine.sort())
  })
})

describe('what nobody should send', () => {
  const ask = (input: object) => contactTable(workspace.db, TablePage.parse(input), { me: null, now: NOW })

  it.each([
    'nonsense',
    'name',
    'name:is:x',
    'secret:is:x',
    'custom.gone:is:x',
    'owner:any',
    'createdAt:on:2026-02-30',
    'createdAt:within:-1',
    'hasOpenDeal:is:maybe',
    'lifecycle:any:king',
    'name:has:%E0%A4%A',
    '!x',
    '!bnVsbA',
    `!${Buffer.from('{"join":"and","items":[{"join":"or","items":[{"join":"or","items":[{"join":"or","items":[]}]}]}]}').toString('base64url')}`,
    Array(21).fill('owner:empty').join('~'),
  ])('as a filter is refused: %s', async (filter) => {
    await expect(ask({ filter })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it.each([
    ['nothing', 'e30'],
    ['another list', Buffer.from(JSON.stringify([1, newId('contact')])).toString('base64url')],
    [
      'another kind',
      Buffer.from(JSON.stringify(['2026-01-01 00:00:00.000', newId('company')])).toString('base64url'),
    ],
    ['no time', Buffer.from(JSON.stringify(['Ana', newId('contact')])).toString('base64url')],
  ])('as a cursor of %s is refused', async (_, cursor) => {
    await expect(ask({ cursor })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('is found nowhere: ids and words of others', async () => {
    const filters = [
      `owner:any:${newId('user')}`,
      `label:any:${newId('label')}`,
      `company:any:${newId('company')}`,
      "source:any:' OR 1=1 -- ",
    ]
    for (const filter of filters)
      expect(
        (await ask({ filter: filter.replace(/'.*/, (text) => encodeURIComponent(text)) })).items,
      ).toEqual([])
    const company = TablePage.parse({ filter: 'domain:any:nowhere.example' })
    expect((await companyTable(workspace.db, company, { me: null, now: NOW })).items).toEqual([])
  })
})
