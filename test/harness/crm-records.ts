import { createGuard } from '../../src/server/platform/db/guard/index.ts'
import { createPools, type Pools } from '../../src/server/platform/db/pools.ts'
import { createWorkspaceDbFactory, type WorkspaceDb } from '../../src/server/platform/db/workspace-db.ts'
import { workspaceCounters, workspaces } from '../../src/server/schema/index.ts'
import { workspaceTableNames } from '../../src/server/schema/tables.ts'
import { newId } from '../../src/shared/ids.ts'
import { testDatabaseUrl } from './database.ts'

export interface BareWorkspace {
  db: WorkspaceDb
  pools: Pools
  close(): Promise<void>
}

/** A workspace in the database and nothing around it: for tests of what the database is asked. */
export async function givenBareWorkspace(timeZone = 'America/Mexico_City'): Promise<BareWorkspace> {
  const pools = createPools(testDatabaseUrl())
  const guard = createGuard({ workspaceTables: workspaceTableNames() })
  const factory = createWorkspaceDbFactory({ pool: pools.web, guard, onCommit: () => undefined })
  const id = newId('workspace')
  const db = factory(id)
  await db.orm.insert(workspaces).values({
    id,
    slug: id.replace('_', '-'),
    name: 'Nogal & Lino',
    country: 'MX',
    currency: 'MXN',
    timeZone,
    phoneCode: '52',
    locale: 'es',
  })
  await db.orm.insert(workspaceCounters).values({ workspaceId: id })
  return { db, pools, close: () => pools.close() }
}
