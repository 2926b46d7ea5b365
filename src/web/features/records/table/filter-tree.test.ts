import { describe, expect, it } from 'vitest'
import type { FilterCondition, FilterGroup } from '@shared/filters/index.ts'
import { addTo, putAt, turn } from './filter-tree.ts'

const condition = (value: string): FilterCondition => ({ field: 'name', op: 'has', values: [value] })
const [a, b, c] = [condition('a'), condition('b'), condition('c')]
const nested: FilterGroup = { join: 'and', items: [a, { join: 'or', items: [b, c] }] }

describe('a filter that is built', () => {
  it('takes conditions and groups', () => {
    const one = addTo({ join: 'and', items: [] }, [], a)
    const two = addTo(one, [], { join: 'or', items: [b] })
    expect(addTo(two, [1], c)).toEqual(nested)
  })

  it('changes a condition wherever it stands', () => {
    expect(putAt(nested, [1, 0], a)).toEqual({ join: 'and', items: [a, { join: 'or', items: [a, c] }] })
    expect(putAt(nested, [0], c)).toEqual({ join: 'and', items: [c, { join: 'or', items: [b, c] }] })
  })

  it('loses a group with its last condition', () => {
    const without = putAt(putAt(nested, [1, 0], null), [1, 0], null)
    expect(without).toEqual({ join: 'and', items: [a] })
    expect(putAt(without, [0], null)).toEqual({ join: 'and', items: [] })
  })

  it('turns all into any and back', () => {
    expect(turn(nested, [1])).toEqual({ join: 'and', items: [a, { join: 'and', items: [b, c] }] })
    expect(turn(turn(nested, []), [])).toEqual(nested)
  })
})
