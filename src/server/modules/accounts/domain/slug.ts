const MAX_LENGTH = 48
const FALLBACK = 'workspace'

/** A workspace's place in URLs, from its name: `Clínica Ñandú, S.A.` → `clinica-nandu-s-a`. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '')
  return slug || FALLBACK
}

export const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
