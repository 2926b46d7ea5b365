import { digitsOf } from '../../../shared/phone.ts'

/** The reverse of a phone's key, so that "ends with" becomes a prefix of an index. */
export function reverseKeyOf(kind: string, matchKey: string): string | null {
  return kind === 'phone' ? [...digitsOf(matchKey)].reverse().join('').slice(0, 32) : null
}
