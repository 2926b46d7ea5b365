import { contacts } from './contacts.ts'
import type { workspace as es } from '../es/workspace.ts'
import type { Translation } from '../message.ts'
import { deals } from './deals.ts'
import { imports } from './imports.ts'
import { tasks } from './tasks.ts'
import { audit } from './audit.ts'
import { inbox } from './inbox.ts'
import { settings } from './settings.ts'
import { thread } from './thread.ts'

export const workspace: Translation<typeof es> = {
  ...contacts,
  ...inbox,
  ...audit,
  ...imports,
  ...tasks,
  ...deals,
  ...thread,
  ...settings,
}
