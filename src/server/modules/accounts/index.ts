export { AccountsCaches, type ApiKeyIdentity, type Identity, type Membership } from './accounts-caches.ts'
export {
  authenticateApiKey,
  createApiKey,
  listApiKeys,
  revokeApiKey,
  type ApiKeySummary,
} from './api-keys.ts'
export { removeLapsedAttempts } from './attempts.ts'
export { createMember, type CreatedMember, type CreateMember } from './create-member.ts'
export { createWorkspace, type CreatedWorkspace, type CreateWorkspace } from './create-workspace.ts'
export { disableUser } from './disable-user.ts'
export { getWorkspace } from './get-workspace.ts'
export { getMe, updateMe } from './me.ts'
export { listMembers, membershipOf } from './memberships.ts'
export type { AccountsConfig, AccountsServices, Client } from './services.ts'
export { sessionCookie, sessionTokenOf } from './session-cookie.ts'
export { signIn } from './sign-in.ts'
export { signUp } from './sign-up.ts'
export {
  authenticate,
  endSession,
  removeDeadSessions,
  revokedAmong,
  type SessionInWorkspace,
} from './sessions.ts'
