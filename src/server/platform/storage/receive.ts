import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { AppError } from '../errors.ts'
import { SNIFF_BYTES, sniffMime } from './sniff.ts'

export interface Received {
  size: number
  /** Hex. */
  sha256: string
  mime: string | null
}

/**
 * Writes a stream to a new file and on to the disk, measuring, hashing and sniffing on the way.
 * @throws AppError PAYLOAD_TOO_LARGE as soon as one byte too many has come.
 */
export async function receiveInto(
  path: string,
  { source, maxBytes }: { source: Readable; maxBytes: number },
): Promise<Received> {
  const file = await open(path, 'wx')
  try {
    const received = await copy(source, file, maxBytes)
    await file.sync()
    return received
  } finally {
    await file.close()
  }
}

async function copy(source: Readable, file: FileHandle, maxBytes: number): Promise<Received> {
  const hash = createHash('sha256')
  let head = Buffer.alloc(0)
  let size = 0
  for await (const chunk of source) {
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > maxBytes) throw tooLarge(maxBytes)
    hash.update(bytes)
    if (head.length < SNIFF_BYTES) head = Buffer.concat([head, bytes.subarray(0, SNIFF_BYTES - head.length)])
    await writeAll(file, bytes)
  }
  return { size, sha256: hash.digest('hex'), mime: await sniffMime(head) }
}

/** A disk that fills up may take a part without an error; the rest then tells. */
async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length;)
    done += (await file.write(bytes, done, bytes.length - done)).bytesWritten
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('PAYLOAD_TOO_LARGE', `the file is larger than ${maxBytes} bytes`, {
    details: { maxBytes },
  })
}
