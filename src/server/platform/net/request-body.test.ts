import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { bodyChunks } from './request-body.ts'

describe('the chunks of a body', () => {
  it.each([
    ['nothing', () => undefined, 0],
    ['an empty text', () => '', 0],
    ['a short text', () => 'abc', 1],
    ['exactly two chunks', () => Buffer.alloc(131_072), 2],
    ['a little more than two chunks', () => Buffer.alloc(131_073), 3],
    ['a stream', () => Readable.from([Buffer.from('a'), Buffer.from('b'), Buffer.from('c')]), 3],
  ])('of %s announce the last one before they give it out', async (_, makeBody, chunkCount) => {
    let hasLastBegun = false
    const seen: boolean[] = []
    const chunks = bodyChunks(makeBody(), () => {
      hasLastBegun = true
    })
    for await (const chunk of chunks) if (chunk.length > 0) seen.push(hasLastBegun)
    expect(seen).toEqual(Array.from({ length: chunkCount }, (_unused, index) => index === chunkCount - 1))
    expect(hasLastBegun).toBe(true)
  })
})
