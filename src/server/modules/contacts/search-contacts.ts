import { idFromBytes, type ContactId } from '../../../shared/ids.ts'
import { digitsOf } from '../../../shared/phone.ts'
import { idBytes } from '../../platform/db/bytes.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { searchByWords, termsOf } from '../search/index.ts'

/**
 * Contacts found by words of the name (the last may be a prefix), by the beginning of a phone or by
 * its last four or more digits. Reads indexes only; the cost is capped whatever the words.
 */
export async function searchContacts(db: WorkspaceDb, query: string, limit: number): Promise<ContactId[]> {
  const digits = digitsOf(query)
  const looksLikePhone = digits.length >= 4 && /^[+\d\s().-]+$/.test(query.trim())
  const found = looksLikePhone
    ? await byPhone(db, digits, limit)
    : await searchByWords(db, TERMS, { terms: termsOf(query), limit })
  return [...new Set(found.map((bytes) => idFromBytes('contact', bytes)))].slice(0, limit)
}

const TERMS = { table: 'contact_terms', column: 'contact_id' } as const

async function byPhone(db: WorkspaceDb, digits: string, limit: number): Promise<Buffer[]> {
  const workspace = idBytes(db.workspaceId)
  const [beginning, ending] = await Promise.all([
    db.rows<{ contact_id: Buffer }>(
      `SELECT contact_id FROM identities WHERE workspace_id = ? AND kind = 'phone' AND scope = '' AND match_key LIKE ? LIMIT ?`,
      [workspace, `${withoutMobilePrefix(digits)}%`, limit],
    ),
    db.rows<{ contact_id: Buffer }>(
      `SELECT contact_id FROM identities WHERE workspace_id = ? AND kind = 'phone' AND reverse_key LIKE ? LIMIT ?`,
      [workspace, `${[...digits].reverse().join('')}%`, limit],
    ),
  ])
  return [...beginning, ...ending].map((row) => row.contact_id)
}

/** Keys are kept without Mexico's old mobile 1 and Argentina's 9; what people type may have them. */
function withoutMobilePrefix(digits: string): string {
  return digits.replace(/^521(?=\d{3})/, '52').replace(/^549(?=\d{3})/, '54')
}
