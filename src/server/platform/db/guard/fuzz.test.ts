import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGuard, GuardError } from './index.ts'

/**
 * The oracle is built into the statements: every table gets exactly one predicate that pins it, to a
 * parameter or to a table before it. So the statement is legal, and spoiling any one predicate makes
 * it illegal whatever the rest is.
 */
type Table = {
  readonly table: 'contacts' | 'messages'
  readonly alias: string
  readonly link: 'comma' | 'inner' | 'left'
  /** An inner join may be pinned in its ON or in the WHERE. */
  readonly isPinnedInOn: boolean
  /** Position of the table it is pinned to; null pins it to the parameter. */
  readonly parent: number | null
  readonly style: number
  readonly isInParentheses: boolean
}
type Statement = {
  readonly verb: 'select' | 'update' | 'delete' | 'exists' | 'derived' | 'union' | 'insert'
  readonly tables: readonly Table[]
  readonly extras: readonly string[]
  readonly isLoud: boolean
}
/** How to print the pin of the table at `at`; other pins are printed as they are. */
type Spoil = {
  readonly at: number
  readonly print: (pin: string) => string
  readonly moveTo?: 'columns' | 'having' | 'later-on'
}

const WORKSPACE_MARK = '§'
const guard = createGuard({ workspaceTables: new Set(['contacts', 'messages']) })

const EXTRAS = [
  'a0.name = ?',
  '(a0.id = ? or a0.id = ? or 1)',
  'a0.id between ? and ?',
  'not a0.id = ?',
  'a0.id in (?, ?, ?)',
  "a0.name = 'it''s \\' or 1 -- '",
  'case when a0.id = 1 or a0.id = 2 then 1 else 0 end',
  'left(a0.name, 2) = ?',
  'exists (select 1 from plans p where p.id = a0.id or 1)',
  "json_value(a0.data, '$.or') = ?",
  '((a0.id = ? and (a0.id = ?)))',
]

const arbitraryTable = (position: number): fc.Arbitrary<Table> =>
  fc.record({
    table: fc.constantFrom('contacts', 'messages'),
    alias: fc.constant(`a${position}`),
    link: position === 0 ? fc.constant('comma') : fc.constantFrom('comma', 'inner', 'left'),
    isPinnedInOn: fc.boolean(),
    parent: position === 0 ? fc.constant(null) : fc.option(fc.nat(position - 1)),
    style: fc.nat(4),
    isInParentheses: fc.boolean(),
  })

const arbitraryStatement: fc.Arbitrary<Statement> = fc.record({
  verb: fc.constantFrom('select', 'update', 'delete', 'exists', 'derived', 'union', 'insert'),
  tables: fc
    .nat(3)
    .chain((last) =>
      fc.tuple(...Array.from({ length: last + 1 }, (_, position) => arbitraryTable(position))),
    ),
  extras: fc.array(fc.constantFrom(...EXTRAS), { maxLength: 3 }),
  isLoud: fc.boolean(),
})

