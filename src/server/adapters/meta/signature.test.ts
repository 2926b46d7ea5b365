import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { verifySignature } from './signature.ts'

const SECRET = 'app-secret-one'
// Meta escapes unicode; the bytes count, not the text they stand for.
const BODY = Buffer.from('{"object":"whatsapp_business_account","text":"\\u00f1 \\ud83d\\udc4d"}')

function sign(body: Buffer, secret = SECRET, algorithm = 'sha256'): string {
  return createHmac(algorithm, secret).update(body).digest('hex')
}

const valid = `sha256=${sign(BODY)}`

describe('verifySignature', () => {
  it('names the secret that signed and hands out the 32 bytes of the MAC', () => {
    const verdict = verifySignature(BODY, valid, ['other', SECRET, 'third'])
    expect(verdict.index).toBe(1)
    expect(verdict.mac?.toString('hex')).toBe(sign(BODY))
  })

  it('takes the old and the new secret while one replaces the other', () => {
    expect(verifySignature(BODY, `sha256=${sign(BODY, 'new')}`, ['new', SECRET]).index).toBe(0)
    expect(verifySignature(BODY, valid, ['new', SECRET]).index).toBe(1)
  })

  const changed = Buffer.from(BODY)
  changed[20] = (changed[20] ?? 0) ^ 1
  const rewritten = Buffer.from(JSON.stringify(JSON.parse(BODY.toString())))
  const forgeries: [why: string, body: Buffer, header: string | string[] | undefined, secrets: string[]][] = [
    ['no header', BODY, undefined, [SECRET]],
    ['empty header', BODY, '', [SECRET]],
    ['algorithm alone', BODY, 'sha256=', [SECRET]],
    ['no algorithm', BODY, sign(BODY), [SECRET]],
    ['one digit short', BODY, valid.slice(0, -1), [SECRET]],
    ['one digit more', BODY, `${valid}0`, [SECRET]],
    ['upper-case hex', BODY, `sha256=${sign(BODY).toUpperCase()}`, [SECRET]],
    ['upper-case algorithm', BODY, `SHA256=${sign(BODY)}`, [SECRET]],
    ['not hex', BODY, `sha256=${'z'.repeat(64)}`, [SECRET]],
    ['spaces around', BODY, ` ${valid} `, [SECRET]],
    ['sha1', BODY, `sha1=${sign(BODY, SECRET, 'sha1')}`, [SECRET]],
    ['sha1 under the name of sha256', BODY, `sha256=${sign(BODY, SECRET, 'sha1')}`, [SECRET]],
    ["another app's secret", BODY, `sha256=${sign(BODY, 'other')}`, [SECRET]],
    ['an unsigned hash of the body', BODY, `sha256=${sign(BODY, '')}`, [SECRET]],
    ['one bit of the body changed', changed, valid, [SECRET]],
    ['the JSON written again', rewritten, valid, [SECRET]],
    ['an empty body under the signature of another', Buffer.alloc(0), valid, [SECRET]],
    ['two headers, joined as node does', BODY, `${valid}, ${valid}`, [SECRET]],
    ['two headers, as a list', BODY, [valid], [SECRET]],
    ['no secret to compare with', BODY, valid, []],
    ['an empty secret, with which anybody signs', BODY, `sha256=${sign(BODY, '')}`, ['']],
  ]
  it.each(forgeries)('refuses: %s', (_why, ...[body, header, secrets]) => {
    expect(verifySignature(body, header, secrets)).toEqual({ index: -1, mac: null })
  })
})
