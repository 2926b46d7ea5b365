import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { countedTotals, rebuildTotals } from '../../src/server/modules/deals/totals.ts'
import { own, type WorkspaceDb } from '../../src/server/platform/db/workspace-db.ts'
import { dealTotals } from '../../src/server/schema/index.ts'
import type { DealState } from '../../src/shared/contracts/deals.ts'
import type { PipelineDto } from '../../src/shared/contracts/pipelines.ts'
import { newId, type DealId, type StageId } from '../../src/shared/ids.ts'
import { MAX_AMOUNT } from '../../src/shared/money.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { errorOf } from '../harness/client.ts'
import { givenWorkspace, type GivenWorkspace } from '../harness/given.ts'

let app: TestApp
let workspace: GivenWorkspace
let api: GivenWorkspace['owner']['browser']['api']
let db: WorkspaceDb
let pipeline: PipelineDto
let stages: StageId[]

beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

beforeEach(async () => {
  workspace = await givenWorkspace(app)
  api = workspace.owner.browser.api
  db = app.process.composed.services.workspaceDb(workspace.id)
  const [first] = (await api.pipelines.list.query({})).items
  if (!first) throw new Error('no pipeline')
  pipeline = first
  stages = first.stages.map((stage) => stage.id)
})

const stage = (index: number): StageId => stages[index] ?? newId('stage')
const deal = (title: string, more: object = {}) => api.deals.create.mutate({ title, ...more })

async function column(index: number): Promise<string[]> {
  const board = await api.deals.board.query({ pipelineId: pipeline.id })
  return board.columns[index]?.items.map((card) => card.title) ?? []
}

/** The sums that are kept, and the sums as the deals themselves give them. */
async function bothTotals() {
  const shape = (row: { stageId: string; status: string; currency: string; count: number; amount: string }) =>
    `${row.stageId} ${row.status} ${row.currency} ${row.count} ${BigInt(row.amount)}`
  const kept = await db.orm.select().from(dealTotals).where(own(db, dealTotals))
  return {
    kept: kept
      .filter((row) => row.count !== 0)
      .map(shape)
      .sort(),
    counted: (await countedTotals(db)).map(shape).sort(),
  }
}

describe('a new workspace', () => {
  it('begins with a pipeline in its language, and with reasons for losing', async () => {
    const { items, lostReasons } = await api.pipelines.list.query({})
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ name: 'Ventas', currency: 'MXN' })
    expect(items[0]?.stages.map(({ name, probability }) => [name, probability])).toEqual([
      ['Nuevo', 10],
      ['Contactado', 25],
      ['Cotizado', 50],
      ['Negociación', 70],
      ['Por cerrar', 90],
    ])
    expect(lostReasons.map((reason) => reason.label)).toContain('Precio')
  })
})

