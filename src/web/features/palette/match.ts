/** Every word typed begins some word of the label; accents and case don't count. */
export function matchesWords(label: string, typed: string): boolean {
  const words = plain(label).split(/\s+/)
  return plain(typed)
    .split(/\s+/)
    .every((piece) => words.some((word) => word.startsWith(piece)))
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}
