import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createKeyring, KeyringError, type SecretPlace } from './index.ts'

const rawKey = 'correct-horse-battery-staple-32c'
const place: SecretPlace = { workspaceId: 'wsp_1', table: 'channels', column: 'credentials', rowId: 'cha_1' }
const keyring = createKeyring(rawKey)

const errorOf = (work: () => unknown): KeyringError => {
  try {
    work()
  } catch (error) {
    if (error instanceof KeyringError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('a sealed secret', () => {
  it.each(['', 'a token', 'ñ €  😀', 'x'.repeat(100_000), '\u0000', '{"a":1}'])(
    'opens in its place: %#',
    (plaintext) => {
      expect(keyring.open({ ...place, sealed: keyring.seal({ ...place, plaintext }) })).toBe(plaintext)
    },
  )

  it('has the form v1.<key id>.<nonce>.<ciphertext>.<tag> and a nonce of its own', () => {
    const nonces = Array.from({ length: 2000 }, () => {
      const [version, keyId, nonce, ciphertext, tag, ...rest] = keyring
        .seal({ ...place, plaintext: 'abc' })
        .split('.')
      expect([version, keyId, rest]).toEqual(['v1', 'k1', []])
      const lengths = [nonce, ciphertext, tag].map((part) => Buffer.from(part ?? '', 'base64url').length)
      expect(lengths).toEqual([12, 3, 16])
      return nonce
    })
    expect(new Set(nonces).size).toBe(nonces.length)
  })

  it('does not open after any bit of it was flipped', () => {
    const values = Array.from({ length: 20 }, () =>
      keyring.seal({ ...place, plaintext: randomBytes(12).toString('hex') }),
    )
    for (const sealed of values) {
      for (const index of Buffer.from(sealed).keys()) {
        for (let bit = 0; bit < 8; bit += 1) {
          const altered = Buffer.from(sealed)
          altered[index] = (altered[index] ?? 0) ^ (1 << bit)
          expect(() => keyring.open({ ...place, sealed: altered.toString('latin1') })).toThrow(KeyringError)
        }
      }
    }
  })

  it.each([
    '',
    'v1',
    'v1.k1.a.b.c',
    'plain text',
    'v2.k1.AAAA.AAAA.AAAA',
    'v1.k1....',
    `v1.k1.${'A'.repeat(16)}..${'A'.repeat(22)}`,
  ])('is not %j', (sealed) => {
    expect(() => keyring.open({ ...place, sealed })).toThrow(KeyringError)
  })

  it.each(['.extra', '=', ' ', '\n'])('does not open with %j behind it', (tail) => {
    expect(() =>
      keyring.open({ ...place, sealed: keyring.seal({ ...place, plaintext: 'abc' }) + tail }),
    ).toThrow(KeyringError)
  })

  it('does not open when it was cut', () => {
    const sealed = keyring.seal({ ...place, plaintext: 'abc' })
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => keyring.open({ ...place, sealed: sealed.slice(0, length) })).toThrow(KeyringError)
    }
  })

  it.each(['workspaceId', 'table', 'column', 'rowId'] as const)('does not open with another %s', (part) => {
    const sealed = keyring.seal({ ...place, plaintext: 'abc' })
    expect(() => keyring.open({ ...place, [part]: `${place[part]}2`, sealed })).toThrow(KeyringError)
  })

  it('does not open in a place whose parts only read alike when joined', () => {
    const sealed = keyring.seal({ ...place, plaintext: 'abc' })
    expect(() =>
      keyring.open({ ...place, table: 'channels|credentials', column: 'cha_1', rowId: '', sealed }),
    ).toThrow(KeyringError)
    expect(() => keyring.seal({ ...place, column: '', plaintext: 'abc' })).toThrow(KeyringError)
    expect(() => keyring.seal({ ...place, rowId: 'a|b', plaintext: 'abc' })).toThrow(KeyringError)
  })

  it('does not open with another master key under the same id', () => {
    const sealed = createKeyring('another-horse-battery-staple-32c').seal({ ...place, plaintext: 'abc' })
    expect(() => keyring.open({ ...place, sealed })).toThrow(KeyringError)
  })
})

describe('the rotation of keys', () => {
  const second = randomBytes(32).toString('base64')
  const rotated = createKeyring(`k2:${second}, k1:${rawKey}`)

  it('seals with the first key and opens what any of them sealed', () => {
    const old = keyring.seal({ ...place, plaintext: 'abc' })
    expect(rotated.currentKeyId).toBe('k2')
    expect(rotated.open({ ...place, sealed: old })).toBe('abc')
    const renewed = rotated.seal({ ...place, plaintext: 'abc' })
    expect(renewed).toMatch(/^v1\.k2\./)
    expect(createKeyring(`k2:${second}`).open({ ...place, sealed: renewed })).toBe('abc')
  })

  it('ends with values that name a key which is gone', () => {
    const old = keyring.seal({ ...place, plaintext: 'abc' })
    expect(errorOf(() => createKeyring(`k2:${second}`).open({ ...place, sealed: old })).message).toContain(
      'k1',
    )
  })

  it('goes on when more workspaces come than keys are remembered', () => {
    const sealed = Array.from({ length: 2500 }, (_, index) =>
      rotated.seal({ ...place, workspaceId: `wsp_${index}`, plaintext: `${index}` }),
    )
    expect(
      sealed.map((text, index) => rotated.open({ ...place, workspaceId: `wsp_${index}`, sealed: text })),
    ).toEqual(sealed.map((_, index) => `${index}`))
  })
})

describe('DATA_ENCRYPTION_KEY', () => {
  const bytes = randomBytes(32)

  it('is the same key in base64, base64url and hex', () => {
    const sealed = createKeyring(bytes.toString('hex')).seal({ ...place, plaintext: 'abc' })
    for (const text of [
      bytes.toString('base64'),
      bytes.toString('base64url'),
      bytes.toString('hex').toUpperCase(),
      `k1:${bytes.toString('hex')}`,
    ]) {
      expect(createKeyring(text).open({ ...place, sealed })).toBe('abc')
    }
  })

  it.each([
    ['nothing', ''],
    ['31 characters', 'x1'.repeat(16).slice(1)],
    ['33 characters', `${'x1'.repeat(16)}y`],
    ['32 characters that are 33 bytes', `${'x1'.repeat(15)}xñ`],
    ['31 bytes in hex', 'a1'.repeat(31)],
    ['33 bytes in base64', randomBytes(33).toString('base64')],
    ['25 bytes in base64', randomBytes(25).toString('base64')],
    ['zeros in hex', '0'.repeat(64)],
    ['zeros in base64', Buffer.alloc(32).toString('base64')],
    ['zeros as characters', '0'.repeat(32)],
    ['the example', 'replace-me-with-32-characters!!!'],
    ['a list with a short key', `k2:${bytes.toString('hex')},k1:short`],
    ['a list with the same id twice', `k1:${bytes.toString('hex')},k1:${rawKey}`],
    ['a list with a bare key', `k2:${bytes.toString('hex')},${rawKey}`],
    ['a list that ends in a comma', `k2:${bytes.toString('hex')},`],
  ])('cannot be %s', (_, text) => {
    const { message } = errorOf(() => createKeyring(text))
    expect(message).toContain('DATA_ENCRYPTION_KEY')
    for (const secret of text.split(/[,:]/).filter((part) => part.length > 8))
      expect(message).not.toContain(secret)
  })
})

it('never tells a secret in an error', () => {
  const sealed = keyring.seal({ ...place, plaintext: 'EAAcanary' })
  const [, , nonce = '', ciphertext = '', tag = ''] = sealed.split('.')
  const errors = [
    errorOf(() => keyring.open({ ...place, rowId: 'other', sealed })),
    errorOf(() => keyring.open({ ...place, sealed: `${sealed}!` })),
    errorOf(() => keyring.open({ ...place, sealed: sealed.replace('k1', 'k9') })),
  ]
  for (const error of errors) {
    for (const secret of ['EAAcanary', rawKey, nonce, ciphertext, tag])
      expect(`${error.stack}${String(error.cause)}`).not.toContain(secret)
  }
})
