import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rebuildTotals } from '../../src/server/modules/deals/totals.ts'
import type { DealState } from '../../src/shared/contracts/deals.ts'
import { newId, type DealId } from '../../src/shared/ids.ts'
import { MAX_AMOUNT } from '../../src/shared/money.ts'
import { DealDesk } from './deal-desk.ts'

const desk = DealDesk.open()

describe('[DEA-2] two people who move one card', () => {
  it('both move it: the last one counts, and is told of the other', async () => {
    const colleague = (await desk.workspace.member('agent')).browser.api
    const made = await desk.deal('Mesa')
    const first = await colleague.deals.move.mutate({ id: made.id, stageId: desk.stage(1), version: 1 })
    expect(first).toMatchObject({ overtook: false, deal: { version: 2 } })
    const last = await desk.api.deals.move.mutate({ id: made.id, stageId: desk.stage(2), version: 1 })
    expect(last).toMatchObject({ overtook: true, deal: { stageId: desk.stage(2), version: 3 } })
    const { moves } = await desk.api.deals.get.query({ id: made.id })
    expect(moves.map((move) => move.stageId)).toEqual([desk.stage(0), desk.stage(1), desk.stage(2)])
  })

  it('at the same moment leave one card in one place, and right sums', async () => {
    const colleague = (await desk.workspace.member('agent')).browser.api
    const cards = await Promise.all(['A', 'B', 'C', 'D'].map((title) => desk.deal(title, { amount: 7 })))
    const moves = Array.from({ length: 24 }, (_, index) => {
      const id = cards[index % 4]?.id ?? newId('deal')
      const afterId = cards[(index + 1) % 4]?.id
      const who = index % 2 ? desk.api : colleague
      return who.deals.move.mutate({ id, stageId: desk.stage(index % 3), afterId, version: 1 })
    })
    await Promise.all(moves)
    const board = await desk.api.deals.board.query({ pipelineId: desk.pipeline.id })
    const shown = board.columns.flatMap((each) => each.items)
    expect(shown.map((card) => card.title).sort()).toEqual(['A', 'B', 'C', 'D'])
    expect(new Set(shown.map((card) => `${card.stageId} ${card.position}`)).size).toBe(4)
    const { kept, counted } = await desk.bothTotals()
    expect(kept).toEqual(counted)
  })
})

describe('the order of a column', () => {
  it('is what the moves say, whatever they are', async () => {
    const titles = ['A', 'B', 'C', 'D', 'E']
    const ids = new Map<string, DealId>()
    for (const title of titles.toReversed()) ids.set(title, (await desk.deal(title)).id)
    let expected = titles
    const title = fc.constantFrom(...titles)
    const move = fc.record({ what: title, where: title, isBelow: fc.boolean() })
    const moves = fc.sample(move, { numRuns: 40, seed: 7 })
    for (const { what, where, isBelow } of moves) {
      const anchor = ids.get(where) ?? newId('deal')
      const place = isBelow ? { afterId: anchor } : { beforeId: anchor }
      await desk.api.deals.move.mutate({ id: ids.get(what) ?? anchor, stageId: desk.stage(0), ...place })
      expected = expected.filter((each) => each !== what)
      const at = what === where ? 0 : expected.indexOf(where) + (isBelow ? 1 : 0)
      expected = expected.toSpliced(at, 0, what)
      expect(await desk.column(0)).toEqual(expected)
    }
  })

  it('holds through a thousand moves to the same gap', async () => {
    const [c, b, a] = [await desk.deal('C'), await desk.deal('B'), await desk.deal('A')]
    const { moveDeal } = await import('../../src/server/modules/deals/index.ts')
    const actor = { kind: 'system', name: 'test' } as const
    let [inner, outer] = [b, c]
    for (let i = 0; i < 700; i++) {
      await moveDeal(desk.db, { id: outer.id, stageId: desk.stage(0), afterId: a.id }, actor)
      ;[inner, outer] = [outer, inner]
    }
    expect((await desk.column(0))[0]).toBe('A')
    const { columns } = await desk.api.deals.board.query({ pipelineId: desk.pipeline.id })
    expect(columns[0]?.items.every((card) => card.position.length <= 100)).toBe(true)
    expect(columns[0]?.items).toHaveLength(3)
  }, 60_000)
})