const SPOILS: Record<string, Omit<Spoil, 'at'>> = {
  dropped: { print: () => '1 = 1' },
  'beside OR': { print: (pin) => `(${pin} or 1)` },
  'beside OR without parentheses': { print: (pin) => `${pin} or 1` },
  'before an OR of lower precedence': { print: (pin) => `${pin} and 1 or 1` },
  'before an XOR of lower precedence': { print: (pin) => `${pin} and 1 xor 0` },
  'behind a || of lower precedence': { print: (pin) => `1 || 1 and ${pin}` },
  'beside XOR': { print: (pin) => `(${pin} xor 0)` },
  'beside ||': { print: (pin) => `${pin} || 1` },
  negated: { print: (pin) => `not (${pin})` },
  'negated by !': { print: (pin) => `!(${pin})` },
  'added to': { print: (pin) => `${pin} + 1` },
  'compared again': { print: (pin) => `(${pin}) = 0` },
  'tested by IS': { print: (pin) => `(${pin}) is not null` },
  'tested by IN': { print: (pin) => `(${pin}) in (0, 1)` },
  'null-safe': { print: (pin) => pin.replace('=', '<=>') },
  unequal: { print: (pin) => pin.replace('=', '<>') },
  'greater or equal': { print: (pin) => pin.replace('=', '>=') },
  'in a block comment': { print: (pin) => `1 /* ${pin} */` },
  'in a line comment': { print: (pin) => `1 -- ${pin}\n` },
  'in a hash comment': { print: (pin) => `1 # ${pin}\n` },
  'in a string': { print: (pin) => `' and ${pin} and ' = ' and '` },
  'in a double-quoted string': { print: (pin) => `" ${pin} " = " "` },
  'behind a backslash quote': { print: (pin) => `'\\' and ${pin} and ' = ''` },
  'in CASE': { print: (pin) => `case when 1 and ${pin} and 1 then 1 else 1 end` },
  'in BETWEEN': { print: (pin) => `1 between 0 and ${pin}` },
  'in a function': { print: (pin) => `if(1, 1, ${pin})` },
  'in a subquery': { print: (pin) => `exists (select 1 from plans where ${pin})` },
  'in a row': { print: (pin) => `(1 and ${pin}, 1) = (1, 1)` },
  'on another column': { print: (pin) => pin.replaceAll(/workspace_id/gi, 'workspace_ids') },
  'on a literal': {
    print: (pin) =>
      `${pin.split(/=/)[0]?.includes(WORKSPACE_MARK) ? 'workspace_id' : pin.split('=')[0]} = x'00'`,
  },
  'among the columns': { print: (pin) => pin, moveTo: 'columns' },
  'in HAVING': { print: (pin) => pin, moveTo: 'having' },
  'in the ON of a later outer join': { print: (pin) => pin, moveTo: 'later-on' },
}

function printPin(tables: readonly Table[], table: Table): string {
  const column = `${table.alias}.workspace_id`
  const parent = table.parent === null ? undefined : tables[table.parent]
  const value = parent === undefined ? WORKSPACE_MARK : `${parent.alias}.workspace_id`
  const styles = [
    `${column} = ${value}`,
    `${value}=${column}`,
    `\`${table.alias}\`.\`workspace_id\` = ${value}`,
    `((${column} = ${value}))`,
    `${column}/* or */= ${value}`,
  ]
  return styles[table.style] ?? column
}

function isInOn(table: Table): boolean {
  return table.link === 'left' || (table.link === 'inner' && table.isPinnedInOn)
}

type Parts = { from: string; where: string; columns: string; having: string }

function printParts({ tables, extras }: Statement, spoil: Spoil | null): Parts {
  const pins = tables.map((table, at) => {
    const pin = printPin(tables, table)
    if (spoil?.at !== at) return pin
    return spoil.moveTo === undefined ? spoil.print(pin) : '1'
  })
  const moved = spoil?.moveTo === undefined ? null : printPin(tables, tables[spoil.at] ?? tables[0]!)
  const links = tables.map((table, at) => {
    const name = table.isInParentheses ? `(${table.table} ${table.alias})` : `${table.table} ${table.alias}`
    // A comma binds weaker than a join: the tables before it would be out of sight of an ON behind it.
    if (at === 0) return name
    if (table.link === 'comma') return `cross join ${name}`
    return `${table.link} join ${name} on ${isInOn(table) ? `${pins[at]} and a0.id = 1` : '1'}`
  })
  const from = `${links.join(' ')}${spoil?.moveTo === 'later-on' ? ` left join plans z on ${moved}` : ''}`
  const where = [...extras, ...pins.filter((_, at) => !isInOn(tables[at]!)), '1 = 1'].join(' and ')
  return {
    from,
    where,
    columns: spoil?.moveTo === 'columns' ? `, ${moved} as x` : '',
    having: spoil?.moveTo === 'having' ? ` having ${moved}` : '',
  }
}

