import { readdir } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AttachmentDto } from '../../../shared/contracts/messages.ts'
import type { ErrorBody } from '../../../shared/errors.ts'
import { newId } from '../../../shared/ids.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { attachmentUrl } from '../../modules/media/index.ts'
import { attachments } from '../../schema/index.ts'
import { startTestApp, type TestApp } from '../../../../test/harness/http-app.ts'
import type { Browser } from '../../../../test/harness/http-browser.ts'
import { signMediaUrl } from './signed-url.ts'

const PNG = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de', 'hex'),
  Buffer.from('0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082', 'hex'),
])
const OPUS = Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('OpusHead'), Buffer.alloc(20)])
/** Of files whose kind their bytes don't tell. */
const BYTES = 'application/octet-stream'
const TEXT = Buffer.from('0123456789')

let app: TestApp
let ana: Browser

beforeAll(async () => {
  app = await startTestApp()
  ana = await app.signedUp()
})
afterAll(() => app.close())

function upload<T = AttachmentDto>(
  browser: Browser,
  body: Buffer | Readable,
  headers: Record<string, string> = {},
) {
  return browser.send<T>('/media/uploads', {
    method: 'POST',
    headers: { ...browser.pageHeaders(), 'content-type': 'application/octet-stream', ...headers },
    body,
  })
}

const uploaded = async (body: Buffer, headers: Record<string, string> = {}) =>
  (await upload(ana, body, headers)).json
const get = (path: string, headers: Record<string, string> = {}) => ana.send<ErrorBody>(path, { headers })

