import type { workspace as es } from '../es/workspace.ts'
import type { Translation } from '../message.ts'
import { inbox } from './inbox.ts'
import { settings } from './settings.ts'
import { thread } from './thread.ts'

export const workspace: Translation<typeof es> = { ...inbox, ...thread, ...settings }
