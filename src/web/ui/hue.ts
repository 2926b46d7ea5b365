import { HUES, type Hue } from '@shared/hues.ts'

/** The same id always gets the same hue, on every device. */
export function hueOf(id: string): Hue {
  let hash = 0
  for (let index = 0; index < id.length; index++) hash = (hash * 31 + id.charCodeAt(index)) >>> 0
  // Grey is kept for the things that have no person behind them.
  return HUES[hash % (HUES.length - 1)] ?? 'gris'
}

/** Up to two initials; a name made of signs or digits gives its first character. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
  const letters = words.map((word) => Array.from(word.replace(/^[^\p{L}\p{N}]+/u, ''))[0] ?? '')
  const first = letters[0] ?? Array.from(name)[0] ?? '?'
  const last = letters.length > 1 && /\p{L}/u.test(letters.at(-1) ?? '') ? letters.at(-1) : ''
  return `${first}${last}`.toLocaleUpperCase()
}
