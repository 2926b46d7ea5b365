import { audit } from './audit.ts'
import { auditLog } from './audit-log.ts'
import { contacts } from './contacts.ts'
import { deals } from './deals.ts'
import { imports } from './imports.ts'
import { settings } from './settings.ts'
import { tables } from './tables.ts'
import { tasks } from './tasks.ts'

/** The words of everything beside the inbox: they come after it, or with the first screen that needs them. */
export const records = {
  ...contacts,
  ...deals,
  ...tables,
  ...tasks,
  ...imports,
  ...audit,
  ...auditLog,
  ...settings,
}
