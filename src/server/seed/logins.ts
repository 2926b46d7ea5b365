import type { Role } from '../../shared/permissions.ts'
import { hmacSha256, verifyPassword } from '../platform/crypto/index.ts'
import type { SystemDb } from '../platform/db/system-db.ts'
import { usersByEmail } from './perform/history.repo.ts'
import { PEOPLE, type DemoWorkspace } from './people.ts'
import type { PersonKey } from './plan/lines.ts'

/** One row per person and workspace, the one to begin with first. */
export interface DemoLogin {
  email: string
  password: string
  name: string
  role: Role
  /** The workspace's slug. */
  workspace: string
}

/** Who the demo is best looked at as. */
const FIRST: PersonKey = 'ana'

/**
 * The password of everybody in the demo: the one given, else one that only who knows the session
 * secret can work out. So a second run knows it again, and nobody has to keep it.
 */
export function demoPassword(given: string | undefined, sessionSecret: string): string {
  return given ?? `demo-${hmacSha256(sessionSecret, 'demo-password').toString('hex').slice(0, 12)}`
}

/** False where the demo was made with another password. */
export async function isPasswordRight(systemDb: SystemDb, password: string): Promise<boolean> {
  const [user] = await usersByEmail(systemDb, [PEOPLE[FIRST].email])
  return user === undefined || verifyPassword(password, user.passwordHash)
}

export function demoLogins(workspaces: readonly DemoWorkspace[], password: string): DemoLogin[] {
  const logins = workspaces.flatMap((demo) => [
    loginOf(demo.owner, 'owner', { slug: demo.slug, password }),
    ...demo.members.map(({ who, role }) => loginOf(who, role, { slug: demo.slug, password })),
  ])
  const isFirst = (login: DemoLogin) =>
    login.email === PEOPLE[FIRST].email && login.workspace === workspaces[0]?.slug
  return [...logins.filter(isFirst), ...logins.filter((login) => !isFirst(login))]
}

function loginOf(
  key: PersonKey,
  role: Role,
  { slug, password }: { slug: string; password: string },
): DemoLogin {
  const { email, name } = PEOPLE[key]
  return { email, password, name, role, workspace: slug }
}
