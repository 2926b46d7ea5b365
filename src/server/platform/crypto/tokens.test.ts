import { describe, expect, it } from 'vitest'
import { constantTimeEqual, hashToken, hmacSha256, randomToken } from './index.ts'

describe('tokens', () => {
  it('are random, URL-safe and 256 bits long unless told', () => {
    const tokens = Array.from({ length: 1000 }, () => randomToken())
    expect(new Set(tokens).size).toBe(1000)
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/)
    expect(Buffer.from(randomToken(16), 'base64url').length).toBe(16)
  })

  it('are stored as SHA-256', () => {
    expect(hashToken('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })

  it('sign with HMAC-SHA-256', () => {
    // RFC 4231, test case 2.
    const expected = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
    expect(hmacSha256('Jefe', 'what do ya want for nothing?').toString('hex')).toBe(expected)
    expect(hmacSha256(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?')).toString('hex')).toBe(
      expected,
    )
  })

  it.each([
    ['a', 'a', true],
    ['a', 'b', false],
    ['a', 'ab', false],
    ['', '', true],
    ['', 'a', false],
    ['ñ', 'n', false],
    ['a'.repeat(10_000), 'a'.repeat(10_000), true],
  ])('compare %j with %j without an error', (one, other, isEqual) => {
    expect(constantTimeEqual(one, other)).toBe(isEqual)
    expect(constantTimeEqual(Buffer.from(one), other)).toBe(isEqual)
    expect(constantTimeEqual(Buffer.from(one), Buffer.from(other))).toBe(isEqual)
  })
})
