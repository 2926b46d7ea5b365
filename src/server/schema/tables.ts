import { is } from 'drizzle-orm'
import { getTableConfig, MySqlTable } from 'drizzle-orm/mysql-core'
import * as schema from './index.ts'

/** The tables whose rows belong to a workspace: those the driver guard watches. */
export function workspaceTableNames(): Set<string> {
  const names = new Set<string>()
  for (const value of Object.values(schema) as unknown[]) {
    if (!is(value, MySqlTable)) continue
    const config = getTableConfig(value)
    if (config.columns.some((column) => column.name === 'workspace_id')) names.add(config.name)
  }
  return names
}
