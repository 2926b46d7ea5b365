import { addressKey, type FilterCondition } from '../../../../shared/filters/index.ts'
import type { Compiled, CompileContext } from '../compiled.ts'
import { has, likeEscape, not, piece, type Piece } from '../piece.ts'

/** Phones and e-mail addresses, by the keys under which identities meet. */
export function addressCondition(
  { field, op, values: [wanted = ''] }: FilterCondition,
  { workspace }: CompileContext,
): Compiled {
  const base = `identities i WHERE i.workspace_id = ? AND i.kind = '${field === 'phone' ? 'phone' : 'email'}' AND i.scope = '' AND i.is_current = 1`
  const exists = ({ sql, values }: Piece) =>
    has(`${base} AND i.contact_id = c.id AND ${sql}`, workspace, ...values)
  if (op === 'filled') return { where: exists(piece('1 = 1')) }
  if (op === 'empty') return { where: not(exists(piece('1 = 1'))) }
  const key = addressKey(field, wanted)
  if (key === '') return { where: piece('1 = 0') }
  const test = keyTest(op, key)
  // E-mail addresses have no index by their end: there the condition is only checked.
  if (op === 'ends' && field === 'email') return { where: exists(test) }
  const indexed =
    op === 'ends' ? piece('i.reverse_key LIKE ?', `${likeEscape([...key].reverse().join(''))}%`) : test
  return {
    where: exists(test),
    driver: {
      ...piece(`SELECT i.contact_id AS id FROM ${base} AND ${indexed.sql}`, workspace, ...indexed.values),
      settles: true,
      repeats: op !== 'is',
    },
  }
}

function keyTest(op: FilterCondition['op'], key: string): Piece {
  if (op === 'is') return piece('i.match_key = ?', key)
  const pattern = likeEscape(key)
  return piece('i.match_key LIKE ?', op === 'starts' ? `${pattern}%` : `%${pattern}`)
}
