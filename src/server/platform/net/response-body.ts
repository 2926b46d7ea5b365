import { pipeline, Readable } from 'node:stream'
import type { Duplex } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { OutboundError } from './outbound-error.ts'

type Reading = {
  readonly source: Readable
  /** `content-encoding` as sent, or undefined where nothing is encoded. */
  readonly encoding: string | undefined
  /** Applies to what crosses the wire and to what comes out of it. */
  readonly maxBytes: number
  /** Words a failure for the caller. */
  readonly explain: (error: unknown) => OutboundError
}

const DECODERS: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

export const ACCEPTED_ENCODINGS = 'gzip, deflate, br'

/** The decoded body as a stream that fails with an OutboundError, at the latest when a limit is passed. */
export function readResponseBody(reading: Reading): Readable {
  const stream = Readable.from(decodedChunks(reading), { objectMode: false })
  // The generator cleans up only once it was started.
  stream.once('close', () => reading.source.destroy())
  return stream
}

async function* decodedChunks({ source, encoding, maxBytes, explain }: Reading): AsyncGenerator<Uint8Array> {
  try {
    const wire = capped(source, maxBytes)
    if (encoding === undefined) yield* wire
    else yield* capped(decode(wire, encoding), maxBytes)
  } catch (error) {
    throw explain(error)
  }
}

function decode(wire: AsyncIterable<Uint8Array>, encoding: string): Readable {
  const createDecoder = DECODERS[encoding.trim().toLowerCase()]
  if (createDecoder === undefined)
    throw new OutboundError('after-sent', 'The answer is encoded in an unknown way')
  // The error reaches whoever reads the decoder; the callback only has to exist.
  return pipeline(Readable.from(wire, { objectMode: false }), createDecoder(), () => undefined)
}

async function* capped(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let byteCount = 0
  for await (const chunk of source) {
    byteCount += chunk.byteLength
    if (byteCount > maxBytes) throw tooLarge(maxBytes)
    yield chunk
  }
}

export function tooLarge(maxBytes: number): OutboundError {
  return new OutboundError('too-large', `The answer is longer than ${maxBytes} bytes`)
}
