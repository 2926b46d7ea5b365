import { LIMITS } from '../../../shared/limits.ts'

/** Control characters, and the marks that turn the direction of text and so hide a file's real ending. */
const INVISIBLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/**
 * A file's name as its owner gave it, without folders, or null. It is only ever shown: no path is made of it.
 * @param header percent-encoded UTF-8, since headers hold ASCII only.
 */
export function fileNameOf(header: string | undefined): string | null {
  const name = decode(header ?? '').replace(INVISIBLE, '')
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1).trim()
  return [...base].slice(0, LIMITS.fileName).join('') || null
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A Content-Disposition header; names beyond ASCII travel in `filename*` (RFC 6266). */
export function contentDisposition(type: 'inline' | 'attachment', fileName: string | null): string {
  if (fileName === null) return type
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  return `${type}; filename="${ascii}"; filename*=UTF-8''${encodeExtended(fileName)}`
}

/** encodeURIComponent leaves four characters alone that RFC 8187 wants encoded. */
function encodeExtended(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