async function filesOnDisk(): Promise<string[]> {
  const entries = await readdir(app.storageDir, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
}

describe('an upload', () => {
  it('is kept under an id of ours, with its name told only', async () => {
    const name = 'Cotización Nº 7 «ñandú» 🧾.png'
    const headers = { 'content-type': 'image/png', 'x-file-name': encodeURIComponent(`../../${name}`) }
    const { status, json } = await upload(ana, PNG, headers)
    expect(status).toBe(201)
    const url = attachmentUrl(ana.workspaceId!, json.id)
    expect(json).toEqual({
      id: json.id,
      type: 'image',
      mime: 'image/png',
      size: PNG.length,
      fileName: name,
      state: 'uploaded',
      url,
    })
    const [row] = await app.services
      .workspaceDb(ana.workspaceId!)
      .orm.select()
      .from(attachments)
      .where(eq(attachments.workspaceId, ana.workspaceId!))
    expect(row).toMatchObject({
      state: 'uploaded',
      uploadedBy: expect.stringMatching(/^usr_/),
      messageId: null,
    })
    const { text, headers: sent } = await get(url)
    expect(text).toBe(PNG.toString('utf8'))
    expect(sent['content-disposition']).toContain(`filename*=UTF-8''${encodeURIComponent(name)}`)
  })

  it.each<{
    what: string
    bytes: Buffer | string
    claimed: string
    mime: string
    type: AttachmentDto['type']
  }>([
    { what: 'an image called text', bytes: PNG, claimed: 'text/plain', mime: 'image/png', type: 'image' },
    {
      what: 'a page called image',
      bytes: '<html><script>',
      claimed: 'image/png',
      mime: BYTES,
      type: 'document',
    },
    { what: 'a page', bytes: '<!doctype html><script>', claimed: 'text/html', mime: BYTES, type: 'document' },
    {
      what: 'SVG',
      bytes: '<svg onload="alert(1)"/>',
      claimed: 'image/svg+xml',
      mime: BYTES,
      type: 'document',
    },
    {
      what: 'XML',
      bytes: '<?xml version="1.0"?><a/>',
      claimed: 'text/xml',
      mime: 'application/xml',
      type: 'document',
    },
    { what: 'text', bytes: TEXT, claimed: 'text/plain; charset=utf-8', mime: 'text/plain', type: 'document' },
    {
      what: 'PDF',
      bytes: '%PDF-1.7\n1 0 obj\n',
      claimed: 'image/jpeg',
      mime: 'application/pdf',
      type: 'document',
    },
    { what: 'voice', bytes: OPUS, claimed: 'audio/ogg', mime: 'audio/ogg; codecs=opus', type: 'audio' },
  ])('is what its bytes say: $what', async ({ bytes, claimed, mime, type }) => {
    const stored = await uploaded(Buffer.from(bytes as string), { 'content-type': claimed })
    expect(stored).toMatchObject({ mime, type })
    const { headers } = await get(stored.url!)
    expect(headers['content-disposition']).toMatch(type === 'document' ? /^attachment/ : /^inline/)
    expect(headers).toMatchObject({
      'content-type': mime,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=31536000, immutable',
    })
  })

  it.each(['\u202egnp.exe', 'a\r\nset-cookie: x=1', '"; filename="evil.html', '%', '..'])(
    'cannot write headers or hide its ending by its name: %j',
    async (name) => {
      const { url, fileName } = await uploaded(TEXT, { 'x-file-name': encodeURIComponent(name) })
      const { status, headers } = await get(url!)
      expect(status).toBe(200)
      expect(headers['set-cookie']).toBeUndefined()
      expect(fileName).not.toMatch(/[\u202e\r\n]/)
      expect(headers['content-disposition']).toMatch(
        /^attachment; filename="[^"\\%]*"; filename\*=UTF-8''[\w.%!~-]*$/,
      )
    },
  )

  it('that is too large is refused, said so, and gone', async () => {
    const before = await filesOnDisk()
    const big = Buffer.concat([PNG, Buffer.alloc(LIMITS.imageBytes)])
    const image = await upload<ErrorBody>(ana, big)
    expect([image.status, image.json.code, image.json.details]).toEqual([
      413,
      'PAYLOAD_TOO_LARGE',
      { maxBytes: LIMITS.imageBytes },
    ])
    const chunk = Buffer.alloc(1024 * 1024)
    function* endless() {
      for (let sent = 0; sent <= LIMITS.uploadBytes; sent += chunk.length) yield chunk
    }
    const film = await upload<ErrorBody>(ana, Readable.from(endless()))
    expect([film.status, film.json.code]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
    const announced = await upload<ErrorBody>(ana, Buffer.alloc(LIMITS.uploadBytes + 1))
    expect(announced.status).toBe(413)
    expect(await filesOnDisk()).toEqual(before)
  })

  it('that is empty or cut off leaves nothing behind', async () => {
    const before = await filesOnDisk()
    expect((await upload<ErrorBody>(ana, Buffer.alloc(0))).json.code).toBe('VALIDATION_FAILED')
    function* cut() {
      yield Buffer.alloc(100_000)
      throw new Error('the network broke')
    }
    await expect(upload(ana, Readable.from(cut()))).rejects.toThrow('the network broke')
    await expect.poll(filesOnDisk).toEqual(before)
    await expect.poll(() => app.logs.filter((line) => line['evt'] === 'http.unavailable')).toEqual([])
  })

  it('needs a member who may send, before a byte is stored', async () => {
    const before = await filesOnDisk()
    const viewer = await app.memberOf(ana, 'viewer')
    const stranger = await app.signedUp()
    stranger.workspaceId = ana.workspaceId
    const nobody = app.browser()
    nobody.workspaceId = ana.workspaceId
    const statuses = []
    for (const browser of [viewer, stranger, nobody]) statuses.push((await upload(browser, PNG)).status)
    expect(statuses).toEqual([403, 404, 401])
    expect(await filesOnDisk()).toEqual(before)
  })
})

describe('a file', () => {
  it.each([
    { range: 'bytes=0-3', part: '0-3' },
    { range: 'bytes=4-', part: '4-9' },
    { range: 'bytes=-3', part: '7-9' },
    { range: 'bytes=-99', part: '0-9' },
    { range: 'bytes=8-99', part: '8-9' },
  ])('is given in part: $range', async ({ range, part }) => {
    const { url } = await uploaded(TEXT)
    const { status, text, headers } = await get(url!, { range })
    const [start = 0, end = 0] = part.split('-').map(Number)
    expect([status, text]).toEqual([206, '0123456789'.slice(start, end + 1)])
    expect(headers).toMatchObject({
      'content-range': `bytes ${part}/10`,
      'content-length': String(text.length),
    })
  })

  it.each(['bytes=10-', 'bytes=-0'])('has no such part: %s', async (range) => {
    const { url } = await uploaded(TEXT)
    const { status, text, headers } = await get(url!, { range })
    expect([status, text, headers['content-range']]).toEqual([416, '', 'bytes */10'])
  })

  it.each(['bytes=5-2', 'bytes=0-1,3-4', 'lines=1-2', `bytes=${'0-1,'.repeat(2_000)}0-1`])(
    'is given whole: %s',
    async (range) => {
      const { url } = await uploaded(TEXT)
      expect(await get(url!, { range })).toMatchObject({ status: 200, text: '0123456789' })
    },
  )

  it('is not sent again to whoever has it', async () => {
    const { url } = await uploaded(TEXT)
    const { headers } = await get(url!)
    const etag = headers['etag'] as string
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/)
    expect(await get(url!, { 'if-none-match': etag })).toMatchObject({ status: 304, text: '' })
    expect((await get(url!, { range: 'bytes=0-3', 'if-range': etag })).text).toBe('0123')
    expect((await get(url!, { range: 'bytes=0-3', 'if-range': '"another"' })).text).toBe('0123456789')
  })

  it('tells its size by HEAD, and is saved where asked for', async () => {
    const { url } = await uploaded(PNG)
    const head = await ana.send(url!, { method: 'HEAD' })
    expect(head).toMatchObject({ status: 200, text: '', headers: { 'content-length': String(PNG.length) } })
    expect((await get(`${url}?download=1`)).headers['content-disposition']).toBe('attachment')
  })

  it('is not found by anybody outside its workspace, nor under another', async () => {
    const { id, url } = await uploaded(PNG)
    const stranger = await app.signedUp()
    const theirs = await app.memberOf(ana, 'viewer')
    const tries = [
      await stranger.send(url!),
      await stranger.send(attachmentUrl(stranger.workspaceId!, id)),
      await get(attachmentUrl(ana.workspaceId!, newId('attachment'))),
      await get(`/media/${ana.workspaceId}/${id}x`),
      await get(`/media/${ana.workspaceId}/..%2f..%2f${id}`),
      await get(`/media/..%2f${ana.workspaceId}/${id}`),
      await get(`/media/${ana.workspaceId}/%2e%2e%2f%2e%2e%2fetc%2fpasswd`),
    ]
    expect(tries.map((answer) => answer.status)).toEqual(tries.map(() => 404))
    expect((await app.browser().send(url!)).status).toBe(401)
    expect((await theirs.send(url!)).status).toBe(200)
  })

  it('whose bytes we do not hold is not found', async () => {
    const { id, url } = await uploaded(TEXT)
    const db = app.services.workspaceDb(ana.workspaceId!)
    await app.services.storage.remove({ workspaceId: db.workspaceId, attachmentId: id })
    expect((await get(url!)).status).toBe(404)
  })
})

