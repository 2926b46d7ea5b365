import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalOf, exponentOf, isCurrency, MAX_AMOUNT, parseMoney, percentOf, writeMoney } from './money.ts'

const CURRENCIES = ['MXN', 'COP', 'CLP', 'PYG', 'JPY', 'BRL', 'EUR', 'USD', 'KWD'] as const
const LOCALES = ['es-MX', 'es-CO', 'es-AR', 'es', 'en', 'pt-BR'] as const

const amounts = fc.integer({ min: -MAX_AMOUNT, max: MAX_AMOUNT })
const currencies = fc.constantFrom(...CURRENCIES)
const styles = fc.record({ locale: fc.constantFrom(...LOCALES), isCode: fc.boolean() })

describe('money', () => {
  it('knows currencies without minor units', () => {
    expect(['CLP', 'PYG', 'JPY'].map(exponentOf)).toEqual([0, 0, 0])
    expect(['MXN', 'BRL', 'KWD'].map(exponentOf)).toEqual([2, 2, 3])
    expect(isCurrency('MXN')).toBe(true)
    expect(isCurrency('XXZ')).toBe(false)
  })

  it('writes every amount in minor units as its exact decimal', () => {
    fc.assert(
      fc.property(amounts, currencies, (minor, currency) => {
        const decimal = decimalOf(minor, currency)
        expect(BigInt(decimal.replace('.', ''))).toBe(BigInt(minor))
        expect(decimal.split('.')[1]?.length ?? 0).toBe(exponentOf(currency))
      }),
    )
  })

  it('reads back whatever it wrote, in every language and currency', () => {
    fc.assert(
      fc.property(amounts, currencies, styles, (minor, currency, style) => {
        expect(parseMoney(writeMoney(minor, currency, style), currency, style.locale)).toBe(minor)
      }),
      { numRuns: 1_000 },
    )
  })

  it.each([
    ['28,400.50', 'MXN', 'es-MX', 2_840_050],
    ['28.400,50', 'COP', 'es-CO', 2_840_050],
    ['28.400,50', 'MXN', 'es-MX', 2_840_050],
    ['$ 28400', 'MXN', 'es-MX', 2_840_000],
    ['28,400', 'MXN', 'es-MX', 2_840_000],
    ['28.400', 'CLP', 'es', 28_400],
    ['28.400', 'BRL', 'pt-BR', 2_840_000],
    ['0.5', 'USD', 'en', 50],
    ['1,5', 'EUR', 'es', 150],
    ['-3', 'JPY', 'en', -3],
    ['12.5', 'CLP', 'en', null],
    ['1.234', 'MXN', 'es-MX', null],
    ['1,2,3', 'MXN', 'es-MX', null],
    ['mesa', 'MXN', 'es-MX', null],
    ['', 'MXN', 'es-MX', null],
    ['999999999999999999', 'MXN', 'es-MX', null],
  ] as const)('reads %s (%s, %s) as %s', (...[text, currency, locale, minor]) => {
    expect(parseMoney(text, currency, locale)).toBe(minor)
  })

  it('weighs sums beyond what numbers hold, to the nearest minor unit', () => {
    expect(percentOf('9007199254740993000', 10)).toBe(900_719_925_474_099_300n)
    expect(percentOf(5, 10)).toBe(1n)
    expect(percentOf(-5, 10)).toBe(-1n)
    expect(percentOf(4, 10)).toBe(0n)
  })
})
