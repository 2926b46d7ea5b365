import type { FilterCondition } from '../../../../shared/filters/index.ts'
import type { Compiled, CompileContext } from '../compiled.ts'
import { has, idsOf, marks, not, piece, type Piece } from '../piece.ts'

/** One of several: an owner, a stage of life, labels, companies, a word. */
export function choiceCondition(condition: FilterCondition, context: CompileContext): Compiled {
  switch (condition.field) {
    case 'owner':
      return column('owner_id', ownerIds(condition.values, context), { condition, context })
    case 'lifecycle':
      return column('lifecycle', condition.values, { condition, context })
    case 'label':
      return linked(labels(context), { condition, wanted: idsOf('label', condition.values), context })
    case 'company':
      if (context.entity === 'deal')
        return column('company_id', idsOf('company', condition.values), { condition, context })
      return linked(COMPANIES, { condition, wanted: idsOf('company', condition.values), context })
    case 'domain':
      return plain('domain_key', condition)
    default:
      return plain(condition.field === 'language' ? 'language' : 'source', condition)
  }
}

function ownerIds(values: readonly string[], { me }: CompileContext): Buffer[] {
  return idsOf(
    'user',
    values.flatMap((value) => (value === 'me' ? (me ?? []) : value)),
  )
}

interface Asked {
  condition: FilterCondition
  context: CompileContext
}

/** A column with an index of its own, `contacts_owner` and its like. */
function column(name: string, wanted: readonly unknown[], { condition: { op }, context }: Asked): Compiled {
  if (op === 'empty') return { where: piece(`c.${name} IS NULL`) }
  if (op === 'filled') return { where: piece(`c.${name} IS NOT NULL`) }
  const isIn = wanted.length === 0 ? piece('1 = 0') : piece(`c.${name} IN (${marks(wanted)})`, ...wanted)
  if (op === 'none') return { where: piece(`(c.${name} IS NULL OR NOT ${isIn.sql})`, ...isIn.values) }
  // Lists of deals walk an index of their own, whoever owns them.
  if (wanted.length === 0 || context.entity === 'deal') return { where: isIn }
  const table = context.entity === 'contact' ? 'contacts' : 'companies'
  const index = name.replace('_id', '')
  return {
    where: isIn,
    driver: {
      ...piece(
        `SELECT x.id FROM ${table} x FORCE INDEX (${table}_${index}) WHERE x.workspace_id = ? AND x.is_live = 1 AND x.${name} IN (${marks(wanted)})`,
        context.workspace,
        ...wanted,
      ),
      settles: true,
      repeats: false,
    },
  }
}

/** Compared byte by byte, as the browser does; there is no index, so it never drives. */
function plain(name: string, { op, values }: FilterCondition): Compiled {
  const isSet = `(c.${name} IS NOT NULL AND c.${name} <> '')`
  if (op === 'filled') return { where: piece(isSet) }
  if (op === 'empty') return { where: piece(`NOT ${isSet}`) }
  const isIn = `(c.${name} IS NOT NULL AND c.${name} COLLATE utf8mb4_bin IN (${marks(values)}))`
  return { where: piece(op === 'any' ? isIn : `NOT ${isIn}`, ...values) }
}

interface Link {
  /** The table as `k` with its constant conditions, the workspace as the only `?`. */
  source: string
  record: string
  value: string
}

const labels = ({ entity }: CompileContext): Link => ({
  source: `labelings k WHERE k.workspace_id = ? AND k.entity = '${entity}'`,
  record: 'record_id',
  value: 'label_id',
})

const COMPANIES: Link = {
  source: 'contact_companies k WHERE k.workspace_id = ?',
  record: 'contact_id',
  value: 'company_id',
}

/** Rows that link records to what is asked for; indexed from both ends. */
function linked(
  { source, record, value }: Link,
  { condition: { op }, wanted, context: { workspace } }: Asked & { wanted: readonly Buffer[] },
): Compiled {
  const exists = (test: Piece) =>
    has(`${source} AND k.${record} = c.id AND ${test.sql}`, workspace, ...test.values)
  if (op === 'filled') return { where: exists(piece('1 = 1')) }
  if (op === 'empty') return { where: not(exists(piece('1 = 1'))) }
  if (wanted.length === 0) return { where: piece(op === 'any' ? '1 = 0' : '1 = 1') }
  const isWanted = piece(`k.${value} IN (${marks(wanted)})`, ...wanted)
  if (op === 'none') return { where: not(exists(isWanted)) }
  return {
    where: exists(isWanted),
    driver: {
      ...piece(`SELECT k.${record} AS id FROM ${source} AND ${isWanted.sql}`, workspace, ...wanted),
      settles: true,
      repeats: wanted.length > 1,
    },
  }
}
