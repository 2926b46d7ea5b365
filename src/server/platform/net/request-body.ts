import type { Readable } from 'node:stream'

export type RequestBody = string | Uint8Array | Readable

// Small enough that a body which breaks off half-way is seen to break off half-way.
const CHUNK_BYTES = 64 * 1024

/**
 * The body (or none) in chunks, calling `onLastChunk` before the last one is given out. As undici asks for a chunk
 * only when the connection has taken the one before, a failure without that call means that the other
 * side has not got the whole.
 */
export async function* bodyChunks(
  body: RequestBody | undefined,
  onLastChunk: () => void,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | undefined
  for await (const chunk of sourceOf(body)) {
    if (held !== undefined) yield held
    held = chunk
  }
  onLastChunk()
  if (held !== undefined) yield held
}

/** Bytes, or undefined for a stream, whose sender must state it. */
export function bodyLength(body: RequestBody): number | undefined {
  if (typeof body === 'string') return Buffer.byteLength(body)
  return body instanceof Uint8Array ? body.byteLength : undefined
}

function sourceOf(body: RequestBody | undefined): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  if (body === undefined) return []
  if (typeof body === 'string') return slices(Buffer.from(body))
  return body instanceof Uint8Array ? slices(body) : chunksOf(body)
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES)
    yield bytes.subarray(start, start + CHUNK_BYTES)
}

async function* chunksOf(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream as AsyncIterable<string | Uint8Array>)
    yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}
