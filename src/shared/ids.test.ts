import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBytes, idFromBytes, idToBytes, isId, newId } from './ids.ts'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

describe('an id', () => {
  it('is its bytes as one number in base 32', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const digits = [...encodeBytes(bytes)].map((character) => BigInt(ALPHABET.indexOf(character)))
        const number = digits.reduce((sum, digit) => sum * 32n + digit, 0n)
        expect(number.toString(16).padStart(32, '0')).toBe(Buffer.from(bytes).toString('hex'))
        expect(digits).toHaveLength(26)
      }),
    )
  })

  it('comes back from its bytes, and is none of another kind', () => {
    const id = newId('contact')
    expect(idFromBytes('contact', idToBytes(id))).toBe(id)
    expect([isId('contact', id), isId('conversation', id), isId('contact', id.toUpperCase())]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('sorts as it was made, many of one millisecond too', () => {
    const ids = Array.from({ length: 10_000 }, () => newId('message'))
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
