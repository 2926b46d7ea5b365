import { inbox } from './inbox.ts'
import { settings } from './settings.ts'
import { thread } from './thread.ts'

/** The words of the work itself: they come with the workspace. */
export const workspace = { ...inbox, ...thread, ...settings }
