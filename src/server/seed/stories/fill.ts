import type { Dice } from '../plan/dice.ts'

/** Fills the words in braces of a talk's lines, each with one choice for the whole talk. */
export function filler(
  slots: Readonly<Record<string, readonly string[]>>,
  dice: Dice,
): (line: string) => string {
  const words = Object.entries(slots).map(([slot, choices]) => [`{${slot}}`, dice.pick(choices)] as const)
  return (line) => {
    const text = words.reduce((partly, [slot, word]) => partly.replaceAll(slot, word), line)
    return withCapital(contracted(text))
  }
}

function contracted(text: string): string {
  return text.replaceAll(/\bde el /g, 'del ').replaceAll(/\ba el /g, 'al ')
}

/** A word that was filled in may open a sentence. */
function withCapital(line: string): string {
  return line.replace(
    /([.?!] |^[<>] )(\p{Ll})/gu,
    (_match, before: string, letter: string) => before + letter.toUpperCase(),
  )
}
