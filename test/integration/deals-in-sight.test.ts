import { describe, expect, it } from 'vitest'
import { newId } from '../../src/shared/ids.ts'
import { errorOf } from '../harness/client.ts'
import { DealDesk } from './deal-desk.ts'

const desk = DealDesk.open()

describe('the open deals of many chats', () => {
  it('are those that the chat or its contact has, the last worked on first', async () => {
    const channel = await desk.workspace.channel()
    const regina = await channel.customer('Regina').writes('hola')
    const bruno = await channel.customer('Bruno').writes('hola')
    const stranger = await channel.customer('Nadie').writes('hola')
    const older = await desk.deal('Mesa', { conversationId: regina.id })
    const newer = await desk.deal('Silla', { contactId: regina.contactId })
    const linked = await desk.deal('Obra')
    await desk.api.deals.linkConversation.mutate({ id: linked.id, conversationId: bruno.id })
    const gone = await desk.deal('Vieja', { conversationId: stranger.id })
    await desk.api.deals.delete.mutate({ id: gone.id })
    const threadIds = [regina, bruno, stranger].map((each) => each.threadId)
    const read = async () => {
      const { items } = await desk.api.deals.openByThreads.query({ threadIds })
      return threadIds.map((id) => {
        const found = items.find((item) => item.threadId === id)
        return found ? [found.deal.title, found.count] : null
      })
    }
    expect(await read()).toEqual([['Silla', 2], ['Obra', 1], null])
    await desk.api.deals.move.mutate({ id: older.id, stageId: desk.stage(2) })
    expect(await read()).toEqual([['Mesa', 2], ['Obra', 1], null])
    await desk.api.deals.win.mutate({ id: older.id })
    expect(await read()).toEqual([['Silla', 1], ['Obra', 1], null])
    await desk.api.deals.win.mutate({ id: newer.id })
    expect(await read()).toEqual([null, ['Obra', 1], null])
  })

  it('are refused for a thread of nobody, whatever stands beside it', async () => {
    const { threadId } = await (await desk.workspace.channel()).customer().writes('hola')
    const asked = desk.api.deals.openByThreads.query({ threadIds: [threadId, newId('thread')] })
    expect(await errorOf(asked)).toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('the chats of many deals', () => {
  it('name the conversation with the newest message, and what nobody has read', async () => {
    const channel = await desk.workspace.channel()
    const first = await channel.customer('Regina').writes('hola')
    const second = await channel.customer('Bruno').writes('hola')
    const both = await desk.deal('Obra', { conversationId: first.id })
    await desk.api.deals.linkConversation.mutate({ id: both.id, conversationId: second.id })
    const none = await desk.deal('Sin chat')
    expect((await desk.api.deals.chats.query({ ids: [both.id, none.id] })).items).toEqual([
      { dealId: both.id, conversationNumber: second.number, unreadCount: 2 },
    ])
    expect(await errorOf(desk.api.deals.chats.query({ ids: [newId('deal')] }))).toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})

describe('many deals', () => {
  it('go into the bin and come back; those that were there stay', async () => {
    const [a, b] = [await desk.deal('A', { amount: 5 }), await desk.deal('B')]
    await desk.api.deals.delete.mutate({ id: b.id })
    const ids = [a.id, b.id]
    const { changed } = await desk.api.deals.deleteMany.mutate({ ids })
    expect(changed).toEqual([a.id])
    expect(await desk.column(0)).toEqual([])
    expect(await desk.api.deals.restoreMany.mutate({ ids: changed })).toEqual({ changed })
    expect(await desk.column(0)).toEqual(['A'])
    const { kept, counted } = await desk.bothTotals()
    expect(kept).toEqual(counted)
  })
})

describe('the filters of the list', () => {
  it('leave what they say, in either direction', async () => {
    const label = await desk.api.labels.create.mutate({ name: 'VIP' })
    const mesa = await desk.deal('Mesa', { amount: 300, expectedCloseOn: '2020-01-15' })
    await desk.deal('Silla', { amount: 200, stageId: desk.stage(2), expectedCloseOn: '2020-02-15' })
    await desk.deal('Banco')
    const records = [{ entity: 'deal' as const, recordId: mesa.id }]
    await desk.api.labels.set.mutate({ records, add: [label.id] })
    const titles = async (filter: object) =>
      (await desk.api.deals.list.query(filter)).items.map((card) => card.title)
    expect(await titles({ stageId: desk.stage(2) })).toEqual(['Silla'])
    expect(await titles({ labelId: label.id })).toEqual(['Mesa'])
    expect(await titles({ closing: 'undated' })).toEqual(['Banco'])
    expect(await titles({ isStale: true })).toEqual([])
    expect(await titles({ closesFrom: '2020-02-01', closesTo: '2020-02-28' })).toEqual(['Silla'])
    expect(await titles({ sort: 'amount' })).toEqual(['Mesa', 'Silla', 'Banco'])
    expect(await titles({ sort: 'amount', isReversed: true })).toEqual(['Silla', 'Mesa', 'Banco'])
  })
})

describe('the forecast', () => {
  const day = (month: string) => `${month}-15`

  it('adds up what each month may bring, by owner, stage and currency', async () => {
    const ask = () => desk.api.deals.forecast.query({ pipelineId: desk.pipeline.id })
    const { months } = await ask()
    expect(months).toHaveLength(6)
    const [present = '', next = ''] = months
    const ownerId = desk.workspace.owner.userId
    await desk.deal('A', { amount: 300, expectedCloseOn: day(present) })
    await desk.deal('B', { amount: 200, expectedCloseOn: `${present}-01` })
    await desk.deal('C', { amount: 100, expectedCloseOn: day(next), ownerId: null, currency: 'USD' })
    await desk.deal('D', { amount: 7, expectedCloseOn: '2020-01-01', stageId: desk.stage(3) })
    await desk.deal('E', { expectedCloseOn: '2120-01-01' })
    await desk.deal('F')
    const won = await desk.deal('G', { amount: 50 })
    await desk.api.deals.win.mutate({ id: won.id })
    const answer = await ask()
    const of = (month: string | null) => answer.open.filter((sum) => sum.month === month)
    const first = { ownerId, stageId: desk.stage(0), currency: 'MXN' }
    expect(of(present)).toEqual([{ ...first, month: present, count: 2, amount: '500' }])
    expect(of(next)).toEqual([
      { ownerId: null, stageId: desk.stage(0), currency: 'USD', month: next, count: 1, amount: '100' },
    ])
    expect(of('overdue')).toEqual([
      { ...first, stageId: desk.stage(3), month: 'overdue', count: 1, amount: '7' },
    ])
    expect(of(null)).toEqual([{ ...first, month: null, count: 1, amount: '0' }])
    expect(answer.open).toHaveLength(4)
    expect(answer.won).toEqual([{ ...first, stageId: null, month: present, count: 1, amount: '50' }])
  })
})
