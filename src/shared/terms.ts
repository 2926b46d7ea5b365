const MAX_TERM = 32
const MAX_TERMS = 12

/**
 * The words under which a name is found: accents and case folded, split at everything that is not a
 * letter or a digit, each cut to 32 characters. `ñ` folds to `n`: it is another letter in Spanish,
 * but people on foreign keyboards search without it.
 */
export function termsOf(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? []
  return [...new Set(words.map((word) => cut(word)))].slice(0, MAX_TERMS)
}

function cut(word: string): string {
  return [...word].slice(0, MAX_TERM).join('')
}
