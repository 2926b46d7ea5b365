import { eq } from 'drizzle-orm'
import type { Me, UpdateMe } from '../../../shared/contracts/accounts.ts'
import type { Locale } from '../../../shared/countries.ts'
import type { UserId } from '../../../shared/ids.ts'
import { notFound } from '../../platform/errors.ts'
import { users } from '../../schema/index.ts'
import { workspacesOf } from './memberships.ts'
import type { AccountsServices } from './services.ts'

/** A person and the workspaces they belong to. */
export async function getMe(services: AccountsServices, userId: UserId): Promise<Me> {
  const [user] = await services
    .systemDb('session')
    .select({ id: users.id, name: users.name, email: users.email, locale: users.locale })
    .from(users)
    .where(eq(users.id, userId))
  if (!user) throw notFound('user')
  return {
    user: { ...user, locale: user.locale as Locale | null },
    workspaces: await workspacesOf(services, userId),
  }
}

export async function updateMe(services: AccountsServices, userId: UserId, input: UpdateMe): Promise<Me> {
  await services.systemDb('session').update(users).set({ locale: input.locale }).where(eq(users.id, userId))
  services.accountsCaches.forgetUser(userId)
  return getMe(services, userId)
}
