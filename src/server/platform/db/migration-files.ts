import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One file of drizzle-kit, cut into its statements. */
export interface MigrationFile {
  tag: string
  /** Of the whole file: it seals a file that has been applied to its end. */
  checksum: string
  statements: MigrationStatement[]
}

export interface MigrationStatement {
  /** Counted from 1. */
  no: number
  sql: string
  checksum: string
}

const BREAKPOINT = '--> statement-breakpoint'

interface Journal {
  entries: { idx: number; tag: string }[]
}

/**
 * Reads the folder that drizzle-kit writes: `meta/_journal.json` gives the order, `<tag>.sql` the statements.
 * A folder without a journal holds no migrations yet.
 */
export async function readMigrationFiles(folder: string): Promise<MigrationFile[]> {
  const entries = (await readJournal(folder)).entries.toSorted((a, b) => a.idx - b.idx)
  return Promise.all(
    entries.map(async ({ tag }) => parseMigration(tag, await readFile(join(folder, `${tag}.sql`), 'utf8'))),
  )
}

/** Splits a file's text. Line ends are made equal first, so that a checkout on Windows has the same checksums. */
export function parseMigration(tag: string, text: string): MigrationFile {
  const normalised = text.replaceAll('\r\n', '\n')
  const statements = normalised
    .split(BREAKPOINT)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((sql, index) => ({ no: index + 1, sql, checksum: sha256(sql) }))
  return { tag, checksum: sha256(normalised), statements }
}

async function readJournal(folder: string): Promise<Journal> {
  try {
    return JSON.parse(await readFile(join(folder, 'meta/_journal.json'), 'utf8')) as Journal
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { entries: [] }
    throw error
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
