import type { Catalogue } from '../catalogue.ts'
import { account } from './account.ts'
import { common } from './common.ts'
import { inbox } from './inbox.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { thread } from './thread.ts'

export const ptBr: Catalogue = { ...common, ...account, ...shell, ...inbox, ...thread, ...settings }