describe('[DEA-3] the sums of a board', () => {
  it('equal the deals after whatever was done', async () => {
    const { lostReasons } = await desk.api.pipelines.list.query({})
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
          await desk.deal(`D${index}`, {
            amount: one.amount,
            currency: one.currency,
            stageId: desk.stage(one.stage),
          }),
        )
        continue
      }
      const { id } = target
      const act = {
        move: () => desk.api.deals.move.mutate({ id, stageId: desk.stage(one.stage) }),
        win: () => desk.api.deals.win.mutate({ id }),
        lose: () => desk.api.deals.lose.mutate({ id, reasonId }),
        reopen: () => desk.api.deals.reopen.mutate({ id }),
        delete: () => desk.api.deals.delete.mutate({ id }),
        restore: () => desk.api.deals.restore.mutate({ id }),
        amount: () => desk.patch(id, { amount: one.amount }),
        currency: () => desk.patch(id, { currency: one.currency }),
      }[one.act]
      // What a closed or deleted deal refuses changes nothing, either.
      await act().catch(() => undefined)
      if (index % 20 === 19) {
        const { kept, counted } = await desk.bothTotals()
        expect(kept).toEqual(counted)
      }
    }
    const { kept, counted } = await desk.bothTotals()
    expect(kept).toEqual(counted)
    expect(kept.length).toBeGreaterThan(5)
    await rebuildTotals(desk.db)
    expect((await desk.bothTotals()).kept).toEqual(counted)
  }, 60_000)

  it('are those of the server after each move, with a filter and without', async () => {
    await desk.deal('Mesa', { amount: 300 })
    const silla = await desk.deal('Silla', { amount: 200 })
    await desk.api.deals.move.mutate({ id: silla.id, stageId: desk.stage(1) })
    const whole = await desk.api.deals.board.query({ pipelineId: desk.pipeline.id })
    const mine = await desk.api.deals.board.query({
      pipelineId: desk.pipeline.id,
      ownerId: desk.workspace.owner.userId,
    })
    expect(mine.columns.map(({ sums }) => sums)).toEqual(whole.columns.map(({ sums }) => sums))
    expect(whole.columns.map(({ sums }) => sums[0]?.amount ?? null)).toEqual(['300', '200', null, null, null])
  })
})

describe('a board', () => {
  it('shows thirty cards of a column and the others page by page', async () => {
    const { createDeal } = await import('../../src/server/modules/deals/index.ts')
    for (let n = 1; n <= 70; n++)
      await createDeal(desk.db, { title: `N${n}` }, { kind: 'system', name: 'test' })
    const { columns } = await desk.api.deals.board.query({ pipelineId: desk.pipeline.id })
    const [first] = columns
    expect(first?.items).toHaveLength(30)
    expect(first?.sums).toEqual([{ currency: 'MXN', count: 70, amount: '0' }])
    const titles = first?.items.map((card) => card.title) ?? []
    let cursor = first?.nextCursor
    while (cursor) {
      const page = await desk.api.deals.column.query({ stageId: desk.stage(0), cursor, limit: 25 })
      titles.push(...page.items.map((card) => card.title))
      cursor = page.nextCursor
    }
    expect(titles).toEqual(Array.from({ length: 70 }, (_, n) => `N${70 - n}`))
  })

  it('is filtered by closing date, staleness and words', async () => {
    await desk.deal('Mesa Jacinta', { expectedCloseOn: '2020-01-01' })
    await desk.deal('Silla', {})
    const titles = async (filter: object) => {
      const board = await desk.api.deals.board.query({ pipelineId: desk.pipeline.id, ...filter })
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
