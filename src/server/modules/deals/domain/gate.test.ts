import { describe, expect, it } from 'vitest'
import { missingFields, type GateFacts } from './gate.ts'

const EMPTY: GateFacts = {
  amount: null,
  expectedCloseOn: null,
  ownerId: null,
  companyId: null,
  source: null,
  hasContact: false,
  custom: {},
}

describe('the gate of a stage', () => {
  it('names every field that is empty, in the order of the stage', () => {
    const required = ['contact', 'amount', 'wood', 'expectedCloseOn']
    expect(missingFields(required, EMPTY)).toEqual(required)
  })

  it('takes zero, false and a linked contact for values', () => {
    const facts = { ...EMPTY, amount: 0, hasContact: true, custom: { wood: false } }
    expect(missingFields(['contact', 'amount', 'wood'], facts)).toEqual([])
  })

  it('takes empty texts and lists for nothing', () => {
    const facts = { ...EMPTY, source: '', custom: { wood: [] } }
    expect(missingFields(['source', 'wood'], facts)).toEqual(['source', 'wood'])
  })
})
