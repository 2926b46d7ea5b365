import { describe, expect, it } from 'vitest'
import type { DealState } from '../../src/shared/contracts/deals.ts'
import type { PipelineDto } from '../../src/shared/contracts/pipelines.ts'
import { newId } from '../../src/shared/ids.ts'
import { MAX_AMOUNT } from '../../src/shared/money.ts'
import { errorOf } from '../harness/client.ts'
import { DealDesk } from './deal-desk.ts'

const desk = DealDesk.open()

describe('a new workspace', () => {
  it('begins with a pipeline in its language, and with reasons for losing', async () => {
    const { items, lostReasons } = await desk.api.pipelines.list.query({})
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
    const made = await desk.deal('Mesa Jacinta', { amount: 2_840_000 })
    expect(made).toMatchObject({
      number: 1,
      title: 'Mesa Jacinta',
      amount: 2_840_000,
      currency: 'MXN',
      status: 'open',
      pipelineId: desk.pipeline.id,
      stageId: desk.stage(0),
      ownerId: desk.workspace.owner.userId,
      version: 1,
    })
    expect(await errorOf(desk.api.deals.create.mutate({ amount: 5 }))).toMatchObject({
      code: 'VALIDATION_FAILED',
    })
  })

  it('made in a chat takes its contact, its thread and its name', async () => {
    const channel = await desk.workspace.channel()
    const conversation = await channel.customer('Regina Solórzano').writes('¿Hacen mesas?')
    const made = await desk.api.deals.create.mutate({ conversationId: conversation.id })
    expect(made).toMatchObject({ title: 'Regina Solórzano', contactId: conversation.contactId })
    const detail = await desk.api.deals.get.query({ id: made.id })
    expect(detail.threads).toMatchObject([{ threadId: conversation.threadId, conversationNumber: 1 }])
    const found = await desk.api.deals.ofConversation.query({ conversationId: conversation.id })
    expect(found.map((card) => card.id)).toEqual([made.id])
    const byName = await desk.api.deals.board.query({ pipelineId: desk.pipeline.id, query: 'solorzano' })
    expect(byName.columns[0]?.items.map((card) => card.contactName)).toEqual(['Regina Solórzano'])
  })

  it('made in a chat starts in the pipeline of its channel', async () => {
    const projects = await desk.api.pipelines.create.mutate({ name: 'Proyectos' })
    const channel = await desk.workspace.channel()
    const conversation = await channel.customer().writes('hola')
    const set = (defaultPipelineId: PipelineDto['id'] | null) =>
      desk.api.channels.update.mutate({ id: channel.channel.id, defaultPipelineId })
    expect(await set(projects.id)).toMatchObject({ defaultPipelineId: projects.id })
    const made = await desk.api.deals.create.mutate({ conversationId: conversation.id })
    expect(made).toMatchObject({ pipelineId: projects.id, stageId: projects.stages[0]?.id })
    await set(null)
    const next = await desk.api.deals.create.mutate({ conversationId: conversation.id })
    expect(next.pipelineId).toBe(desk.pipeline.id)
  })

  it('counts whole units where its currency has no smaller ones', async () => {
    await desk.deal('Silla', { amount: MAX_AMOUNT, currency: 'CLP' })
    await desk.deal('Banco', { amount: MAX_AMOUNT, currency: 'CLP' })
    await desk.deal('Repisa', { amount: -500, currency: 'JPY' })
    const { columns } = await desk.api.deals.board.query({ pipelineId: desk.pipeline.id })
    expect(columns[0]?.sums.toSorted((a, b) => (a.currency < b.currency ? -1 : 1))).toEqual([
      { currency: 'CLP', count: 2, amount: (2n * BigInt(MAX_AMOUNT)).toString() },
      { currency: 'JPY', count: 1, amount: '-500' },
    ])
    expect(await errorOf(desk.deal('Vale', { amount: 0.5 }))).toMatchObject({ code: 'VALIDATION_FAILED' })
    expect(await errorOf(desk.deal('Vale', { currency: 'XXZ' }))).toMatchObject({ code: 'VALIDATION_FAILED' })
  })

  it('is edited by version, and told who was first', async () => {
    const made = await desk.deal('Mesa')
    const changed = await desk.api.deals.update.mutate({
      id: made.id,
      version: 1,
      expectedCloseOn: '2026-12-24',
    })
    expect(changed).toMatchObject({ version: 2, expectedCloseOn: '2026-12-24' })
    const late = await errorOf(desk.api.deals.update.mutate({ id: made.id, version: 1, title: 'Otra' }))
    expect(late).toMatchObject({ code: 'STALE_VERSION', details: { version: 2 } })
  })

  it('keeps its stages and how long it was in each', async () => {
    const made = await desk.deal('Mesa')
    await desk.api.deals.move.mutate({ id: made.id, stageId: desk.stage(2) })
    await desk.api.deals.win.mutate({ id: made.id })
    const { moves } = await desk.api.deals.get.query({ id: made.id })
    expect(moves.map((move) => [move.stageId, move.status])).toEqual([
      [desk.stage(0), 'open'],
      [desk.stage(2), 'open'],
      [desk.stage(2), 'won'],
    ])
    expect(moves.map((move) => move.leftAt !== null)).toEqual([true, true, false])
    expect(moves[0]?.leftAt).toBe(moves[1]?.enteredAt)
  })

  it('is won and lost with a reason, and comes back to the top of its stage', async () => {
    const made = await desk.deal('Mesa', { amount: 100 })
    await desk.deal('Silla')
    const { lostReasons } = await desk.api.pipelines.list.query({})
    const reasonId = lostReasons[0]?.id ?? newId('lostReason')
    const lost = await desk.api.deals.lose.mutate({ id: made.id, reasonId, note: 'muy caro' })
    expect(lost).toMatchObject({ status: 'lost', lostReasonId: reasonId })
    expect(await desk.column(0)).toEqual(['Silla'])
    const refused = await errorOf(desk.api.deals.move.mutate({ id: made.id, stageId: desk.stage(1) }))
    expect(refused).toMatchObject({ code: 'CONFLICT', details: { reason: 'closed' } })
    const back = await desk.api.deals.reopen.mutate({ id: made.id })
    expect(back).toMatchObject({ status: 'open', lostReasonId: null, closedAt: null })
    expect(await desk.column(0)).toEqual(['Mesa', 'Silla'])
    expect(await desk.api.deals.win.mutate({ id: made.id, amount: 90 })).toMatchObject({
      status: 'won',
      amount: 90,
    })
  })

  it('that was deleted still opens, and comes back to its place', async () => {
    const [, middle] = [await desk.deal('C'), await desk.deal('B'), await desk.deal('A')]
    await desk.api.deals.delete.mutate({ id: middle.id })
    expect(await desk.column(0)).toEqual(['A', 'C'])
    expect((await desk.api.deals.get.query({ id: middle.id })).deletedAt).not.toBeNull()
    await desk.deal('Nueva')
    await desk.api.deals.restore.mutate({ id: middle.id })
    expect(await desk.column(0)).toEqual(['Nueva', 'A', 'B', 'C'])
  })
})

