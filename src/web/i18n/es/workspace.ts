import { contacts } from './contacts.ts'
import { deals } from './deals.ts'
import { imports } from './imports.ts'
import { tasks } from './tasks.ts'
import { audit } from './audit.ts'
import { inbox } from './inbox.ts'
import { settings } from './settings.ts'
import { thread } from './thread.ts'

/** The words of the work itself: they come with the workspace. */
export const workspace = {
  ...contacts,
  ...inbox,
  ...audit,
  ...imports,
  ...tasks,
  ...deals,
  ...thread,
  ...settings,
}
