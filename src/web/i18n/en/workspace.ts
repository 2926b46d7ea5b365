import { inbox } from './inbox.ts'
import { thread } from './thread.ts'

/** The words of the inbox: they come with the workspace. */
export const workspace = { ...inbox, ...thread }
