import type { ApiKeyId, UserId } from './ids.ts'

/** On whose behalf a change is made. */
export type Actor =
  | { kind: 'user'; userId: UserId }
  | { kind: 'api_key'; apiKeyId: ApiKeyId }
  | { kind: 'system'; name: string }

/** The member behind a change, as events name it; null for programs. */
export function memberOf(actor: Actor): UserId | null {
  return actor.kind === 'user' ? actor.userId : null
}