describe('a stage that asks for fields', () => {
  it('lets no deal in without them, unless they come along', async () => {
    await desk.api.pipelines.updateStage.mutate({
      id: desk.stage(1),
      requiredFields: ['amount', 'expectedCloseOn', 'contact'],
    })
    const made = await desk.deal('Mesa')
    const refused = await errorOf(desk.api.deals.move.mutate({ id: made.id, stageId: desk.stage(1) }))
    expect(refused).toMatchObject({
      code: 'REQUIRED_FIELDS_MISSING',
      details: { missing: ['amount', 'expectedCloseOn', 'contact'] },
    })
    expect(await desk.column(0)).toEqual(['Mesa'])
    const channel = await desk.workspace.channel()
    const { contactId } = await channel.customer().writes('hola')
    const facts = { amount: 0, expectedCloseOn: '2026-12-01', contactId }
    const moved = await desk.api.deals.move.mutate({ id: made.id, stageId: desk.stage(1), facts })
    expect(moved.deal).toMatchObject({ stageId: desk.stage(1), amount: 0, contactId })
    expect(await desk.api.deals.bulk.mutate({ ids: [made.id], change: { stageId: desk.stage(1) } })).toEqual({
      changed: [],
      skipped: [],
    })
    const other = await desk.deal('Silla')
    const bulk = await desk.api.deals.bulk.mutate({ ids: [other.id], change: { stageId: desk.stage(1) } })
    expect(bulk).toEqual({ changed: [], skipped: [other.id] })
  })
})

describe('the list of deals', () => {
  it.each(['created', 'updated', 'amount', 'close'] as const)(
    'by %s loses and repeats none',
    async (sort) => {
      for (let n = 0; n < 11; n++)
        await desk.deal(`N${n}`, {
          amount: n % 3 === 0 ? null : 100 * (n % 4),
          expectedCloseOn: n % 4 === 0 ? null : `2026-12-0${1 + (n % 3)}`,
        })
      const seen: DealState[] = []
      let cursor: string | undefined
      do {
        const page = await desk.api.deals.list.query({ sort, limit: 2, ...(cursor ? { cursor } : {}) })
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
    const made = await desk.deal('Mesa', { stageId: desk.stage(1), amount: 5 })
    const refused = await errorOf(desk.api.pipelines.removeStage.mutate({ id: desk.stage(1) }))
    expect(refused).toMatchObject({ code: 'IN_USE', details: { deals: 1 } })
    await desk.api.pipelines.removeStage.mutate({ id: desk.stage(1), moveDealsTo: desk.stage(3) })
    const [left] = (await desk.api.pipelines.list.query({})).items
    expect(left?.stages.map((each) => each.name)).toEqual(['Nuevo', 'Cotizado', 'Negociación', 'Por cerrar'])
    expect(await desk.api.deals.get.query({ id: made.id })).toMatchObject({ stageId: desk.stage(3) })
    const gone = await errorOf(desk.api.deals.move.mutate({ id: made.id, stageId: desk.stage(1) }))
    expect(gone).toMatchObject({ code: 'CONFLICT', details: { reason: 'stage_removed' } })
    const { kept, counted } = await desk.bothTotals()
    expect(kept).toEqual(counted)
  })
})
