import { describe, expect, it } from 'vitest'
import { moveBy } from './move.ts'

const extent = { rows: 100, columns: 6, page: 20 }
const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false })

describe('[CON-3] keys in a grid', () => {
  it.each([
    ['ArrowDown', false, { row: 11, column: 3 }],
    ['ArrowUp', false, { row: 9, column: 3 }],
    ['ArrowLeft', false, { row: 10, column: 2 }],
    ['ArrowRight', false, { row: 10, column: 4 }],
    ['Home', false, { row: 10, column: 0 }],
    ['End', false, { row: 10, column: 5 }],
    ['Home', true, { row: 0, column: 0 }],
    ['End', true, { row: 99, column: 5 }],
    ['PageDown', false, { row: 30, column: 3 }],
    ['PageUp', false, { row: 0, column: 3 }],
  ])('%s (with Control: %s) moves to %o', (key, isFar, to) => {
    expect(moveBy({ row: 10, column: 3 }, press(key, isFar), extent)).toEqual(to)
  })

  it('stop at the edges and reach the head', () => {
    expect(moveBy({ row: 99, column: 5 }, press('ArrowDown'), extent)).toEqual({ row: 99, column: 5 })
    expect(moveBy({ row: 99, column: 5 }, press('ArrowRight'), extent)).toEqual({ row: 99, column: 5 })
    expect(moveBy({ row: 95, column: 0 }, press('PageDown'), extent)).toEqual({ row: 99, column: 0 })
    expect(moveBy({ row: 0, column: 2 }, press('ArrowUp'), extent)).toEqual({ row: -1, column: 2 })
    expect(moveBy({ row: -1, column: 2 }, press('ArrowUp'), extent)).toEqual({ row: -1, column: 2 })
    expect(moveBy({ row: -1, column: 0 }, press('End'), { ...extent, rows: 0 })).toEqual({
      row: -1,
      column: 5,
    })
  })

  it('leaves all other keys alone', () => {
    for (const key of ['a', 'Enter', 'Tab', 'Escape', 'Shift'])
      expect(moveBy({ row: 0, column: 0 }, press(key), extent)).toBeNull()
  })
})
