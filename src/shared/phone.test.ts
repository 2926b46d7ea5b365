import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digitsOf, internationalDigits, isPlausiblePhone, phoneMatchKey, toE164 } from './phone.ts'

describe('phoneMatchKey', () => {
  const sameLine: [why: string, spellings: string[]][] = [
    [
      'MX mobile: WhatsApp keeps the old mobile 1',
      ['5215512345678', '525512345678', '+52 55 1234 5678', '+52 1 55 1234 5678'],
    ],
    ['MX three-digit area code', ['5219981234567', '529981234567']],
    ['BR mobile of São Paulo', ['5511987654321', '551187654321', '+55 (11) 98765-4321']],
    ['BR mobile outside, registered before the ninth digit', ['5585999887766', '558599887766']],
    ['BR mobile whose eight digits begin with 6', ['5511961234567', '551161234567']],
    [
      'AR mobile of Buenos Aires: the 9, and a 15 dialled at home',
      ['5491123456789', '541123456789', '54111523456789', '549111523456789'],
    ],
    ['AR mobile of a three-digit area', ['5493514567890', '543514567890', '54351154567890']],
    ['AR mobile of a four-digit area', ['5492966456789', '542966456789', '54296615456789']],
    ['AR area that ends in 15 itself', ['5493715456789', '543715456789', '54371515456789']],
    ['international prefix 00', ['0034612345678', '34612345678', '+34 612 34 56 78']],
  ]
  it.each(sameLine)('%s', (_why, spellings) => {
    expect(new Set(spellings.map(phoneMatchKey)).size).toBe(1)
  })

  const otherLines: [why: string, one: string, other: string][] = [
    ['BR landline and mobile of one area', '551132345678', '5511932345678'],
    ['BR mobile 9 5xxx keeps its nine: without it a landline would answer', '5511951234567', '551151234567'],
    ['BR two areas', '5511987654321', '5521987654321'],
    ['MX number that begins with 1 after the area', '525511234567', '525521234567'],
    ['AR landlines of two areas', '541143211234', '543514321123'],
    ['CO and MX', '573001234567', '523001234567'],
    ['US numbers that look like a Mexican mobile 1', '15215551234', '12155512340'],
  ]
  it.each(otherLines)('keeps apart: %s', (_why, one, other) => {
    expect(phoneMatchKey(one)).not.toBe(phoneMatchKey(other))
  })

  const unchanged = [
    '16505551234', // US
    '551132345678', // BR landline
    '525512345678', // MX without the 1
    '541143211234', // AR landline
    '52155123456', // too short to be a Mexican mobile 1
    '573001234567',
    '51987654321',
    '56912345678', // CL mobiles begin with 9 as part of the number
    '593991234567',
    '595981123456',
    '59899123456',
    '34912345678',
  ]
  it.each(unchanged)('leaves %s as it is', (digits) => {
    expect(phoneMatchKey(digits)).toBe(digits)
  })

  it('is its own key: matching twice changes nothing', () => {
    const countries = fc.constantFrom('52', '521', '54', '549', '55', '5511', '55119', '1', '57')
    const number = fc.tuple(countries, fc.stringMatching(/^\d{0,15}$/)).map((parts) => parts.join(''))
    fc.assert(
      fc.property(number, (digits) => {
        expect(phoneMatchKey(phoneMatchKey(digits))).toBe(phoneMatchKey(digits))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('spelling', () => {
  it.each([
    ['+52 1 (33) 0000-0112', '5213300000112'],
    ['0052 33 0000 0112', '523300000112'],
    ['', ''],
  ])('digits of %j', (text, digits) => {
    expect(digitsOf(text)).toBe(digits)
  })

  it.each([
    ['+5511987654321', true],
    ['1234567', true],
    ['123456', false],
    ['1234567890123456', false],
    ['US.13491208655302741918', false],
    ['llámame', false],
  ])('%j is a phone: %s', (text, isPhone) => {
    expect(isPlausiblePhone(text)).toBe(isPhone)
  })

  it('writes E.164', () => {
    expect(toE164('55 11 98765-4321')).toBe('+5511987654321')
  })
})

describe('a number as people dial it', () => {
  it.each([
    ['33 0000 0112', '52', '523300000112'],
    ['+1 (555) 010-0200', '52', '15550100200'],
    ['00 55 11 98765 4321', '52', '5511987654321'],
    ['521 33 0000 0112', '52', '5213300000112'],
    // Its own area code is 55: national, not international.
    ['(55) 99999-0000', '55', '5555999990000'],
    ['55 55 99999-0000', '55', '5555999990000'],
    ['011 15 1234-5678', '54', '54111512345678'],
    ['54 9 11 1234 5678', '54', '5491112345678'],
    ['099 123 456', '598', '59899123456'],
    ['612 345 678', '34', '34612345678'],
    ['612 345 678', '', '612345678'],
  ])('%j in the country of %s is %s', (text, phoneCode, digits) => {
    expect(internationalDigits(text, phoneCode)).toBe(digits)
  })
})