describe('a signed address', () => {
  const signed = async () => {
    const { id } = await uploaded(PNG)
    const url = signMediaUrl(app.services, { workspaceId: ana.workspaceId!, attachmentId: id })
    return new URL(url).pathname
  }
  const open = (path: string) => app.browser().send(path)

  it('opens one file to whoever holds it, for five minutes', async () => {
    const path = await signed()
    const { status, headers } = await open(path)
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
    })
    app.passTime(5 * 60_000 - 1_000)
    expect((await open(path)).status).toBe(200)
    app.passTime(1_000)
    expect((await open(path)).status).toBe(404)
  })

  it('opens nothing once any part of it is altered', async () => {
    const path = await signed()
    const [workspace = '', attachment = '', expires = '', signature = ''] = path.split('/').at(-1)!.split('.')
    const other = await signed()
    const altered = [
      [newId('workspace'), attachment, expires, signature],
      [workspace, newId('attachment'), expires, signature],
      [workspace, attachment, String(Number(expires) + 1), signature],
      [workspace, attachment, expires, other.split('.').at(-1)],
      [workspace, attachment, expires, signature.slice(0, -1)],
      [workspace, attachment, expires, ''],
      [workspace, attachment, expires],
      ['', '', '', ''],
    ]
    for (const parts of altered) expect((await open(`/media/signed/${parts.join('.')}`)).status).toBe(404)
    expect((await open(path)).status).toBe(200)
  })

  it('of another installation opens nothing here', async () => {
    const elsewhere = { ...app.services.config, sessionSecret: 'x'.repeat(40) }
    const { id } = await uploaded(PNG)
    const file = { workspaceId: ana.workspaceId!, attachmentId: id }
    const url = signMediaUrl({ config: elsewhere, now: app.services.now }, file)
    expect((await open(new URL(url).pathname)).status).toBe(404)
  })
})
