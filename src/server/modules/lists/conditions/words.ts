import type { FilterCondition } from '../../../../shared/filters/index.ts'
import { termsOf } from '../../../../shared/terms.ts'
import type { Compiled, CompileContext } from '../compiled.ts'
import { all, has, piece, type Piece } from '../piece.ts'

/** Words of the name or title, through the table of words that the search reads too. */
export function wordsCondition(
  { values: [wanted = ''] }: FilterCondition,
  { entity, workspace }: CompileContext,
): Compiled {
  const terms = termsOf(wanted)
  if (terms.length === 0) return { where: piece('1 = 0') }
  const { source, column } = SOURCES[entity]
  const words = terms.map((term, at) => (at === terms.length - 1 ? startingWith(term) : exactly(term)))
  const where = words.map(({ sql, values }) =>
    has(`${source} AND w.${column} = c.id AND ${sql}`, workspace, ...values),
  )
  // The longest word is likely the rarest; the others are checked.
  const driver = words.toSorted((a, b) => String(b.values[0]).length - String(a.values[0]).length)[0]
  return {
    where: all(where),
    ...(driver && {
      driver: {
        ...piece(`SELECT w.${column} AS id FROM ${source} AND ${driver.sql}`, workspace, ...driver.values),
        settles: words.length === 1,
        repeats: true,
      },
    }),
  }
}

const ofRecord = (entity: 'company' | 'deal') => ({
  source: `record_terms w WHERE w.workspace_id = ? AND w.entity = '${entity}'`,
  column: 'record_id',
})

const SOURCES = {
  contact: { source: 'contact_terms w WHERE w.workspace_id = ?', column: 'contact_id' },
  company: ofRecord('company'),
  deal: ofRecord('deal'),
}

const exactly = (term: string): Piece => piece('w.term = ?', term)

const startingWith = (term: string): Piece => piece('w.term >= ? AND w.term < ?', term, `${term}\u{10ffff}`)
