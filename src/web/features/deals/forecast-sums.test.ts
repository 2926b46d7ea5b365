import { describe, expect, it } from 'vitest'
import type { ForecastSum } from '@shared/contracts/deals.ts'
import type { StageId, UserId } from '@shared/ids.ts'
import { dayInMonth, daysOfMonth, outlookOf, outlooksByOwner } from './forecast-sums.ts'

const [EARLY, LATE] = ['stg_early', 'stg_late'] as StageId[]
const [ANA, BRUNO] = ['usr_ana', 'usr_bruno'] as UserId[]
const chanceOf = (stage: StageId) => (stage === LATE ? 75 : 25)
const sum = (amount: string, more: Partial<ForecastSum> = {}): ForecastSum => ({
  month: '2026-11',
  ownerId: ANA ?? null,
  stageId: EARLY ?? null,
  currency: 'MXN',
  count: 1,
  amount,
  ...more,
})

describe('the outlook of a month', () => {
  const open = [sum('1000'), sum('2000', { stageId: LATE ?? null }), sum('400', { currency: 'USD' })]
  const won = [sum('50', { stageId: null })]

  it('counts won ones whole, open ones by their chance, and promised ones from 75 % on', () => {
    const { committed, weighted, best } = outlookOf(open, won, chanceOf)
    const amountOf = (sums: typeof best, currency: string) =>
      sums.find((each) => each.currency === currency)?.amount
    expect([amountOf(committed, 'MXN'), amountOf(committed, 'USD')]).toEqual(['2050', '0'])
    expect([amountOf(weighted, 'MXN'), amountOf(weighted, 'USD')]).toEqual(['1800', '100'])
    expect([amountOf(best, 'MXN'), amountOf(best, 'USD')]).toEqual(['3050', '400'])
  })

  it('is told by owner, the one with the most in sight first', () => {
    const all = [...open, sum('9000', { ownerId: BRUNO ?? null }), sum('1', { ownerId: null })]
    const owners = outlooksByOwner(all, won, chanceOf).map(({ ownerId }) => ownerId)
    expect(owners).toEqual([BRUNO, ANA, null])
  })
})

describe('another month', () => {
  it.each([
    ['2026-11-15', '2026-12', '2026-12-15'],
    ['2027-01-31', '2027-02', '2027-02-28'],
    [null, '2028-02', '2028-02-29'],
    ['2026-10-03', '2026-11', '2026-11-30'],
    ['2026-10-22', '2026-11', '2026-11-22'],
  ])('takes a deal of %s to %s on %s', (day, month, expected) => {
    expect(dayInMonth(day, month, '2026-11-22')).toBe(expected)
  })

  it('has a first and a last day', () => {
    expect(daysOfMonth('2026-02')).toEqual({ closesFrom: '2026-02-01', closesTo: '2026-02-28' })
  })
})
