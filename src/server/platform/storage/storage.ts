import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { randomUUID } from 'node:crypto'
import { AppError } from '../errors.ts'
import { pathOf, type FileKey } from './paths.ts'
import { receiveInto, type Received } from './receive.ts'

/** What was written: `sha256` in hex, `mime` by the first bytes, null where they tell nothing. */
export type Stored = Received

/** Both ends inclusive, as in HTTP. */
export interface ByteRange {
  start: number
  end: number
}

/** The bytes of attachments, in a folder of this machine or one mounted by all replicas. */
export interface Storage {
  /**
   * Writes a file whole or not at all; durable once resolved.
   * @throws AppError PAYLOAD_TOO_LARGE; UNAVAILABLE with reason `storage_full`; the source's own error.
   */
  write(input: FileKey & { source: Readable; maxBytes: number }): Promise<Stored>
  /** @returns undefined where there is no such file. */
  open(key: FileKey, range?: ByteRange): Promise<Readable | undefined>
  /** @returns bytes, or undefined where there is no such file. */
  size(key: FileKey): Promise<number | undefined>
  /** No error where there is no such file. */
  remove(key: FileKey): Promise<void>
  /** Removes what writers that died left behind, once it is older than this. */
  removeAbandoned(olderThanMs: number): Promise<void>
}

const TEMPORARY = '.tmp'

export function createStorage(root: string): Storage {
  return {
    write: (input) => write(root, input),
    open: async (key, range) => {
      const file = await openIfThere(pathOf(root, key))
      return file && file.createReadStream(range)
    },
    size: async (key) => (await stat(pathOf(root, key)).catch(undefinedIfMissing))?.size,
    remove: async (key) => rm(pathOf(root, key), { force: true }),
    removeAbandoned: async (olderThanMs) => removeAbandoned(join(root, TEMPORARY), olderThanMs),
  }
}

async function write(root: string, input: FileKey & { source: Readable; maxBytes: number }): Promise<Stored> {
  const target = pathOf(root, input)
  const temporary = join(root, TEMPORARY, randomUUID())
  try {
    await mkdir(dirname(temporary), { recursive: true })
    await mkdir(dirname(target), { recursive: true })
    const received = await receiveInto(temporary, input)
    await rename(temporary, target)
    await syncFolder(dirname(target))
    return received
  } catch (error) {
    await rm(temporary, { force: true })
    throw isStorageFull(error) ? storageFull(error) : error
  }
}

/** Makes the new name itself survive a power cut. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT'])

function isStorageFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && FULL.has(String(error.code))
}

function storageFull(cause: unknown): AppError {
  return new AppError('UNAVAILABLE', 'there is no room left for files', {
    details: { reason: 'storage_full' },
    cause,
  })
}

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}

const openIfThere = (path: string) => open(path, 'r').catch(undefinedIfMissing)

async function removeAbandoned(folder: string, olderThanMs: number): Promise<void> {
  const names = (await readdir(folder).catch(undefinedIfMissing)) ?? []
  for (const name of names) {
    const path = join(folder, name)
    const file = await stat(path).catch(undefinedIfMissing)
    if (file && Date.now() - file.mtimeMs > olderThanMs) await rm(path, { force: true })
  }
}
