import type { Readable } from 'node:stream'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { BadFileError } from './bad-file.ts'

const MAX_ENTRIES = 1_000
const MAX_UNPACKED = 300 * 1024 * 1024
/** Sheets shrink to a tenth or a thirtieth; bombs to a thousandth. */
const MAX_RATIO = 200
/** Smaller ones may have any ratio: a file of blanks is no harm. */
const RATIO_FROM = 4 * 1024 * 1024

/** The parts of a workbook, opened by name. */
export interface Parts {
  has(name: string): boolean
  /** @throws BadFileError where there is no such part, or it can't be unpacked. */
  open(name: string): Promise<Readable>
}

/**
 * Opens a zip file and looks at the sizes it declares before anything is unpacked; while it is, yauzl
 * refuses a part that turns out larger than declared.
 * @throws BadFileError `broken_zip`, `zip_bomb`
 */
export async function openZip(bytes: Buffer): Promise<Parts> {
  const zip = await orBroken(fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true }))
  if (zip.entryCount > MAX_ENTRIES) throw new BadFileError('zip_bomb')
  const entries = new Map<string, Entry>()
  await orBroken(collect(zip, entries))
  refuseBombs([...entries.values()])
  return {
    has: (name) => entries.has(name),
    open: async (name) => {
      const entry = entries.get(name)
      if (!entry || entry.isEncrypted()) throw new BadFileError('broken_zip')
      return orBroken(zip.openReadStreamPromise(entry))
    },
  }
}

async function collect(zip: ZipFile, entries: Map<string, Entry>): Promise<void> {
  for await (const entry of zip.eachEntry()) {
    // Two of one name: a reader that takes one and a checker that takes the other would differ.
    if (entries.has(entry.fileName)) throw new BadFileError('broken_zip')
    entries.set(entry.fileName, entry)
  }
}

function refuseBombs(entries: Entry[]): void {
  const unpacked = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0)
  const isSwollen = entries.some(
    ({ uncompressedSize, compressedSize }) =>
      uncompressedSize > RATIO_FROM && uncompressedSize > compressedSize * MAX_RATIO,
  )
  if (unpacked > MAX_UNPACKED || isSwollen) throw new BadFileError('zip_bomb')
}

async function orBroken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof BadFileError ? error : new BadFileError('broken_zip')
  }
}
