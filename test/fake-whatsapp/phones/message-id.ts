import { randomBytes } from 'node:crypto'

/** An id as phones make them (linked devices' start with `3EB0`). */
export function newMessageId(): string {
  return `3A${randomBytes(9).toString('hex').toUpperCase()}`
}
