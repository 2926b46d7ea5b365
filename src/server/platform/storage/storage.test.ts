import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, type AttachmentId, type WorkspaceId } from '../../../shared/ids.ts'
import { createStorage, type Storage } from './index.ts'

let root: string
let storage: Storage
let key: { workspaceId: WorkspaceId; attachmentId: AttachmentId }

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'crm-storage-'))
  storage = createStorage(root)
  key = { workspaceId: newId('workspace'), attachmentId: newId('attachment') }
})
afterEach(() => rm(root, { recursive: true, force: true }))

const write = (chunks: Iterable<Buffer>, maxBytes = 1_000) =>
  storage.write({ ...key, source: Readable.from(chunks), maxBytes })

async function files(): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
}

const read = async (range?: { start: number; end: number }) => {
  const stream = await storage.open(key, range)
  return stream && text(stream)
}

describe('storage', () => {
  it('keeps what it was given, with its measures', async () => {
    const bytes = Buffer.from('hola, ñandú')
    const stored = await write([bytes.subarray(0, 3), bytes.subarray(3)])
    expect(stored).toEqual({
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      mime: null,
    })
    expect(await read()).toBe('hola, ñandú')
    expect(await read({ start: 0, end: 3 })).toBe('hola')
    expect(await storage.size(key)).toBe(bytes.length)
  })

  it('knows a file by its first bytes, however small the pieces they come in', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de', 'hex')
    expect((await write([...png].map((byte) => Buffer.of(byte)))).mime).toBe('image/png')
  })

  it('lays files out by ids and nothing else', async () => {
    await write([Buffer.from('x')])
    const body = key.attachmentId.slice(4)
    expect(await files()).toEqual([`/${key.workspaceId.slice(3)}/${body.slice(-2)}/${body}`])
  })

  it.each([
    '../../etc/passwd',
    'att_../../../../../../../etc/pa',
    '',
    'att_',
    'usr_00000000000000000000000000',
    '\0',
  ])('takes nothing for an id that is none: %j', async (text) => {
    const bad = { ...key, attachmentId: text as AttachmentId }
    await expect(storage.open(bad)).rejects.toThrow(TypeError)
    await expect(storage.write({ ...bad, source: Readable.from([]), maxBytes: 1 })).rejects.toThrow(TypeError)
    await expect(storage.remove({ ...key, workspaceId: text as WorkspaceId })).rejects.toThrow(TypeError)
  })

  it('refuses one byte too many, and keeps nothing of it', async () => {
    expect((await write([Buffer.alloc(1_000)])).size).toBe(1_000)
    key = { ...key, attachmentId: newId('attachment') }
    await expect(write([Buffer.alloc(1_000), Buffer.alloc(1)])).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      details: { maxBytes: 1_000 },
    })
    expect(await files()).toHaveLength(1)
    expect(await storage.size(key)).toBeUndefined()
  })

  it('stops reading as soon as it is too much', async () => {
    let taken = 0
    function* endless() {
      for (;;) {
        taken++
        yield Buffer.alloc(100)
      }
    }
    await expect(write(endless(), 1_000)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' })
    expect(taken).toBeLessThan(100)
  })

  it.each(['ENOSPC', 'EDQUOT'])('says that the disk is full (%s), and keeps nothing', async (code) => {
    function* untilFull() {
      yield Buffer.from('part')
      throw Object.assign(new Error(code), { code })
    }
    await expect(write(untilFull())).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      details: { reason: 'storage_full' },
    })
    expect(await files()).toEqual([])
  })

  it('passes on why a source broke, and keeps nothing', async () => {
    function* broken() {
      yield Buffer.from('part')
      throw new Error('connection lost')
    }
    await expect(write(broken())).rejects.toThrow('connection lost')
    expect(await files()).toEqual([])
    expect(await read()).toBeUndefined()
  })

  it('shows an older file until the new one is whole', async () => {
    await write([Buffer.from('old')])
    function* broken() {
      yield Buffer.from('new')
      throw new Error('connection lost')
    }
    await expect(write(broken())).rejects.toThrow('connection lost')
    expect(await read()).toBe('old')
    await write([Buffer.from('new')])
    expect(await read()).toBe('new')
  })

  it('removes, once or twice', async () => {
    await write([Buffer.from('x')])
    await storage.remove(key)
    await storage.remove(key)
    expect(await read()).toBeUndefined()
    expect(await storage.size(key)).toBeUndefined()
  })

  it('clears away what dead writers left, and nothing that is under way', async () => {
    await storage.removeAbandoned(1_000)
    await write([Buffer.from('x')])
    const [old, fresh] = [join(root, '.tmp/old'), join(root, '.tmp/fresh')]
    await Promise.all([old, fresh].map((path) => writeFile(path, '')))
    await utimes(old, new Date(0), new Date(0))
    await storage.removeAbandoned(60_000)
    expect(await readdir(join(root, '.tmp'))).toEqual(['fresh'])
    expect(await readFile(fresh, 'utf8')).toBe('')
    expect(await read()).toBe('x')
  })
})
