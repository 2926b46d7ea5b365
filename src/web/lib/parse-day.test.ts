import { describe, expect, it } from 'vitest'
import { dayInWords, parseDay } from './parse-day.ts'

const TODAY = '2026-11-22'

describe('a day as people write it', () => {
  it.each([
    ['es', '3/4/2026', '2026-04-03'],
    ['pt-BR', '03.04.2026', '2026-04-03'],
    ['en', '3/4/2026', '2026-03-04'],
    ['es', '3-4-26', '2026-04-03'],
    ['es', '3 4', '2026-04-03'],
    ['es', '2026-04-03', '2026-04-03'],
    ['en', ' 12/31/2025 ', '2025-12-31'],
    ['es', '29/02/2028', '2028-02-29'],
  ])('%s: %s', (locale, text, day) => {
    expect(parseDay(text, locale, TODAY)).toBe(day)
  })

  it.each([
    '',
    'mañana',
    '31/02/2026',
    '29/02/2026',
    '12/31/2026',
    '0/1/2026',
    '1/2/3/4',
    '2026-04',
    '99999',
  ])('is none: %j', (text) => {
    expect(parseDay(text, 'es', TODAY)).toBeNull()
  })

  it('reads what it shows', () => {
    for (const locale of ['es', 'en', 'pt-BR'])
      expect(parseDay(dayInWords('2026-04-03', locale), locale, TODAY)).toBe('2026-04-03')
    expect(dayInWords('2026-04-03', 'es')).toBe('03/04/2026')
    expect(dayInWords('2026-04-03', 'en')).toBe('04/03/2026')
  })
})
