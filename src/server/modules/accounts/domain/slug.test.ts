import { describe, expect, it } from 'vitest'
import { SLUG, slugOf } from './slug.ts'

describe('slugOf', () => {
  it.each([
    ['Clínica Ñandú, S.A.', 'clinica-nandu-s-a'],
    ['  --Acme!!  ', 'acme'],
    ['São Paulo Ação', 'sao-paulo-acao'],
    ['日本', 'workspace'],
    ['🔥', 'workspace'],
    ['x'.repeat(200), 'x'.repeat(48)],
    [`${'x'.repeat(47)} yz`, 'x'.repeat(47)],
  ])('%j → %j', (name, slug) => {
    expect(slugOf(name)).toBe(slug)
    expect(slug).toMatch(SLUG)
  })
})
