/** Characters of a text that are looked up: what the index column holds. */
const FOLDED = 191

/**
 * A text as filters compare it: accents and case folded, ends trimmed. Both the database's copy and the
 * browser's go through here, so that they agree whatever the collation.
 */
export function foldText(text: string): string {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .trim()
  return [...folded].slice(0, FOLDED).join('').trim()
}
