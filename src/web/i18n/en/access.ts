import type { access as es } from '../es/access.ts'
import type { Translation } from '../message.ts'
import { account } from './account.ts'
import { common } from './common.ts'
import { shell } from './shell.ts'

export const access: Translation<typeof es> = { ...common, ...account, ...shell }
