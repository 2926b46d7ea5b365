import { eq, isNull } from 'drizzle-orm'
import type { UserId } from '../../../shared/ids.ts'
import { own, type Scope } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { memberships } from '../../schema/index.ts'

/** @throws AppError NOT_FOUND where the user is no member of the workspace. */
export async function requireMember(scope: Scope, userId: UserId): Promise<void> {
  const [row] = await scope.orm
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(own(scope, memberships, eq(memberships.userId, userId), isNull(memberships.disabledAt)))
  if (!row) throw notFound('member')
}
