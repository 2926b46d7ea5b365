import { describe, expect, it } from 'vitest'
import { LOCALES, chooseLocale, loadCatalogue } from './locale.ts'
import { fill, type Message } from './message.ts'

type Words = Record<string, Message>

const [es, en, ptBr] = (await Promise.all(LOCALES.map((locale) => loadCatalogue(locale, 'all')))) as [
  Words,
  Words,
  Words,
]
const source = es

/** The names in braces; of plural forms, those of the general one. */
function names(message: Message): string[] {
  const text = typeof message === 'string' ? message : message.other
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)).sort()
}

describe.each([
  ['en', en],
  ['pt-BR', ptBr],
])('the %s catalogue', (_, catalogue) => {
  it('asks for the same parameters as the Spanish one', () => {
    const differing = Object.keys(source).filter(
      (key) => String(names(source[key] ?? '')) !== String(names(catalogue[key] ?? '')),
    )
    expect(differing).toEqual([])
  })

  it('has no key that Spanish lacks', () => {
    expect(Object.keys(catalogue).filter((key) => !(key in source))).toEqual([])
  })
})

describe('filling a message', () => {
  it('writes numbers as the locale does and leaves text alone', () => {
    expect(
      fill('{count} de {total} en #{number}', { count: 1234.5, total: 20000, number: '1001' }, 'es-AR'),
    ).toBe('1.234,5 de 20.000 en #1001')
  })

  it('chooses the plural by the rules of the language', () => {
    expect(fill(es['receipts.attempts'] ?? '', { count: 1 }, 'es')).toBe('1 intento')
    expect(fill(es['receipts.attempts'] ?? '', { count: 0 }, 'es')).toBe('0 intentos')
    // In Portuguese zero is singular.
    expect(fill(ptBr['receipts.attempts'] ?? '', { count: 0 }, 'pt-BR')).toBe('0 tentativa')
  })
})

describe('choosing a language', () => {
  it('takes the user’s, then the workspace’s, then the browser’s in order, then Spanish', () => {
    expect(chooseLocale('en', 'pt-BR', ['es-MX'])).toBe('en')
    expect(chooseLocale(null, 'pt-BR', ['es-MX'])).toBe('pt-BR')
    expect(chooseLocale(null, null, ['fr-FR', 'pt-PT', 'en'])).toBe('pt-BR')
    expect(chooseLocale(null, null, ['fr-FR'])).toBe('es')
  })
})
