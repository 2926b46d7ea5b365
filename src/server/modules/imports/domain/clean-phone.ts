/** Numbers of one cell: `55 1234 5678 / 55 8765 4321`. A single slash may also part digits, so it needs blanks. */
export const phonesOf = (text: string): string[] =>
  text
    .split(/[;|,\n]|\s+[/y]\s+/u)
    .map(cleanPhone)
    .filter((phone) => phone !== '')

const WA_LINK = /^(?:https?:\/\/)?(?:wa\.me\/|(?:api|web)\.whatsapp\.com\/send\/?\?phone=)\+?/i
const WORDS = /^(?:tel(?:[eé]fono|efone)?|cel(?:ular)?|m[oó]vil|mobile|phone|whatsapp|wa|fone)\s*[.:]*\s*/iu

/**
 * A number as people and programs write it, without what is no part of it: words in front, brackets,
 * any kind of dash or blank, marks that steer the direction of text, an extension's zero.
 */
export function cleanPhone(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/[\p{Cf}\u200b]/gu, '')
    .trim()
  if (WA_LINK.test(plain)) return `+${plain.replace(WA_LINK, '').replace(/\D.*$/, '')}`
  const bare = plain
    .replace(/^tel:/i, '')
    .replace(WORDS, '')
    .replace(/@(?:s\.whatsapp\.net|c\.us)$/, '')
  return bare
    .replace(/^\(\s*\+/, '+(')
    .replace(/^\+\s*\(/, '+')
    .replace(/\(0\)/g, '')
    .replace(/\p{Pd}/gu, '-')
    .replace(/[()\s.\-\u2212]+/gu, '')
}
