import { describe, expect, it } from 'vitest'
import { dayFromWords } from './day-words.ts'

const today = '2026-11-22'

describe('a day as people type it', () => {
  it.each([
    ['es-MX', 'Hoy', '2026-11-22'],
    ['es-MX', 'mañana', '2026-11-23'],
    ['pt-BR', 'ontem', '2026-11-21'],
    ['es-MX', 'hace 7 días', '2026-11-15'],
    ['pt-BR', 'há 30 dias', '2026-10-23'],
    ['en-US', '3 days ago', '2026-11-19'],
    ['es-MX', '3/11/2026', '2026-11-03'],
    ['pt-BR', '3/11/26', '2026-11-03'],
    ['en-US', '11/3/2026', '2026-11-03'],
    ['es-AR', '24/12', '2025-12-24'],
    ['es-MX', '3 nov', '2026-11-03'],
    ['es-MX', '3 de noviembre de 2025', '2025-11-03'],
    ['pt-BR', '3 de março', '2026-03-03'],
    ['en-US', 'Nov 3, 2025', '2025-11-03'],
    ['en-US', '2026-02-28', '2026-02-28'],
  ])('in %s: %s is %s', (locale, text, day) => {
    expect(dayFromWords(text, { locale, today })).toBe(day)
  })

  it.each(['', 'pronto', '31/2/2026', '2026-02-30', '3 brumario', '99/99'])('is none: %s', (text) => {
    expect(dayFromWords(text, { locale: 'es-MX', today })).toBeNull()
  })
})
