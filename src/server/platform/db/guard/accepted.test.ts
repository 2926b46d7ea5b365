import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse } from './analyse.ts'

const WORKSPACE_TABLES = new Set(['contacts', 'messages'])
const verdictOn = (sql: string) => analyse(sql, WORKSPACE_TABLES)

const fixtureFile = new URL('../../../../../test/fixtures/sql-guard/cases.json', import.meta.url)
const fixture = JSON.parse(readFileSync(fixtureFile, 'utf8')) as { refuse: string[]; accept: string[] }

/** Each statement with the parameters that must be the workspace. */
const ACCEPTED: Record<string, [sql: string, bindings: number[]][]> = {
  'conditions joined by AND': [
    ['select * from contacts where workspace_id = ?', [0]],
    ['select * from contacts where (((workspace_id = ?) and (id = ?)))', [0]],
    ['select * from contacts where id = ? and (a = ? or b = ?) and workspace_id = ?', [3]],
    ['select * from contacts where not id = ? and workspace_id = ?', [1]],
    ['select * from contacts where a not between ? and ? and workspace_id = ? and b between 1 and 2', [2]],
    ['select * from contacts where case when a = ? and b = ? then 1 else 0 end and workspace_id = ?', [2]],
    ['select * from contacts where id in (?, ?, ?) and workspace_id = ?', [3]],
    ["select * from contacts where name like ? escape '!' and workspace_id = ?", [1]],
    ['select * from contacts where workspace_id = ? and left(name, 1) = ?', [0]],
    ['select * from contacts where workspace_id = ? and workspace_id = ?', [0, 1]],
  ],
  'names as the engines read them': [
    ['SELECT * FROM `Contacts` WHERE `CONTACTS`.`Workspace_Id` = ?', [0]],
    ['select * from app.contacts where contacts.workspace_id = ?', [0]],
    ['select * from `app`.`contacts` where `app`.`contacts`.`workspace_id` = ?', [0]],
    ['select `a``b`, t.from, `select` from contacts as t where t.workspace_id = ?', [0]],
    ['select 1 as `or` from contacts use index (a, b) where workspace_id = ?', [0]],
    ['select * from contacts c force key (primary) where c .workspace_id = ?', [0]],
  ],
  'strings, numbers and comments': [
    ["select 'it''s; a \\' or ?', \"or\" from contacts where workspace_id = ? -- or 1", [0]],
    ['select /* or (select */ 1 # or 1\n from contacts where workspace_id/**/=/**/?', [0]],
    ['select * from contacts where workspace_id--\n= ?', [0]],
    ["select x'0a', 0x0a, 1.5e3, .5, 1--1 from contacts where workspace_id = ?", [0]],
    ["select * from contacts where note = 'a\\\\' and workspace_id = ? and b = 'c'", [0]],
    [
      "select json_unquote(json_extract(data, '$.a ? b')) from contacts where workspace_id = ? and json_value(data, '$.x') = ?",
      [0],
    ],
  ],
  joins: [
    [
      'select * from contacts c join messages m on m.workspace_id = c.workspace_id and m.cid = c.id where m.workspace_id = ?',
      [0],
    ],
    ['select * from contacts c inner join messages m on m.workspace_id = ? and c.workspace_id = ?', [0, 1]],
    [
      'select * from contacts c cross join messages m where m.workspace_id = c.workspace_id and c.workspace_id = ?',
      [0],
    ],
    [
      'select * from t left join contacts c on c.workspace_id = ? and left(c.a, 2) = t.a left join messages m on m.workspace_id = c.workspace_id',
      [0],
    ],
    ['select * from contacts c join jobs j on j.workspace_id = c.workspace_id where j.workspace_id = ?', [0]],
    [
      'select * from contacts c left join (messages m join t on t.id = m.id and m.workspace_id = ?) on m.cid = c.id where c.workspace_id = ?',
      [0, 1],
    ],
    [
      'select * from t join u on left(t.a, 2) = right(u.a, 2) join (contacts x) on x.workspace_id = ? left join (messages y) on y.workspace_id = x.workspace_id',
      [0],
    ],
    [
      'select * from (contacts c join messages m on c.workspace_id = m.workspace_id) where c.workspace_id = ?',
      [0],
    ],
  ],
  'nested queries': [
    ['select * from (select id from contacts where workspace_id = ?) c where c.id = ?', [0]],
    [
      'select * from (select id, workspace_id from contacts where workspace_id = ?) c join messages m on m.workspace_id = c.workspace_id where c.workspace_id = ?',
      [0, 1],
    ],
    [
      'select (select count(*) from messages m where m.workspace_id = c.workspace_id) n from contacts c where c.workspace_id = ?',
      [0],
    ],
    [
      'select (select count(*) from messages m where m.workspace_id = ?) n from contacts c where c.workspace_id = ?',
      [0, 1],
    ],
    [
      'select * from contacts c where c.workspace_id = ? and c.id in (select cid from messages where workspace_id = ? group by cid having count(*) > ?) order by c.id limit ? offset ?',
      [0, 1],
    ],
    [
      'select * from contacts c where c.workspace_id = ? and exists (select 1 from messages m where m.workspace_id = c.workspace_id and exists (select 1 from contacts d where d.workspace_id = c.workspace_id))',
      [0],
    ],
    [
      'with x as (select * from contacts where workspace_id = ?), y (a) as (select id from x) select * from y join messages m on m.id = y.a and m.workspace_id = ?',
      [0, 1],
    ],
    [
      'with recursive tree as (select id from contacts where workspace_id = ? union all select m.id from messages m join tree on tree.id = m.parent where m.workspace_id = ?) select * from tree',
      [0, 1],
    ],
    [
      '(select id from contacts where workspace_id = ?) union all (select id from messages where workspace_id = ?) order by id limit ?',
      [0, 1],
    ],
    [
      'select id from contacts where workspace_id = ? union distinct select id from messages where workspace_id = ? intersect select 1',
      [0, 1],
    ],
    [
      'select row_number() over (partition by a order by b rows between 1 preceding and current row) from contacts where workspace_id = ?',
      [0],
    ],
    [
      "select group_concat(distinct a order by b separator ',') from contacts where workspace_id = ? group by c with rollup having count(*) > 1",
      [0],
    ],
  ],
  locks: [
    ['select * from contacts where workspace_id = ? for update', [0]],
    ['select * from contacts where workspace_id = ? order by id limit ? for update skip locked', [0]],
    ['select * from contacts where workspace_id = ? lock in share mode', [0]],
  ],
  writes: [
    ['insert into contacts (id, workspace_id, name) values (?, ?, ?)', [1]],
    ['insert into `contacts` (`workspace_id`, `id`, `name`) values (?, default, ?), (?, ?, now())', [0, 2]],
    ['insert ignore into contacts (workspace_id) value (?)', [0]],
    [
      'insert into contacts (workspace_id, name) values (?, (select max(name) from messages where workspace_id = ?))',
      [0, 1],
    ],
    [
      'insert into contacts (workspace_id, n) values (?, ?) on duplicate key update n = values(n), `contacts`.`m` = ?',
      [0],
    ],
    [
      'insert into contacts (id, workspace_id) select m.cid, ? from messages m where m.workspace_id = ?',
      [0, 1],
    ],
    [
      'insert into contacts (id, workspace_id) select distinct cid, ? as `workspace_id` from messages where workspace_id = ? on duplicate key update id = id',
      [0, 1],
    ],
    ['insert into jobs (a) select id from contacts where workspace_id = ?', [0]],
    ['insert into jobs (a, b) values (?, (select id from contacts where workspace_id = ? limit 1))', [1]],
    ['update contacts set name = ?, workspaces = ? where workspace_id = ? and id = ?', [2]],
    [
      'update contacts c join messages m on m.workspace_id = c.workspace_id set c.a = m.a where c.workspace_id = ?',
      [0],
    ],
    ['update jobs set a = (select max(id) from contacts where workspace_id = ?) where id = ?', [0]],
    [
      'update contacts c set n = (select count(*) from messages m where m.workspace_id = c.workspace_id) where c.workspace_id = ? order by id limit 5',
      [0],
    ],
    ['delete from contacts where workspace_id = ? and id = ? limit 1', [0]],
    [
      'delete c, m from contacts c join messages m on m.workspace_id = c.workspace_id where c.workspace_id = ?',
      [0],
    ],
  ],
  'statements without a workspace table': [
    ['select * from t right join u using (id)', []],
    ['select 1', []],
    ['update jobs set state = ?, workspace_id = ? where id = ?', []],
    ['replace into settings values (?, ?)', []],
  ],
  transactions: [
    ['begin', []],
    ['START TRANSACTION', []],
    ['start transaction with consistent snapshot, read only', []],
    ['set transaction isolation level read committed', []],
    ['set session transaction isolation level repeatable read', []],
    ['savepoint sp1', []],
    ['release savepoint sp1', []],
    ['rollback to savepoint sp1', []],
    ['rollback', []],
    ['commit', []],
  ],
}

describe('the shared cases', () => {
  it.each(fixture.accept)('accepts %s', (sql) => {
    expect(verdictOn(sql)).toMatchObject({ ok: true })
  })
})

describe.each(Object.entries(ACCEPTED))('accepts %s', (_, cases) => {
  it.each(cases)('%s', (sql, bindings) => {
    expect(verdictOn(sql)).toEqual({ ok: true, bindings })
  })
})
