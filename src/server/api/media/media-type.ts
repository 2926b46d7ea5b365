import type { AttachmentDto } from '../../../shared/contracts/messages.ts'

const UNKNOWN = 'application/octet-stream'

/** What a browser may show in place. SVG, HTML and XML can run scripts and are not among them. */
const INLINE_IMAGES = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])

/**
 * Types that share a signature with the one sniffed and say more, so that here the sender's word is
 * taken: an office file is a zip or a compound file, and a container may hold sound alone.
 */
const REFINEMENTS: Record<string, RegExp> = {
  'application/zip': /^application\/vnd\.(?:openxmlformats-officedocument|oasis\.opendocument)\.[\w.-]+$/,
  'application/x-cfb': /^application\/(?:msword|vnd\.ms-(?:excel|powerpoint|outlook))$/,
  'video/mp4': /^audio\/mp4$/,
  'video/webm': /^audio\/webm$/,
}

/** Text has no signature. HTML and its kin are not taken at their word. */
const CLAIMABLE_TEXT = /^text\/(?:plain|csv|calendar|vcard|x-vcard)$/

/**
 * The type under which a file is kept: what its first bytes tell, not what its sender claims.
 * @param claimed a Content-Type header, parameters and all.
 */
export function keptMime(sniffed: string | null, claimed: string | undefined): string {
  const claim = mediaType(claimed ?? '')
  if (sniffed === null) return CLAIMABLE_TEXT.test(claim) ? claim : UNKNOWN
  return REFINEMENTS[sniffed]?.test(claim) ? claim : sniffed
}

export function kindOf(mime: string): AttachmentDto['type'] {
  const type = mediaType(mime)
  if (INLINE_IMAGES.has(type)) return 'image'
  if (type.startsWith('audio/')) return 'audio'
  return type.startsWith('video/') ? 'video' : 'document'
}

/** Whether a browser may show the file in place rather than save it. */
export function isInlineSafe(mime: string): boolean {
  return kindOf(mime) !== 'document'
}

function mediaType(header: string): string {
  return (header.split(';', 1)[0] ?? '').trim().toLowerCase()
}
