import { and, eq, isNull, lt } from 'drizzle-orm'
import type { SystemDb } from '../../platform/db/system-db.ts'
import type { Storage } from '../../platform/storage/index.ts'
import { attachments } from '../../schema/index.ts'

const KEPT_DAYS = 30
const DAY_MS = 86_400_000
const AT_ONCE = 200

/**
 * Removes files that were uploaded and never used; a draft keeps them for a month. What became a deal's
 * file or a contact's photo is `ready` and stays.
 */
export async function removeUnsentUploads(services: {
  systemDb: SystemDb
  storage: Storage
  now: () => Date
}): Promise<void> {
  const before = new Date(services.now().getTime() - KEPT_DAYS * DAY_MS)
  const orm = services.systemDb('housekeeping')
  const isUnsent = and(
    eq(attachments.state, 'uploaded'),
    isNull(attachments.messageId),
    lt(attachments.createdAt, before),
  )
  const rows = await orm
    .select({ workspaceId: attachments.workspaceId, attachmentId: attachments.id })
    .from(attachments)
    .where(isUnsent)
    .limit(AT_ONCE)
  for (const file of rows) {
    // The row goes last: a file without a row would never be found again.
    await services.storage.remove(file)
    await orm
      .delete(attachments)
      .where(
        and(eq(attachments.workspaceId, file.workspaceId), eq(attachments.id, file.attachmentId), isUnsent),
      )
  }
}
