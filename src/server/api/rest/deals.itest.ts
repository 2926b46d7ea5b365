import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/harness/app.ts'
import { givenRest, type GivenRest } from '../../../../test/harness/rest.ts'

interface Pipelines {
  data: { id: string; name: string; stages: { id: string; name: string }[] }[]
  lostReasons: { id: string }[]
}
interface Deal {
  id: string
  version: number
  updatedAt: string
  deletedAt: string | null
}

let app: TestApp
let given: GivenRest
beforeAll(async () => {
  app = await startTestApp()
  given = await givenRest(app)
})
afterAll(() => app.close())

const pipelines = async () => (await given.rest.get<Pipelines>('/pipelines')).body
const stage = async (index: number) => (await pipelines()).data[0]?.stages[index]?.id

describe('a workspace older than pipelines', () => {
  it('gets its first one when it is asked for, once', async () => {
    const all = await Promise.all([pipelines(), pipelines(), pipelines()])
    expect(all.map(({ data }) => data.length)).toEqual([1, 1, 1])
    expect(new Set(all.map(({ data }) => data[0]?.id)).size).toBe(1)
    expect(all[0]?.data[0]?.stages).toHaveLength(5)
  })
})

describe('a deal', () => {
  it('is made, changed, moved and lost by programs, all or nothing', async () => {
    const made = await given.rest.post<Deal>('/deals', { title: 'Mesa', amount: 2_840_000, currency: 'MXN' })
    expect(made).toMatchObject({
      status: 201,
      body: { number: 1, version: 1, status: 'open', ownerId: null },
    })
    const path = `/deals/${made.body.id}`
    const noReason = await given.rest.patch(path, { version: 1, title: 'Otra', status: 'lost' })
    expect(noReason.error).toMatchObject({ code: 'VALIDATION_FAILED' })
    const moved = await given.rest.patch(path, { version: 1, title: 'Otra', stageId: await stage(2) })
    expect(moved.body).toMatchObject({ version: 2, title: 'Otra', stageId: await stage(2) })
    const stale = await given.rest.patch(path, { version: 1, amount: 5 })
    expect(stale).toMatchObject({ status: 409, error: { code: 'STALE_VERSION', details: { version: 2 } } })
    const [reason] = (await pipelines()).lostReasons
    const lost = await given.rest.patch(path, { version: 2, status: 'lost', lostReasonId: reason?.id })
    expect(lost.body).toMatchObject({ version: 3, status: 'lost', lostReasonId: reason?.id })
    const open = await given.rest.patch(path, { version: 3, status: 'open', amount: null })
    expect(open.body).toMatchObject({ version: 4, status: 'open', lostReasonId: null, amount: null })
  })

  it('is made once, however often the call is repeated under one key', async () => {
    const call = () => given.rest.post<Deal>('/deals', { title: 'Silla' }, 'the-same-deal')
    expect((await call()).body.id).toBe((await call()).body.id)
  })
})

describe('the list of deals', () => {
  it('tells what changed since, deleted deals too', async () => {
    const first = await given.rest.post<Deal>('/deals', { title: 'Banco' })
    const second = await given.rest.post<Deal>('/deals', { title: 'Repisa' })
    const since = `/deals?updatedSince=${second.body.updatedAt}`
    await given.rest.patch(`/deals/${first.body.id}`, { version: 1, title: 'Banca' })
    await given.rest.call('DELETE', `/deals/${second.body.id}`)
    const changed = await given.rest.get<{ data: Deal[] }>(since)
    expect(changed.body.data.map(({ id }) => id)).toEqual([first.body.id, second.body.id])
    expect(changed.body.data[1]?.deletedAt).not.toBeNull()
    const all = await given.rest.get<{ data: Deal[] }>('/deals')
    expect(all.body.data.map(({ id }) => id)).not.toContain(second.body.id)
    const paged: string[] = []
    for (let cursor = ''; ;) {
      const page = await given.rest.get<{ data: Deal[]; nextCursor: string | null }>(
        `/deals?limit=1${cursor && `&cursor=${cursor}`}`,
      )
      paged.push(...page.body.data.map(({ id }) => id))
      if (page.body.nextCursor === null) break
      cursor = page.body.nextCursor
    }
    expect(paged).toEqual(all.body.data.map(({ id }) => id))
  })
})
