import { describe, expect, it } from 'vitest'
import { previewOf } from './preview.ts'

const MAX = 120
const FAMILY = '👨‍👩‍👧'

describe('a preview', () => {
  it('is the text in one line', () => {
    expect(previewOf({ text: '  Hola,\n\n¿siguen\tabiertos? ' })).toBe('Hola, ¿siguen abiertos?')
    expect(previewOf({ text: 'a'.repeat(MAX) })).toBe('a'.repeat(MAX))
  })

  it.each([
    { what: 'a letter', character: 'a', fit: MAX },
    { what: 'a letter with a combining accent', character: 'e\u0301', fit: MAX / 2 },
    { what: 'a flag', character: '🇲🇽', fit: MAX / 4 },
    { what: 'a family', character: FAMILY, fit: MAX / FAMILY.length },
  ])('is never cut within $what', ({ character, fit }) => {
    expect(previewOf({ text: character.repeat(2 * MAX) })).toBe(`${character.repeat(Math.floor(fit))}…`)
    expect(previewOf({ text: `x${character.repeat(2 * MAX)}` })).toBe(
      `x${character.repeat(Math.floor((MAX - 1) / character.length))}…`,
    )
  })

  it('shows nothing of one character that is longer than itself', () => {
    expect(previewOf({ text: `e${'\u0301'.repeat(600)}` })).toBe('…')
  })
})
