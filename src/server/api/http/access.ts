import { isId } from '../../../shared/ids.ts'
import { roleCan, type Permission } from '../../../shared/permissions.ts'
import { membershipOf, type Identity, type Membership } from '../../modules/accounts/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import type { AppServices } from '../services.ts'

/** @throws AppError UNAUTHENTICATED */
export function requireIdentity(identity: Identity | null): Identity {
  if (identity) return identity
  throw new AppError('UNAUTHENTICATED', 'sign in first')
}

/**
 * The caller's membership, if its role has the permission.
 * @throws AppError NOT_FOUND for a workspace that is foreign, unknown or no id at all, all alike;
 *   FORBIDDEN for a role without the permission.
 */
export async function requirePermission(
  services: AppServices,
  identity: Identity,
  access: { workspaceId: string | undefined; permission: Permission },
): Promise<Membership> {
  const { workspaceId, permission } = access
  const membership = isId('workspace', workspaceId)
    ? await membershipOf(services, identity.user.id, workspaceId)
    : null
  if (!membership) throw notFound('workspace')
  if (roleCan(membership.role, permission)) return membership
  throw new AppError('FORBIDDEN', `your role lacks the permission ${permission}`)
}
