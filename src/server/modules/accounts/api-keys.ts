import { desc, eq, isNull } from 'drizzle-orm'
import { newId, type ApiKeyId, type UserId } from '../../../shared/ids.ts'
import { hashToken, randomToken } from '../../platform/crypto/index.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { apiKeys } from '../../schema/index.ts'
import type { ApiKeyIdentity } from './accounts-caches.ts'
import { formatApiKey, parseApiKey } from './domain/api-key.ts'
import { isUseWorthNoting } from './domain/session-lifetime.ts'
import type { AccountsServices } from './services.ts'

export interface ApiKeySummary {
  id: ApiKeyId
  name: string
  createdBy: UserId | null
  lastUsedAt: string | null
  createdAt: string
}

/**
 * Makes a key for programs.
 * @returns the key itself, shown once: only the hash of its secret is kept.
 */
export async function createApiKey(
  db: WorkspaceDb,
  input: { name: string; createdBy?: UserId },
): Promise<{ id: ApiKeyId; key: string }> {
  const id = newId('apiKey')
  const secret = randomToken()
  await db.orm.insert(apiKeys).values({
    workspaceId: db.workspaceId,
    id,
    name: input.name,
    keyHash: hashToken(secret),
    createdBy: input.createdBy ?? null,
  })
  return { id, key: formatApiKey(db.workspaceId, secret) }
}

/** The workspace's keys that still open it, newest first. */
export async function listApiKeys(db: WorkspaceDb): Promise<ApiKeySummary[]> {
  const rows = await db.orm
    .select()
    .from(apiKeys)
    .where(own(db, apiKeys, isNull(apiKeys.revokedAt)))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdBy: row.createdBy,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }))
}

/** Ends a key: at once in this process, within 10 seconds in others. */
export async function revokeApiKey(services: AccountsServices, db: WorkspaceDb, id: ApiKeyId): Promise<void> {
  const [result] = await db.orm
    .update(apiKeys)
    .set({ revokedAt: services.now() })
    .where(own(db, apiKeys, eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
  services.accountsCaches.forgetApiKey(id)
  if (result.affectedRows === 0) throw notFound('API key')
}

/** Whose key this is, or null for anything that is no valid key. */
export async function authenticateApiKey(
  services: AccountsServices,
  key: string,
): Promise<ApiKeyIdentity | null> {
  const parts = parseApiKey(key)
  if (!parts) return null
  const keyHash = hashToken(parts.secret)
  const cacheKey = `${parts.workspaceId} ${keyHash.toString('base64')}`
  const db = services.workspaceDb(parts.workspaceId)
  return services.accountsCaches.apiKeys.remember(cacheKey, services.now(), () =>
    identify(services, db, keyHash),
  )
}

async function identify(
  services: AccountsServices,
  db: WorkspaceDb,
  keyHash: Buffer,
): Promise<ApiKeyIdentity | null> {
  const [row] = await db.orm
    .select()
    .from(apiKeys)
    .where(own(db, apiKeys, eq(apiKeys.keyHash, keyHash), isNull(apiKeys.revokedAt)))
  if (!row) return null
  const now = services.now()
  if (isUseWorthNoting(row.lastUsedAt, now)) await touch(db, row.id, now)
  return { workspaceId: row.workspaceId, apiKeyId: row.id, name: row.name }
}

async function touch(db: WorkspaceDb, id: ApiKeyId, now: Date): Promise<void> {
  await db.orm
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(own(db, apiKeys, eq(apiKeys.id, id)))
}
