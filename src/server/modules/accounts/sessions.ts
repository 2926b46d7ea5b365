import { and, eq, inArray, isNull, lt, or } from 'drizzle-orm'
import { newId, type SessionId, type UserId, type WorkspaceId } from '../../../shared/ids.ts'
import type { Locale } from '../../../shared/countries.ts'
import { hashToken, randomToken } from '../../platform/crypto/index.ts'
import { memberships, sessions, users } from '../../schema/index.ts'
import type { Identity } from './accounts-caches.ts'
import { expiryOf, idleSince, isSessionAlive, isUseWorthNoting } from './domain/session-lifetime.ts'
import type { AccountsServices, Client } from './services.ts'

const USER_AGENT_MAX = 255
const IP_MAX = 45

/**
 * Starts a session under a new token and ends the one that this browser held before, so that a token
 * planted or read earlier is worth nothing after sign-in.
 * @returns the token for the cookie; only its hash is kept.
 */
export async function openSession(
  services: AccountsServices,
  userId: UserId,
  client: Client,
): Promise<string> {
  if (client.token !== null) await endSession(services, client.token)
  const now = services.now()
  const token = randomToken()
  await services
    .systemDb('session')
    .insert(sessions)
    .values({
      id: newId('session'),
      userId,
      tokenHash: hashToken(token),
      ip: client.ip.slice(0, IP_MAX),
      userAgent: client.userAgent.slice(0, USER_AGENT_MAX),
      createdAt: now,
      lastUsedAt: now,
      expiresAt: expiryOf(now),
    })
  return token
}

/** Ends the session of a token, in this process at once. An unknown token is no error. */
export async function endSession(services: AccountsServices, token: string): Promise<void> {
  const tokenHash = hashToken(token)
  await services.systemDb('session').delete(sessions).where(eq(sessions.tokenHash, tokenHash))
  services.accountsCaches.identities.forget((_identity, key) => key === cacheKey(tokenHash))
}

/** Who a token belongs to, or null where it is unknown, over, or its user disabled. */
export async function authenticate(
  services: AccountsServices,
  token: string | null,
): Promise<Identity | null> {
  if (token === null) return null
  const tokenHash = hashToken(token)
  const { identities } = services.accountsCaches
  return identities.remember(cacheKey(tokenHash), services.now(), () => identify(services, tokenHash))
}

async function identify(services: AccountsServices, tokenHash: Buffer): Promise<Identity | null> {
  const now = services.now()
  const row = await findByToken(services, tokenHash)
  if (!row || row.disabledAt !== null || !isSessionAlive(row, now)) return null
  if (isUseWorthNoting(row.lastUsedAt, now)) await touch(services, row.id)
  return {
    session: { id: row.id, userId: row.userId, expiresAt: row.expiresAt },
    user: { id: row.userId, name: row.name, email: row.email, locale: row.locale as Locale | null },
  }
}

const cacheKey = (tokenHash: Buffer) => tokenHash.toString('base64')

async function findByToken(services: AccountsServices, tokenHash: Buffer) {
  const [row] = await services
    .systemDb('session')
    .select({
      id: sessions.id,
      userId: sessions.userId,
      lastUsedAt: sessions.lastUsedAt,
      expiresAt: sessions.expiresAt,
      name: users.name,
      email: users.email,
      locale: users.locale,
      disabledAt: users.disabledAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.tokenHash, tokenHash))
  return row
}

async function touch(services: AccountsServices, id: SessionId): Promise<void> {
  await services
    .systemDb('session')
    .update(sessions)
    .set({ lastUsedAt: services.now() })
    .where(eq(sessions.id, id))
}

/** A session at work in one workspace, as a live connection holds it. */
export interface SessionInWorkspace {
  sessionId: SessionId
  userId: UserId
  workspaceId: WorkspaceId
}

/**
 * Those that no longer hold: session ended or over, user disabled, membership gone. One query,
 * past the caches, for all live connections of a process.
 */
export async function revokedAmong<T extends SessionInWorkspace>(
  services: AccountsServices,
  held: readonly T[],
): Promise<T[]> {
  if (held.length === 0) return []
  const now = services.now()
  const rows = await services
    .systemDb('session')
    .select({
      id: sessions.id,
      userId: sessions.userId,
      lastUsedAt: sessions.lastUsedAt,
      expiresAt: sessions.expiresAt,
      workspaceId: memberships.workspaceId,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), isNull(users.disabledAt)))
    .innerJoin(memberships, and(eq(memberships.userId, sessions.userId), isNull(memberships.disabledAt)))
    .where(inArray(sessions.id, [...new Set(held.map((one) => one.sessionId))]))
  const valid = new Set(
    rows
      .filter((row) => isSessionAlive(row, now))
      .map((row) => heldKey({ sessionId: row.id, userId: row.userId, workspaceId: row.workspaceId })),
  )
  return held.filter((one) => !valid.has(heldKey(one)))
}

const heldKey = (one: SessionInWorkspace) => `${one.sessionId} ${one.userId} ${one.workspaceId}`

/** Clears away sessions that are over. Nothing depends on when it runs. */
export async function removeDeadSessions(services: AccountsServices): Promise<void> {
  const now = services.now()
  await services
    .systemDb('housekeeping')
    .delete(sessions)
    .where(or(lt(sessions.expiresAt, now), lt(sessions.lastUsedAt, idleSince(now))))
    .limit(1_000)
}
