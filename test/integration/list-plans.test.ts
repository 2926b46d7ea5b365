import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { record, type Statement } from '../../bench/bare/statements.ts'
import { contactTable } from '../../src/server/modules/lists/index.ts'
import { TablePage } from '../../src/shared/contracts/lists.ts'
import { sortsOf } from '../../src/shared/filters/index.ts'
import { givenBareWorkspace, type BareWorkspace } from '../harness/crm-records.ts'
import { givenTableStock, type TableStock } from '../harness/crm-table.ts'

const READER = { me: null, now: new Date('2026-11-22T12:00:00.000Z') }

let workspace: BareWorkspace
let stock: TableStock
let isMariadb = false
beforeAll(async () => {
  workspace = await givenBareWorkspace()
  const [[row]] = (await workspace.pools.web.query('SELECT VERSION() AS version')) as unknown as [
    [{ version: string }],
  ]
  isMariadb = row.version.includes('MariaDB')
  stock = await givenTableStock(workspace, 300)
})
afterAll(() => workspace.close())

interface Line {
  table: string | null
  type: string | null
  key: string | null
  Extra: string | null
}

async function explain({ text, values }: Statement): Promise<Line[]> {
  const [rows] = await workspace.pools.web.query(`EXPLAIN FORMAT=TRADITIONAL ${text}`, values)
  return rows as Line[]
}

/** Tables of ours read without an index, or whole; and rows sorted that no limit bounds. */
function problemsOf(lines: readonly Line[], { text }: Statement): string[] {
  return lines.flatMap(({ table, type, key, Extra }) => {
    if (table === null || table.startsWith('<')) return []
    const isSorted = /filesort/i.test(Extra ?? '') && !isBounded(text)
    if (key === null || type === 'ALL' || type === 'index' || isSorted)
      return [`${table}: ${type} by ${key}, ${Extra}\n${text}`]
    return []
  })
}

/** Sorted are the matches of one condition, cut at the candidates' cap, and what hangs on the rows of a page. */
const isBounded = (text: string) => /\) z\) f JOIN|contact_id IN \(/.test(text)

const FILTERS: Record<string, () => string> = {
  nothing: () => '',
  owner: () => `owner:any:${stock.owners[0]}`,
  lifecycle: () => 'lifecycle:any:lead,lost',
  label: () => `label:any:${stock.labelId}`,
  name: () => 'name:has:cliente',
  phone: () => 'phone:starts:5233',
  email: () => 'email:is:a@b.example',
  created: () => 'createdAt:after:2026-01-01',
  updated: () => 'updatedAt:within:400',
  'last message': () => 'lastMessageAt:after:2026-01-01',
  'an open deal': () => 'hasOpenDeal:is:no',
  'custom number': () => 'custom.altura:min:3',
  'custom choice': () => 'custom.tipo:any:hotel',
  'custom moment': () => 'custom.visita:before:2027-01-01',
  'custom text': () => 'custom.madera:starts:roble',
}

/** Of a few hundred rows MySQL reads a whole index where its statistics say that all of it is ours anyway. */
describe('every filter in every order', () => {
  it.each(Object.keys(FILTERS))('reads tables by an index: %s', async (name) => {
    if (!isMariadb) return
    const filter = (FILTERS[name] as () => string)()
    const problems: string[] = []
    for (const by of sortsOf('contact', stock.fields))
      for (const sort of [by, `-${by}`]) {
        const input = TablePage.parse({ sort, limit: 20, ...(filter && { filter }) })
        const statements = await record(workspace.db, async (db) => {
          const { nextCursor } = await contactTable(db, input, READER)
          if (nextCursor !== null) await contactTable(db, { ...input, cursor: nextCursor }, READER)
        })
        for (const statement of statements)
          for (const problem of problemsOf(await explain(statement), statement))
            problems.push(`${sort}: ${problem}`)
      }
    expect([...new Set(problems)]).toEqual([])
  })
})
