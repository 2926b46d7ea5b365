import { describe, expect, it } from 'vitest'
import { isInlineSafe, keptMime, kindOf } from './media-type.ts'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

describe('the type a file is kept under', () => {
  it.each([
    ['image/png', 'text/html', 'image/png'],
    ['application/zip', DOCX, DOCX],
    ['application/zip', 'application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.text'],
    ['application/zip', 'application/java-archive', 'application/zip'],
    ['application/zip', 'text/html', 'application/zip'],
    ['application/x-cfb', 'application/msword', 'application/msword'],
    ['video/webm', 'audio/webm;codecs=opus', 'audio/webm'],
    ['video/mp4', 'audio/mp4', 'audio/mp4'],
    ['video/mp4', 'text/html', 'video/mp4'],
    [null, 'text/plain; charset=utf-8', 'text/plain'],
    [null, 'TEXT/CSV', 'text/csv'],
    [null, 'text/html', 'application/octet-stream'],
    [null, 'image/svg+xml', 'application/octet-stream'],
    [null, 'image/png', 'application/octet-stream'],
    [null, undefined, 'application/octet-stream'],
    [null, 'text/plain\ntext/html', 'application/octet-stream'],
  ])('bytes that tell %s, claimed to be %s → %s', (sniffed, claimed, kept) => {
    expect(keptMime(sniffed, claimed)).toBe(kept)
  })
})

describe('showing in place', () => {
  it.each([
    ['image/jpeg', 'image', true],
    ['image/webp', 'image', true],
    ['IMAGE/PNG', 'image', true],
    ['audio/ogg; codecs=opus', 'audio', true],
    ['video/mp4', 'video', true],
    ['image/svg+xml', 'document', false],
    ['image/heic', 'document', false],
    ['text/html', 'document', false],
    ['application/xml', 'document', false],
    ['application/pdf', 'document', false],
    ['', 'document', false],
  ])('%s is %s, in place: %s', (mime, kind, isInline) => {
    expect(kindOf(mime)).toBe(kind)
    expect(isInlineSafe(mime)).toBe(isInline)
  })
})
