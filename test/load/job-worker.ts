import { pino } from 'pino'
import { armCrashPoint } from '../../src/server/platform/crash-point.ts'
import { createGuard } from '../../src/server/platform/db/guard/index.ts'
import { createPools } from '../../src/server/platform/db/pools.ts'
import { createSystemDb } from '../../src/server/platform/db/system-db.ts'
import { createWorkspaceDbFactory } from '../../src/server/platform/db/workspace-db.ts'
import { JobRunner } from '../../src/server/platform/jobs/runner.ts'
import { createStorage } from '../../src/server/platform/storage/index.ts'
import { EXPORT_JOB, getExport, writeExport } from '../../src/server/modules/exports/index.ts'
import { workspaceTableNames } from '../../src/server/schema/tables.ts'
import type { ExportId, WorkspaceId } from '../../src/shared/ids.ts'

/** A process that runs jobs of exports until one export is over, or until CRASH_AT kills it. */
const { DATABASE_URL = '', STORAGE_DIR = '', WORKSPACE = '', EXPORT = '', CRASH_AT } = process.env
armCrashPoint(CRASH_AT)
const pools = createPools(DATABASE_URL)
const workspaceDb = createWorkspaceDbFactory({
  pool: pools.worker,
  guard: createGuard({ workspaceTables: workspaceTableNames() }),
  onCommit: () => undefined,
})
const storage = createStorage(STORAGE_DIR)
const runner = new JobRunner(
  { systemDb: createSystemDb(pools.worker), workspaceDb, log: pino({ level: 'silent' }) },
  { single: {}, batch: {}, long: { [EXPORT_JOB]: (db, work) => writeExport({ storage }, db, work) } },
)
runner.start()
const db = workspaceDb(WORKSPACE as WorkspaceId)
const isOver = async () => (await getExport(db, EXPORT as ExportId)).state !== 'running'
while (!(await isOver())) await new Promise((resolve) => setTimeout(resolve, 100))
await runner.stop()
await pools.close()
