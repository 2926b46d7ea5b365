import { and, eq, type SQL } from 'drizzle-orm'
import type { MySqlColumn, MySqlTable } from 'drizzle-orm/mysql-core'
import type { MySql2Database } from 'drizzle-orm/mysql2'
import type { WorkspaceId } from '../../../shared/ids.ts'

export type Orm = MySql2Database
export type OrmTx = Parameters<Parameters<Orm['transaction']>[0]>[0]

type WorkspaceTable = MySqlTable & { workspaceId: MySqlColumn }

/** What a query needs to know: whose rows, and through which handle. */
export interface Scope {
  readonly workspaceId: WorkspaceId
  readonly orm: Orm | OrmTx
}

/** The table's rows of this workspace that also meet the conditions. */
export function own(scope: Scope, table: WorkspaceTable, ...conditions: (SQL | undefined)[]): SQL {
  return and(eq(table.workspaceId, scope.workspaceId), ...conditions) as SQL
}
