import { eq } from 'drizzle-orm'
import type { UserId } from '../../../shared/ids.ts'
import { sessions, users } from '../../schema/index.ts'
import type { AccountsServices } from './services.ts'

/** Shuts a user out everywhere: no sign-in, and every session ends, live connections within a second. */
export async function disableUser(services: AccountsServices, userId: UserId): Promise<void> {
  await services.systemDb.tx('operator-cli', async (tx) => {
    await tx.update(users).set({ disabledAt: services.now() }).where(eq(users.id, userId))
    await tx.delete(sessions).where(eq(sessions.userId, userId))
  })
  services.accountsCaches.forgetUser(userId)
}
