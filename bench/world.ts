import type { RowDataPacket } from 'mysql2/promise'
import type { SourceEdit } from '../test/load/bundle.ts'
import { openWorld, type LoadWorld } from '../test/load/world.ts'
import type { Report } from './report.ts'

export interface BenchOptions {
  isQuick: boolean
  isKept: boolean
}

/** What a scenario gets to work with. */
export interface Bench {
  world: LoadWorld
  report: Report
  isQuick: boolean
}

/** One caller stands for many people here, so the limit per person is lifted; its cost stays. */
const WITHOUT_RATE_LIMIT: SourceEdit = {
  name: 'without-rate-limit',
  file: 'src/server/api/http/app.ts',
  find: 'callsPerMinute: 600, signInsPerMinute: 120',
  replace: 'callsPerMinute: 1e9, signInsPerMinute: 1e9',
}

/** One process of the product under production settings, logging to a file as it would to a collector. */
export function openBenchWorld({ isQuick, isKept }: BenchOptions): Promise<LoadWorld> {
  return openWorld({
    name: 'bench',
    processes: 1,
    holdMs: 120_000,
    edit: WITHOUT_RATE_LIMIT,
    logLevel: 'info',
    ...(isKept && { keptDatabase: isQuick ? 'crm_bench_quick' : 'crm_bench' }),
  })
}

/** The first column of the first row as a number. */
export async function numberOf(world: LoadWorld, sql: string, values: unknown[] = []): Promise<number> {
  const connection = await world.connect()
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql, values)
    return Number(Object.values(rows[0] ?? {})[0] ?? 0)
  } finally {
    await connection.end()
  }
}
