import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createScratchDatabase } from '../../../../test/harness/database.ts'
import { migrate, pendingMigrations } from './migrate.ts'

const FIRST = {
  '0000_first': [
    'CREATE TABLE fruits (id bigint NOT NULL PRIMARY KEY, name varchar(40) NOT NULL)',
    'CREATE INDEX fruits_name ON fruits (name)',
  ],
}
const SECOND = {
  '0001_colour': ["ALTER TABLE fruits ADD COLUMN colour varchar(20) NOT NULL DEFAULT 'green'"],
}
const THREE_STEPS = {
  '0000_three': [
    'CREATE TABLE one (id int PRIMARY KEY)',
    'CREATE TABLE two (id int PRIMARY KEY, one_id int NOT NULL REFERENCES nowhere.at_all (x), nonsense)',
    'CREATE TABLE three (id int PRIMARY KEY)',
  ],
}
const MENDED_SECOND_STEP = 'CREATE TABLE two (id int PRIMARY KEY)'

let folder: string
let database: Awaited<ReturnType<typeof createScratchDatabase>>
let connection: Connection

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crm-migrations-'))
  database = await createScratchDatabase()
  connection = await createConnection(database.url)
})

afterEach(async () => {
  await connection.end()
  await database.drop()
  await rm(folder, { recursive: true })
})

async function write(files: Record<string, string[]>): Promise<void> {
  const entries = Object.keys(files).map((tag, idx) => ({
    idx,
    tag,
    version: '5',
    when: idx,
    breakpoints: true,
  }))
  await mkdir(join(folder, 'meta'), { recursive: true })
  await writeFile(
    join(folder, 'meta/_journal.json'),
    JSON.stringify({ version: '7', dialect: 'mysql', entries }),
  )
  for (const [tag, statements] of Object.entries(files)) {
    await writeFile(
      join(folder, `${tag}.sql`),
      statements.map((sql) => `${sql};`).join('--> statement-breakpoint\n'),
    )
  }
}

async function tables(): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>('SHOW TABLES')
  return rows.map((row) => String(Object.values(row)[0])).sort()
}

describe('migrating', () => {
  it('does nothing but its own table where drizzle has written no migrations', async () => {
    expect(await migrate(database.url, { folder })).toEqual({ applied: [], alreadyApplied: 0 })
    expect(await tables()).toEqual(['schema_migrations'])
  })

  it('brings an empty database to the newest schema, and says so once', async () => {
    await write({ ...FIRST, ...SECOND })
    expect(await pendingMigrations(connection, folder)).toEqual(['0000_first', '0001_colour'])
    const lines: string[] = []
    const result = await migrate(database.url, { folder, log: (line) => lines.push(line) })
    expect(result).toEqual({ applied: ['0000_first', '0001_colour'], alreadyApplied: 0 })
    expect(lines).toHaveLength(2)
    expect(await pendingMigrations(connection, folder)).toEqual([])
    expect(await migrate(database.url, { folder })).toEqual({ applied: [], alreadyApplied: 2 })
  })

  it('adds to a filled database without touching its rows', async () => {
    await write(FIRST)
    await migrate(connection, { folder })
    await connection.query("INSERT INTO fruits (id, name) VALUES (1, 'maracuyá')")
    await write({ ...FIRST, ...SECOND })
    expect(await migrate(connection, { folder })).toEqual({ applied: ['0001_colour'], alreadyApplied: 1 })
    const [rows] = await connection.query('SELECT name, colour FROM fruits')
    expect(rows).toEqual([{ name: 'maracuyá', colour: 'green' }])
  })

  it('gives the database the collation that tables inherit', async () => {
    await connection.query('ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_swedish_ci')
    await write(FIRST)
    await migrate(database.url, { folder })
    const [rows] = await connection.query(
      "SELECT table_collation AS c FROM information_schema.tables WHERE table_schema = database() AND table_name = 'fruits'",
    )
    expect(rows).toEqual([{ c: 'utf8mb4_unicode_520_ci' }])
  })

  it('lets one of several processes work while the others wait', async () => {
    await write({ ...FIRST, ...SECOND })
    const results = await Promise.all([1, 2, 3].map(() => migrate(database.url, { folder })))
    expect(results.map((result) => result.applied.length).sort()).toEqual([0, 0, 2])
  })
})

describe('a migration that breaks half-way', () => {
  it('names the file, the statement and the engine’s reason, and continues once it is mended', async () => {
    await write(THREE_STEPS)
    await expect(migrate(database.url, { folder })).rejects.toThrow(
      /0000_three\.sql, statement 2: .+\n {2}CREATE TABLE two/,
    )
    expect(await tables()).toEqual(['one', 'schema_migrations'])
    expect(await pendingMigrations(connection, folder)).toEqual(['0000_three'])

    const [one, , three] = THREE_STEPS['0000_three']
    await write({ '0000_three': [one!, MENDED_SECOND_STEP, three!] })
    expect(await migrate(database.url, { folder })).toEqual({ applied: ['0000_three'], alreadyApplied: 0 })
    expect(await tables()).toEqual(['one', 'schema_migrations', 'three', 'two'])
  })

  it('continues after a process that died between a statement and its record', async () => {
    await write(FIRST)
    await migrate(connection, { folder })
    // What such a death leaves: the table exists, its statement is begun but not finished, the rest is missing.
    await connection.query('DELETE FROM schema_migrations WHERE statement_no <> 1')
    await connection.query('UPDATE schema_migrations SET applied_at = NULL')
    await connection.query('DROP INDEX fruits_name ON fruits')
    expect(await migrate(connection, { folder })).toEqual({ applied: ['0000_first'], alreadyApplied: 0 })
    const [rows] = await connection.query<RowDataPacket[]>(
      "SHOW INDEX FROM fruits WHERE key_name = 'fruits_name'",
    )
    expect(rows).toHaveLength(1)
  })

  it('does not take somebody else’s table for its own', async () => {
    await connection.query('CREATE TABLE fruits (id int)')
    await write(FIRST)
    await expect(migrate(database.url, { folder })).rejects.toThrow(/statement 1: .*already exists/)
  })
})

describe('an applied file', () => {
  beforeEach(async () => {
    await write(FIRST)
    await migrate(connection, { folder })
  })

  it('must not be changed', async () => {
    const path = join(folder, '0000_first.sql')
    await writeFile(path, (await readFile(path, 'utf8')).replace('varchar(40)', 'varchar(80)'))
    await expect(migrate(connection, { folder })).rejects.toThrow(
      /0000_first\.sql, statement 1 .*was changed/,
    )
  })

  it('must not grow', async () => {
    await write({ '0000_first': [...FIRST['0000_first'], 'CREATE TABLE more (id int)'] })
    await expect(migrate(connection, { folder })).rejects.toThrow(/0000_first\.sql was changed/)
    expect(await tables()).not.toContain('more')
  })

  it('is the same with the line ends of Windows', async () => {
    const path = join(folder, '0000_first.sql')
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll('\n', '\r\n'))
    expect(await migrate(connection, { folder })).toEqual({ applied: [], alreadyApplied: 1 })
  })
})
