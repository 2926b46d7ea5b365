import { createHash } from 'node:crypto'
import { headerText } from './domain/match-headers.ts'

/** The same for files whose headers are the same, whatever their accents and case. */
export function headerKeyOf(headers: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(headers.map(headerText)))
    .digest('hex')
}
