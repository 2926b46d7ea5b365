import type { CsvEncoding } from '../../../../shared/contracts/imports.ts'

/** Enough to tell UTF-16 by its zeros. */
const HEAD = 4_096

/**
 * UTF-8 and UTF-16 by their byte order marks, UTF-16 without one by where its zeros stand, UTF-8 by
 * being valid from end to end; all else is taken for windows-1252, which every byte sequence is.
 */
export async function detectEncoding(bytes: AsyncIterable<Buffer>): Promise<CsvEncoding> {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let head = Buffer.alloc(0)
  try {
    for await (const chunk of bytes) {
      if (head.length < HEAD) {
        head = Buffer.concat([head, chunk.subarray(0, HEAD - head.length)])
        const wide = wideEncodingOf(head)
        if (wide) return wide
      }
      utf8.decode(chunk, { stream: true })
    }
    utf8.decode()
    return 'utf-8'
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252'
    throw error
  }
}

function wideEncodingOf(head: Buffer): CsvEncoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  for (let at = 0; at < head.length; at++) if (head[at] === 0) zeros[at % 2]!++
  const [even = 0, odd = 0] = zeros
  const most = head.length / 4
  if (odd > most && even < odd / 4) return 'utf-16le'
  return even > most && odd < even / 4 ? 'utf-16be' : undefined
}

/** The text of a file, a piece at a time; a byte order mark is not part of it. */
export async function* decoded(bytes: AsyncIterable<Buffer>, encoding: CsvEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}
