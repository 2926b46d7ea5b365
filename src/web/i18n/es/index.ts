import { account } from './account.ts'
import { common } from './common.ts'
import { inbox } from './inbox.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { thread } from './thread.ts'

/** Spanish is written first; the other languages follow its keys. */
export const es = { ...common, ...account, ...shell, ...inbox, ...thread, ...settings }
