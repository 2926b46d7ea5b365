import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Member, WorkspaceSummary } from '../../../shared/contracts/accounts.ts'
import type { UserId, WorkspaceId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { memberships, users, workspaces } from '../../schema/index.ts'
import type { Membership } from './accounts-caches.ts'
import type { AccountsServices } from './services.ts'

/** A user's role in a workspace, or null where there is none: the workspace may not even exist. */
export async function membershipOf(
  services: AccountsServices,
  userId: UserId,
  workspaceId: WorkspaceId,
): Promise<Membership | null> {
  return services.accountsCaches.memberships.remember(
    `${userId} ${workspaceId}`,
    services.now(),
    async () => {
      const db = services.workspaceDb(workspaceId)
      const [row] = await db.orm
        .select({ role: memberships.role })
        .from(memberships)
        .where(own(db, memberships, eq(memberships.userId, userId), isNull(memberships.disabledAt)))
      return row ? { workspaceId, userId, role: row.role } : null
    },
  )
}

/** Where a user belongs, the workspace they joined first in front. */
export async function workspacesOf(services: AccountsServices, userId: UserId): Promise<WorkspaceSummary[]> {
  return services
    .systemDb('memberships-of-user')
    .select({ id: workspaces.id, slug: workspaces.slug, name: workspaces.name, role: memberships.role })
    .from(memberships)
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .where(and(eq(memberships.userId, userId), isNull(memberships.disabledAt)))
    .orderBy(asc(memberships.createdAt), asc(workspaces.id))
}

/** The people of a workspace, by name. */
export async function listMembers(db: WorkspaceDb): Promise<Member[]> {
  return db.orm
    .select({ userId: memberships.userId, name: users.name, email: users.email, role: memberships.role })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(own(db, memberships, isNull(memberships.disabledAt), isNull(users.disabledAt)))
    .orderBy(asc(users.name), asc(users.id))
}
