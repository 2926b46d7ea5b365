import { createGuard } from '../../src/server/platform/db/guard/index.ts'
import { armCrashPoint } from '../../src/server/platform/crash-point.ts'
import { createPools } from '../../src/server/platform/db/pools.ts'
import { createWorkspaceDbFactory } from '../../src/server/platform/db/workspace-db.ts'
import { createStorage } from '../../src/server/platform/storage/index.ts'
import { workspaceTableNames } from '../../src/server/schema/tables.ts'
import { workOnImport } from '../../src/server/modules/imports/index.ts'
import type { WorkspaceId } from '../../src/shared/ids.ts'

/** A process that works on one import until it is done, or until CRASH_AT kills it. */
const { DATABASE_URL = '', STORAGE_DIR = '', WORKSPACE = '', IMPORT = '', CRASH_AT } = process.env
armCrashPoint(CRASH_AT)
const pools = createPools(DATABASE_URL)
const workspaceDb = createWorkspaceDbFactory({
  pool: pools.worker,
  guard: createGuard({ workspaceTables: workspaceTableNames() }),
  onCommit: () => undefined,
})
await workOnImport({ storage: createStorage(STORAGE_DIR) }, workspaceDb(WORKSPACE as WorkspaceId), {
  payload: { importId: IMPORT },
  signal: new AbortController().signal,
})
await pools.close()