describe('a deal', () => {
  it('needs a title and an amount, no more', async () => {
    const made = await deal('Mesa Jacinta', { amount: 2_840_000 })
    expect(made).toMatchObject({
      number: 1,
      title: 'Mesa Jacinta',
      amount: 2_840_000,
      currency: 'MXN',
      status: 'open',
      pipelineId: pipeline.id,
      stageId: stage(0),
      ownerId: workspace.owner.userId,
      version: 1,
    })
    expect(await errorOf(api.deals.create.mutate({ amount: 5 }))).toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it('made in a chat takes its contact, its thread and its name', async () => {
    const channel = await workspace.channel()
    const conversation = await channel.customer('Regina Solórzano').writes('¿Hacen mesas?')
    const made = await api.deals.create.mutate({ conversationId: conversation.id })
    expect(made).toMatchObject({ title: 'Regina Solórzano', contactId: conversation.contactId })
    const detail = await api.deals.get.query({ id: made.id })
    expect(detail.threads).toMatchObject([{ threadId: conversation.threadId, conversationNumber: 1 }])
    const found = await api.deals.ofConversation.query({ conversationId: conversation.id })
    expect(found.map((card) => card.id)).toEqual([made.id])
    const byName = await api.deals.board.query({ pipelineId: pipeline.id, query: 'solorzano' })
    expect(byName.columns[0]?.items.map((card) => card.contactName)).toEqual(['Regina Solórzano'])
  })

  it('made in a chat starts in the pipeline of its channel', async () => {
    const projects = await api.pipelines.create.mutate({ name: 'Proyectos' })
    const channel = await workspace.channel()
    const conversation = await channel.customer().writes('hola')
    const set = (defaultPipelineId: PipelineDto['id'] | null) =>
      api.channels.update.mutate({ id: channel.channel.id, defaultPipelineId })
    expect(await set(projects.id)).toMatchObject({ defaultPipelineId: projects.id })
    const made = await api.deals.create.mutate({ conversationId: conversation.id })
    expect(made).toMatchObject({ pipelineId: projects.id, stageId: projects.stages[0]?.id })
    await set(null)
    const next = await api.deals.create.mutate({ conversationId: conversation.id })
    expect(next.pipelineId).toBe(pipeline.id)
  })

  it('counts whole units where its currency has no smaller ones', async () => {
    await deal('Silla', { amount: MAX_AMOUNT, currency: 'CLP' })
    await deal('Banco', { amount: MAX_AMOUNT, currency: 'CLP' })
    await deal('Repisa', { amount: -500, currency: 'JPY' })
    const { columns } = await api.deals.board.query({ pipelineId: pipeline.id })
    expect(columns[0]?.sums.toSorted((a, b) => (a.currency < b.currency ? -1 : 1))).toEqual([
      { currency: 'CLP', count: 2, amount: (2n * BigInt(MAX_AMOUNT)).toString() },
      { currency: 'JPY', count: 1, amount: '-500' },
    ])
    expect(await errorOf(deal('Vale', { amount: 0.5 }))).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await errorOf(deal('Vale', { currency: 'XXZ' }))).toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it('is edited by version, and told who was first', async () => {
    const made = await deal('Mesa')
    const changed = await api.deals.update.mutate({ id: made.id, version: 1, expectedCloseOn: '2026-12-24' })
    expect(changed).toMatchObject({ version: 2, expectedCloseOn: '2026-12-24' })
    const late = await errorOf(api.deals.update.mutate({ id: made.id, version: 1, title: 'Otra' }))
    expect(late).toMatchObject({ code: 'STALE_VERSION', details: { version: 2 } })
  })

  it('keeps its stages and how long it was in each', async () => {
    const made = await deal('Mesa')
    await api.deals.move.mutate({ id: made.id, stageId: stage(2) })
    await api.deals.win.mutate({ id: made.id })
    const { moves } = await api.deals.get.query({ id: made.id })
    expect(moves.map((move) => [move.stageId, move.status])).toEqual([
      [stage(0), 'open'],
      [stage(2), 'open'],
      [stage(2), 'won'],
    ])
    expect(moves.map((move) => move.leftAt !== null)).toEqual([true, true, false])
    expect(moves[0]?.leftAt).toBe(moves[1]?.enteredAt)
  })

  it('is won and lost with a reason, and comes back to the top of its stage', async () => {
    const made = await deal('Mesa', { amount: 100 })
    await deal('Silla')
    const { lostReasons } = await api.pipelines.list.query({})
    const reasonId = lostReasons[0]?.id ?? newId('lostReason')
    const lost = await api.deals.lose.mutate({ id: made.id, reasonId, note: 'muy caro' })
    expect(lost).toMatchObject({ status: 'lost', lostReasonId: reasonId })
    expect(await column(0)).toEqual(['Silla'])
    const refused = await errorOf(api.deals.move.mutate({ id: made.id, stageId: stage(1) }))
    expect(refused).toMatchObject({ code: 'CONFLICT', details: { reason: 'closed' } })
    const back = await api.deals.reopen.mutate({ id: made.id })
    expect(back).toMatchObject({ status: 'open', lostReasonId: null, closedAt: null })
    expect(await column(0)).toEqual(['Mesa', 'Silla'])
    expect(await api.deals.win.mutate({ id: made.id, amount: 90 })).toMatchObject({
      status: 'won',
      amount: 90,
    })
  })

  it('that was deleted still opens, and comes back to its place', async () => {
    const [, middle] = [await deal('C'), await deal('B'), await deal('A')]
    await api.deals.delete.mutate({ id: middle.id })
    expect(await column(0)).toEqual(['A', 'C'])
    expect((await api.deals.get.query({ id: middle.id })).deletedAt).not.toBeNull()
    await deal('Nueva')
    await api.deals.restore.mutate({ id: middle.id })
    expect(await column(0)).toEqual(['Nueva', 'A', 'B', 'C'])
  })
})

describe('a stage that asks for fields', () => {
  it('lets no deal in without them, unless they come along', async () => {
    await api.pipelines.updateStage.mutate({
      id: stage(1),
      requiredFields: ['amount', 'expectedCloseOn', 'contact'],
    })
    const made = await deal('Mesa')
    const refused = await errorOf(api.deals.move.mutate({ id: made.id, stageId: stage(1) }))
    expect(refused).toMatchObject({
      code: 'REQUIRED_FIELDS_MISSING',
      details: { missing: ['amount', 'expectedCloseOn', 'contact'] },
    })
    expect(await column(0)).toEqual(['Mesa'])
    const channel = await workspace.channel()
    const { contactId } = await channel.customer().writes('hola')
    const facts = { amount: 0, expectedCloseOn: '2026-12-01', contactId }
    const moved = await api.deals.move.mutate({ id: made.id, stageId: stage(1), facts })
    expect(moved.deal).toMatchObject({ stageId: stage(1), amount: 0, contactId })
    expect(await api.deals.bulk.mutate({ ids: [made.id], change: { stageId: stage(1) } })).toEqual({
      changed: [],
      skipped: [],
    })
    const other = await deal('Silla')
    const bulk = await api.deals.bulk.mutate({ ids: [other.id], change: { stageId: stage(1) } })
    expect(bulk).toEqual({ changed: [], skipped: [other.id] })
  })
})

describe('[DEA-2] two people who move one card', () => {
  it('both move it: the last one counts, and is told of the other', async () => {
    const colleague = (await workspace.member('agent')).browser.api
    const made = await deal('Mesa')
    const first = await colleague.deals.move.mutate({ id: made.id, stageId: stage(1), version: 1 })
    expect(first).toMatchObject({ overtook: false, deal: { version: 2 } })
    const last = await api.deals.move.mutate({ id: made.id, stageId: stage(2), version: 1 })
    expect(last).toMatchObject({ overtook: true, deal: { stageId: stage(2), version: 3 } })
    const { moves } = await api.deals.get.query({ id: made.id })
    expect(moves.map((move) => move.stageId)).toEqual([stage(0), stage(1), stage(2)])
  })

  it('at the same moment leave one card in one place, and right sums', async () => {
    const colleague = (await workspace.member('agent')).browser.api
    const cards = await Promise.all(['A', 'B', 'C', 'D'].map((title) => deal(title, { amount: 7 })))
    const moves = Array.from({ length: 24 }, (_, index) => {
      const id = cards[index % 4]?.id ?? newId('deal')
      const afterId = cards[(index + 1) % 4]?.id
      const who = index % 2 ? api : colleague
      return who.deals.move.mutate({ id, stageId: stage(index % 3), afterId, version: 1 })
    })
    await Promise.all(moves)
    const board = await api.deals.board.query({ pipelineId: pipeline.id })
    const shown = board.columns.flatMap((each) => each.items)
    expect(shown.map((card) => card.title).sort()).toEqual(['A', 'B', 'C', 'D'])
    expect(new Set(shown.map((card) => `${card.stageId} ${card.position}`)).size).toBe(4)
    const { kept, counted } = await bothTotals()
    expect(kept).toEqual(counted)
  })
})

describe('the order of a column', () => {
  it('is what the moves say, whatever they are', async () => {
    const titles = ['A', 'B', 'C', 'D', 'E']
    const ids = new Map<string, DealId>()
    for (const title of titles.toReversed()) ids.set(title, (await deal(title)).id)
    let expected = titles
    const title = fc.constantFrom(...titles)
    const move = fc.record({ what: title, where: title, isBelow: fc.boolean() })
    const moves = fc.sample(move, { numRuns: 40, seed: 7 })
    for (const { what, where, isBelow } of moves) {
      const anchor = ids.get(where) ?? newId('deal')
      const place = isBelow ? { afterId: anchor } : { beforeId: anchor }
      await api.deals.move.mutate({ id: ids.get(what) ?? anchor, stageId: stage(0), ...place })
      expected = expected.filter((each) => each !== what)
      const at = what === where ? 0 : expected.indexOf(where) + (isBelow ? 1 : 0)
      expected = expected.toSpliced(at, 0, what)
      expect(await column(0)).toEqual(expected)
    }
  })

  it('holds through a thousand moves to the same gap', async () => {
    const [c, b, a] = [await deal('C'), await deal('B'), await deal('A')]
    const { moveDeal } = await import('../../src/server/modules/deals/index.ts')
    const actor = { kind: 'system', name: 'test' } as const
    let [inner, outer] = [b, c]
    for (let i = 0; i < 700; i++) {
      await moveDeal(db, { id: outer.id, stageId: stage(0), afterId: a.id }, actor)
      ;[inner, outer] = [outer, inner]
    }
    expect((await column(0))[0]).toBe('A')
    const { columns } = await api.deals.board.query({ pipelineId: pipeline.id })
    expect(columns[0]?.items.every((card) => card.position.length <= 100)).toBe(true)
    expect(columns[0]?.items).toHaveLength(3)
  }, 60_000)
})

describe('[DEA-3] the sums of a board', () => {
  it('equal the deals after whatever was done', async () => {
    const { lostReasons } = await api.pipelines.list.query({})
    const reasonId = lostReasons[0]?.id ?? newId('lostReason')
    const made: DealState[] = []
    const step = fc.record({
      act: fc.constantFrom(
        'create',
        'move',
        'win',
        'lose',
        'reopen',
        'delete',
        'restore',
        'amount',
        'currency',
      ),
      pick: fc.nat(50),
      stage: fc.nat(4),
      amount: fc.option(fc.integer({ min: -MAX_AMOUNT, max: MAX_AMOUNT })),
      currency: fc.constantFrom('MXN', 'CLP', 'USD'),
    })
    for (const [index, one] of fc.sample(step, { numRuns: 120, seed: 11 }).entries()) {
      const target = made[one.pick % Math.max(1, made.length)]
      if (one.act === 'create' || !target) {
        made.push(
          await deal(`D${index}`, { amount: one.amount, currency: one.currency, stageId: stage(one.stage) }),
        )
        continue
      }
      const { id } = target
      const act = {
        move: () => api.deals.move.mutate({ id, stageId: stage(one.stage) }),
        win: () => api.deals.win.mutate({ id }),
        lose: () => api.deals.lose.mutate({ id, reasonId }),
        reopen: () => api.deals.reopen.mutate({ id }),
        delete: () => api.deals.delete.mutate({ id }),
        restore: () => api.deals.restore.mutate({ id }),
        amount: () => patch(id, { amount: one.amount }),
        currency: () => patch(id, { currency: one.currency }),
      }[one.act]
      // What a closed or deleted deal refuses changes nothing, either.
      await act().catch(() => undefined)
      if (index % 20 === 19) {
        const { kept, counted } = await bothTotals()
        expect(kept).toEqual(counted)
      }
    }
    const { kept, counted } = await bothTotals()
    expect(kept).toEqual(counted)
    expect(kept.length).toBeGreaterThan(5)
    await rebuildTotals(db)
    expect((await bothTotals()).kept).toEqual(counted)
  }, 60_000)

  it('are those of the server after each move, with a filter and without', async () => {
    await deal('Mesa', { amount: 300 })
    const silla = await deal('Silla', { amount: 200 })
    await api.deals.move.mutate({ id: silla.id, stageId: stage(1) })
    const whole = await api.deals.board.query({ pipelineId: pipeline.id })
    const mine = await api.deals.board.query({ pipelineId: pipeline.id, ownerId: workspace.owner.userId })
    expect(mine.columns.map(({ sums }) => sums)).toEqual(whole.columns.map(({ sums }) => sums))
    expect(whole.columns.map(({ sums }) => sums[0]?.amount ?? null)).toEqual(['300', '200', null, null, null])
  })
})

const patch = async (id: DealId, change: object) => {
  const { version } = await api.deals.get.query({ id })
  return api.deals.update.mutate({ id, version, ...change })
}

describe('a board', () => {
  it('shows thirty cards of a column and the others page by page', async () => {
    const { createDeal } = await import('../../src/server/modules/deals/index.ts')
    for (let n = 1; n <= 70; n++) await createDeal(db, { title: `N${n}` }, { kind: 'system', name: 'test' })
    const { columns } = await api.deals.board.query({ pipelineId: pipeline.id })
    const [first] = columns
    expect(first?.items).toHaveLength(30)
    expect(first?.sums).toEqual([{ currency: 'MXN', count: 70, amount: '0' }])
    const titles = first?.items.map((card) => card.title) ?? []
    let cursor = first?.nextCursor
    while (cursor) {
      const page = await api.deals.column.query({ stageId: stage(0), cursor, limit: 25 })
      titles.push(...page.items.map((card) => card.title))
      cursor = page.nextCursor
    }
    expect(titles).toEqual(Array.from({ length: 70 }, (_, n) => `N${70 - n}`))
  })

  it('is filtered by closing date, staleness and words', async () => {
    await deal('Mesa Jacinta', { expectedCloseOn: '2020-01-01' })
    await deal('Silla', {})
    const titles = async (filter: object) => {
      const board = await api.deals.board.query({ pipelineId: pipeline.id, ...filter })
      return board.columns.flatMap((each) => each.items.map((card) => card.title))
    }
    expect(await titles({ closing: 'overdue' })).toEqual(['Mesa Jacinta'])
    expect(await titles({ closing: 'undated' })).toEqual(['Silla'])
    expect(await titles({ query: 'jac' })).toEqual(['Mesa Jacinta'])
    expect(await titles({ query: '2' })).toEqual(['Silla'])
    expect(await titles({ isStale: true })).toEqual([])
    expect(await titles({ query: 'nada' })).toEqual([])
  })
})

describe('the list of deals', () => {
  it.each(['created', 'updated', 'amount', 'close'] as const)(
    'by %s loses and repeats none',
    async (sort) => {
      for (let n = 0; n < 11; n++)
        await deal(`N${n}`, {
          amount: n % 3 === 0 ? null : 100 * (n % 4),
          expectedCloseOn: n % 4 === 0 ? null : `2026-12-0${1 + (n % 3)}`,
        })
      const seen: DealState[] = []
      let cursor: string | undefined
      do {
        const page = await api.deals.list.query({ sort, limit: 2, ...(cursor ? { cursor } : {}) })
        seen.push(...page.items)
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      expect(seen.map((card) => card.title).sort()).toEqual(
        Array.from({ length: 11 }, (_, n) => `N${n}`).sort(),
      )
      const amounts = seen.map((card) => card.amount ?? -1)
      if (sort === 'amount') expect(amounts).toEqual(amounts.toSorted((a, b) => b - a))
      const closes = seen.map((card) => card.expectedCloseOn ?? '9')
      if (sort === 'close') expect(closes).toEqual(closes.toSorted())
    },
  )
})

describe('a stage with deals in it', () => {
  it('is removed only with a place for them', async () => {
    const made = await deal('Mesa', { stageId: stage(1), amount: 5 })
    const refused = await errorOf(api.pipelines.removeStage.mutate({ id: stage(1) }))
    expect(refused).toMatchObject({ code: 'IN_USE', details: { deals: 1 } })
    await api.pipelines.removeStage.mutate({ id: stage(1), moveDealsTo: stage(3) })
    const [left] = (await api.pipelines.list.query({})).items
    expect(left?.stages.map((each) => each.name)).toEqual(['Nuevo', 'Cotizado', 'Negociación', 'Por cerrar'])
    expect(await api.deals.get.query({ id: made.id })).toMatchObject({ stageId: stage(3) })
    const gone = await errorOf(api.deals.move.mutate({ id: made.id, stageId: stage(1) }))
    expect(gone).toMatchObject({ code: 'CONFLICT', details: { reason: 'stage_removed' } })
    const { kept, counted } = await bothTotals()
    expect(kept).toEqual(counted)
  })
})
