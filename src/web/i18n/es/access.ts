import { account } from './account.ts'
import { common } from './common.ts'
import { shell } from './shell.ts'

/** The words of signing in, and of what surrounds every page. Spanish is written first; the others follow its keys. */
export const access = { ...common, ...account, ...shell }
