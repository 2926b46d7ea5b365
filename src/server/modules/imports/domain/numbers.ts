/**
 * A number as people write it: blanks and apostrophes between thousands, the currency's sign in front
 * or behind.
 * @param decimal which of the two is the decimal mark; the other one parts thousands.
 */
export function readNumber(text: string, decimal: ',' | '.'): number | undefined {
  const bare = text.replace(/[\s\u00a0\u202f'’]/g, '').replace(/^[\p{Sc}A-Za-z$]{1,4}|[\p{Sc}%]$/gu, '')
  const thousands = decimal === ',' ? '.' : ','
  const plain = bare.replaceAll(thousands, '').replace(decimal, '.')
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : undefined
}

/** Of texts that look like numbers: is the comma the decimal mark? */
export function detectDecimal(texts: Iterable<string>): ',' | '.' {
  let commas = 0
  let points = 0
  for (const text of texts) {
    const bare = text.replace(/[\s\p{Sc}]/gu, '')
    if (/^-?(?:\d{1,3}(?:\.\d{3})+|\d+),\d{1,2}$|^-?\d{1,3}(?:\.\d{3}){2,}$|^-?\d+,\d{4,}$/.test(bare))
      commas++
    if (/^-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{1,2}$|^-?\d{1,3}(?:,\d{3}){2,}$|^-?\d+\.\d{4,}$/.test(bare))
      points++
  }
  return commas > points ? ',' : '.'
}
