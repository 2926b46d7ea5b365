import type { Locale } from '../../../shared/countries.ts'
import type { ApiKeyId, SessionId, UserId, WorkspaceId } from '../../../shared/ids.ts'
import type { Role } from '../../../shared/permissions.ts'
import { TimedCache } from './timed-cache.ts'

/** A signed-in browser and the person behind it. */
export interface Identity {
  session: { id: SessionId; userId: UserId; expiresAt: Date }
  user: { id: UserId; name: string; email: string; locale: Locale | null }
}

export interface Membership {
  workspaceId: WorkspaceId
  userId: UserId
  role: Role
}

export interface ApiKeyIdentity {
  workspaceId: WorkspaceId
  apiKeyId: ApiKeyId
  name: string
}

const CAPACITY = 10_000

/**
 * What this process remembers of who may do what, so that a burst of calls asks once. Another process
 * learns of a sign-out when its own entry lapses: within a second. Unknown tokens are not remembered.
 */
export class AccountsCaches {
  readonly identities = new TimedCache<Identity>({ ttlMs: 1_000, capacity: CAPACITY })
  readonly memberships = new TimedCache<Membership>({ ttlMs: 1_000, capacity: CAPACITY })
  readonly apiKeys = new TimedCache<ApiKeyIdentity>({ ttlMs: 1_000, capacity: CAPACITY })

  forgetUser(id: UserId): void {
    this.identities.forget((identity) => identity.user.id === id)
    this.memberships.forget((membership) => membership.userId === id)
  }

  forgetApiKey(id: ApiKeyId): void {
    this.apiKeys.forget((key) => key.apiKeyId === id)
  }
}