function print(statement: Statement, spoil: Spoil | null): string {
  const { from, where, columns, having } = printParts(statement, spoil)
  const select = `select a0.id${columns} from ${from} where ${where}${having}`
  const forms: Record<Statement['verb'], string> = {
    select: `${select} order by a0.id limit ?`,
    // UPDATE and DELETE have no place for what is moved, where it is as good as dropped.
    update: `update ${from} set a0.name = ? where ${where}`,
    delete: `delete a0 from ${from} where ${where}`,
    exists: `select * from plans where exists (${select}) and id = ?`,
    derived: `with q as (select 1) select * from (${select}) d join q where d.id = ?`,
    union: `(select 1) union all (${select}) union select ? order by 1`,
    insert: `insert into messages (workspace_id, id) select ${WORKSPACE_MARK}, a0.id${columns} from ${from} where ${where}${having} on duplicate key update id = ?`,
  }
  const text = forms[statement.verb]
  return statement.isLoud ? text.replaceAll(' ', '\n\t ').toUpperCase() : text
}

/** The text with its parameters, and where those of the workspace are. */
function finish(text: string): { sql: string; bindings: number[] } {
  const params = [...text.matchAll(/[?§]/g)].map(([mark]) => mark)
  return {
    sql: text.replaceAll(WORKSPACE_MARK, '?'),
    bindings: params.flatMap((mark, index) => (mark === WORKSPACE_MARK ? [index] : [])),
  }
}

describe('generated statements', () => {
  it('lets every pinned statement through and finds each of its parameters', () => {
    fc.assert(
      fc.property(arbitraryStatement, (statement) => {
        const { sql, bindings } = finish(print(statement, null))
        expect(guard.analyse(sql), sql).toEqual({ ok: true, bindings })
      }),
      { numRuns: 1000 },
    )
  })

  it.each(Object.entries(SPOILS))('refuses a predicate that is %s', (_, spoil) => {
    fc.assert(
      fc.property(arbitraryStatement, fc.nat(3), (statement, position) => {
        const at = position % statement.tables.length
        const { sql } = finish(print(statement, { ...spoil, at }))
        expect(guard.analyse(sql), sql).toMatchObject({ ok: false })
      }),
      { numRuns: 200 },
    )
  })
})

const FRAGMENTS = [
  'select',
  'from',
  'where',
  'and',
  'or',
  'between',
  'case',
  'when',
  'end',
  'contacts',
  'messages',
  'c',
  'workspace_id',
  'c.workspace_id',
  '=',
  '?',
  '(',
  ')',
  ',',
  '.',
  '*',
  'left',
  'join',
  'on',
  'union',
  'with',
  'as',
  'insert into',
  'values',
  'update',
  'set',
  'delete',
  'on duplicate key update',
  'for update',
  'exists',
  'in',
  'not',
  "'",
  '"',
  '`',
  '\\',
  '--',
  '-- ',
  '#',
  '/*',
  '*/',
  '/*!',
  ';',
  '\n',
  '0x',
  '1.',
  'e1',
  '@',
  ':=',
  '||',
  'é',
  '\u0000',
  'begin',
  'savepoint',
  'limit',
  'group by',
  'lateral',
  'table',
]

describe('texts of any kind', () => {
  const expectVerdictOrGuardError = (sql: string): void => {
    try {
      guard.check(sql, [], Buffer.alloc(16))
    } catch (error) {
      expect(error).toBeInstanceOf(GuardError)
    }
  }

  const words = fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 40 })

  it.each<[string, fc.Arbitrary<string>]>([
    ['of any characters', fc.string({ unit: 'binary', maxLength: 200 })],
    ['of words of SQL', words.map((list) => list.join(' '))],
    ['of words of SQL without blanks', words.map((list) => `select * from contacts where ${list.join('')}`)],
  ])('%s end in a verdict or in a GuardError', (_, texts) => {
    fc.assert(fc.property(texts, expectVerdictOrGuardError), { numRuns: 1000 })
  })

  it.each([
    '(',
    ')',
    "'",
    '"',
    '`',
    '/*',
    '--',
    'case ',
    'select ',
    'with a as (',
    '((select 1) union ',
    'with a as (select 1), ',
    'a,',
    'and ',
    'not ',
    'contacts,',
    '?,',
    'c.',
    '1.',
  ])('takes a long run of %j', (piece) => {
    expectVerdictOrGuardError(`select * from contacts where ${piece.repeat(20_000)}`)
    expectVerdictOrGuardError(`select * from contacts ${piece.repeat(20_000)}`)
    expectVerdictOrGuardError(`${piece.repeat(20_000)} contacts`)
  })
})
