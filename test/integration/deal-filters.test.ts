import { describe, expect, it } from 'vitest'
import { writeFilter, type FilterGroup } from '../../src/shared/filters/index.ts'
import { errorOf } from '../harness/client.ts'
import { DealDesk } from './deal-desk.ts'

const desk = DealDesk.open()

const field = (label: string, type: 'select' | 'number', options: { key: string; label: string }[] = []) =>
  desk.api.fields.create.mutate({
    entity: 'deal',
    label,
    type,
    options,
    isRequired: false,
    isFilterable: true,
    section: null,
  })

/** Deals with a wood and a width, as the filters below name them. */
async function givenFurniture() {
  const options = [
    { key: 'oak', label: 'Roble' },
    { key: 'walnut', label: 'Nogal' },
  ]
  const wood = `custom.${(await field('Madera', 'select', options)).key}`
  const width = `custom.${(await field('Ancho', 'number')).key}`
  const named = (values: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key.slice('custom.'.length), value]))
  await desk.deal('Mesa', { custom: named({ [wood]: 'oak', [width]: 200 }), amount: 500 })
  await desk.deal('Silla', { custom: named({ [wood]: 'walnut', [width]: 45 }), amount: 70 })
  await desk.deal('Banca', { custom: named({ [wood]: 'oak', [width]: 120 }), ownerId: null })
  await desk.deal('Repisa', { stageId: desk.stage(1) })
  return { wood, width }
}

const titlesIn = async (filter: string) => {
  const { items } = await desk.api.deals.list.query({ pipelineId: desk.pipeline.id, filter })
  return items.map(({ title }) => title).toSorted()
}

describe('the filter of the deals', () => {
  it('asks custom fields, the owner and the title, in groups of which all or any must hold', async () => {
    const { wood, width } = await givenFurniture()
    expect(await titlesIn(`${wood}:any:oak`)).toEqual(['Banca', 'Mesa'])
    expect(await titlesIn(`${wood}:none:oak`)).toEqual(['Repisa', 'Silla'])
    expect(await titlesIn(`${wood}:empty`)).toEqual(['Repisa'])
    expect(await titlesIn(`${wood}:any:oak~${width}:min:150`)).toEqual(['Mesa'])
    expect(await titlesIn(`${wood}:any:oak~owner:any:me`)).toEqual(['Mesa'])
    expect(await titlesIn('title:has:sil')).toEqual(['Silla'])
    const either: FilterGroup = {
      join: 'or',
      items: [
        { field: width, op: 'max', values: ['50'] },
        {
          join: 'and',
          items: [
            { field: wood, op: 'any', values: ['oak'] },
            { field: 'owner', op: 'empty', values: [] },
          ],
        },
      ],
    }
    expect(await titlesIn(writeFilter(either))).toEqual(['Banca', 'Silla'])
  })

  it('leaves the same on the board, with the sums of what it leaves', async () => {
    const { wood } = await givenFurniture()
    const { columns } = await desk.api.deals.board.query({
      pipelineId: desk.pipeline.id,
      filter: `${wood}:any:oak`,
    })
    expect(columns.map(({ items }) => items.map(({ title }) => title))).toEqual([
      ['Banca', 'Mesa'],
      ...columns.slice(1).map(() => []),
    ])
    expect(columns[0]?.sums).toEqual([{ currency: 'MXN', count: 2, amount: '500' }])
  })

  it('shows the values of the fields in its rows', async () => {
    const { wood, width } = await givenFurniture()
    const { items } = await desk.api.deals.list.query({
      pipelineId: desk.pipeline.id,
      filter: 'title:has:mesa',
    })
    expect(items[0]?.custom).toEqual({
      [wood.slice('custom.'.length)]: 'oak',
      [width.slice('custom.'.length)]: 200,
    })
  })

  it.each(['custom.nothing:any:x', 'lifecycle:any:lead', 'no filter'])('refuses %s', async (filter) => {
    const asked = desk.api.deals.list.query({ filter })
    expect(await errorOf(asked)).toMatchObject({ code: 'VALIDATION_FAILED' })
  })
})
