import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buffer } from 'node:stream/consumers'
import { failureOf } from '../../../../test/contract/adapter-suite.ts'
import { metaFixture } from '../../../../test/contract/meta-fixtures.ts'
import { startScriptedServer, type ScriptedServer } from '../../../../test/contract/scripted-server.ts'
import { cloudAdapterAt, CONNECTION, CREDENTIALS } from '../../../../test/contract/whatsapp-cloud.ts'

let server: ScriptedServer

beforeAll(async () => {
  server = await startScriptedServer()
})
beforeEach(() => void server.seen.splice(0))
afterAll(() => server.close())

const SHA256 = '3f9d94d399fa61c191bc1d4ca71375a035cd9b9f5b1128e1f0963a415c16b0cc'

function located(parts: object = {}) {
  const facts = metaFixture('response_wa_media_url') as object
  return { json: { ...facts, url: `${server.url}/lookaside/file?mid=1`, ...parts } }
}

function fetchMedia(id = '1037543291543636') {
  return cloudAdapterAt(server.url).fetchMedia(id, CONNECTION)
}

describe('a file of the customer', () => {
  it('is asked for with our number, and opened with the token', async () => {
    server.reply(located(), { bytes: Buffer.from('jpeg bytes') })
    const { body, ...facts } = await fetchMedia()
    expect(facts).toEqual({ mime: 'image/jpeg', size: 303_833, sha256: SHA256 })
    expect((await buffer(body)).toString()).toBe('jpeg bytes')
    const [asked, opened] = server.seen
    expect(asked).toMatchObject({
      path: '/v26.0/1037543291543636',
      query: { phone_number_id: CONNECTION.externalAccountId },
    })
    expect(opened?.headers.authorization).toBe(`Bearer ${CREDENTIALS.accessToken}`)
  })

  it('is asked for once more when the URL has expired', async () => {
    server.reply(located(), { status: 404, text: '' }, located(), { bytes: Buffer.from('late') })
    expect((await buffer((await fetchMedia()).body)).toString()).toBe('late')
    expect(server.seen).toHaveLength(4)
  })

  it('is given up when that one is gone too', async () => {
    server.reply(located(), { status: 404, text: '' }, located(), { status: 404, text: '' })
    expect(await failureOf(fetchMedia())).toMatchObject({
      outcome: 'refused',
      reason: 'rejected',
      error: { code: 'media_gone' },
    })
    expect(server.seen).toHaveLength(4)
  })

  it('older than its seven days is gone, which says nothing against the token', async () => {
    server.reply({
      status: 400,
      json: { error: { code: 100, error_subcode: 33, message: 'Unsupported get request.' } },
    })
    expect(await failureOf(fetchMedia())).toMatchObject({ reason: 'rejected', error: { code: 'media_gone' } })
  })

  it('cannot name a path of its own', async () => {
    server.reply(located(), { bytes: Buffer.alloc(1) })
    await buffer((await fetchMedia('../../me?x=')).body)
    expect(server.seen[0]?.path).toBe('/v26.0/..%2F..%2Fme%3Fx%3D')
  })

  it.each([
    ['base64, as webhooks write it', Buffer.from(SHA256, 'hex').toString('base64'), SHA256],
    ['something else', 'no hash', null],
  ])('has its hash in hex from %s', async (_why, sha256, expected) => {
    server.reply(located({ sha256, file_size: undefined, mime_type: undefined }), {
      bytes: Buffer.alloc(3),
      headers: { 'content-type': 'image/webp' },
    })
    const { body, ...facts } = await fetchMedia()
    await buffer(body)
    expect(facts).toEqual({ mime: 'image/webp', size: 3, sha256: expected })
  })

  it.each([
    ['another host', 'https://evil.example/file'],
    ["a host that ends like Meta's", 'https://evilfbsbx.com/file'],
    ["Meta's host as a user", 'https://lookaside.fbsbx.com@evil.example/file'],
    ['plain http', 'http://lookaside.fbsbx.com/file'],
    ['another port', 'https://lookaside.fbsbx.com:8443/file'],
    ['another port of this machine', 'http://127.0.0.1:1/file'],
    ['a file of this machine', 'file:///etc/passwd'],
    ['nothing', undefined],
  ])('at %s is not opened', async (_why, url) => {
    server.reply(located({ url }))
    expect(await failureOf(fetchMedia())).toMatchObject({ outcome: 'refused', error: { code: 'media_url' } })
    expect(server.seen).toHaveLength(1)
  })

  it.each([
    [401, 'temporary'],
    [302, 'temporary'],
    [500, 'temporary'],
  ])('answered with %i may be tried later', async (status, reason) => {
    server.reply(located(), { status, text: '', headers: { location: 'http://127.0.0.1:1/' } })
    expect(await failureOf(fetchMedia())).toMatchObject({ outcome: 'refused', reason })
    expect(server.seen).toHaveLength(2)
  })
})
