import type { Me, SignIn, SignUp, UpdateMe } from '@shared/contracts/accounts.ts'
import { call } from './call.ts'
import { createStore } from './store.ts'

/** Who is signed in: undefined until asked, null when nobody is. */
export const session = createStore<Me | null | undefined>(undefined)

/** Becomes true when a call was refused because the session ended while the person was at work. */
export const sessionExpired = createStore(false)

let asking: Promise<Me | null> | null = null

/** The signed-in person; asks the server once and remembers the answer. */
export async function loadMe(): Promise<Me | null> {
  const known = session.get()
  if (known !== undefined) return known
  asking ??= call<Me | null>('query', 'me.get').finally(() => (asking = null))
  const me = await asking
  session.set(me)
  return me
}

/** Asks again who is signed in, after the server said that something about it changed. */
export async function refreshMe(): Promise<void> {
  const me = await call<Me | null>('query', 'me.get')
  if (me) session.set(me)
  else sessionExpired.set(true)
}

export async function signIn(input: SignIn): Promise<Me> {
  return arrived(await call<Me>('mutation', 'auth.signIn', input))
}

export async function signUp(input: SignUp): Promise<Me> {
  return arrived(await call<Me>('mutation', 'auth.signUp', input))
}

export async function signOut(): Promise<void> {
  await call('mutation', 'auth.signOut')
  session.set(null)
}

export async function updateMe(input: UpdateMe): Promise<void> {
  session.set(await call<Me>('mutation', 'me.update', input))
}

function arrived(me: Me): Me {
  sessionExpired.set(false)
  session.set(me)
  return me
}

const LAST_KEY = 'crm.lastWorkspace'

export function rememberWorkspace(slug: string): void {
  localStorage.setItem(LAST_KEY, slug)
}

/** The workspace to open: the last one on this device if still a member, else the first. */
export function homeSlug(me: Me): string | null {
  const last = localStorage.getItem(LAST_KEY)
  const workspace = me.workspaces.find(({ slug }) => slug === last) ?? me.workspaces[0]
  return workspace?.slug ?? null
}
