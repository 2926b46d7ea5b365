import { eq, inArray, isNull } from 'drizzle-orm'
import type { AttachmentDto } from '../../../shared/contracts/messages.ts'
import type { AttachmentId, UserId } from '../../../shared/ids.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { attachments } from '../../schema/index.ts'
import { attachmentUrl } from './attachment-url.ts'

export interface StoredFile {
  mime: string
  sha256: string | null
  fileName: string | null
}

/** The facts of a file whose bytes we hold, or undefined. */
export async function findStoredFile(db: WorkspaceDb, id: AttachmentId): Promise<StoredFile | undefined> {
  const [row] = await db.orm
    .select({ mime: attachments.mime, sha256: attachments.sha256, fileName: attachments.fileName })
    .from(attachments)
    .where(own(db, attachments, eq(attachments.id, id), inArray(attachments.state, ['uploaded', 'ready'])))
  return row
}

interface Upload {
  id: AttachmentId
  kind: AttachmentDto['type']
  mime: string
  size: number
  sha256: string
  fileName: string | null
  /** Null where an API key uploaded it. */
  uploadedBy: UserId | null
}

/** Records a file that waits to be sent with a message. */
export async function insertUploaded(db: WorkspaceDb, upload: Upload): Promise<AttachmentDto> {
  await db.orm.insert(attachments).values({ ...upload, workspaceId: db.workspaceId, state: 'uploaded' })
  const { id, kind, mime, size, fileName } = upload
  return { id, type: kind, mime, size, fileName, state: 'uploaded', url: attachmentUrl(db.workspaceId, id) }
}

/** Forgets a file, unless it was sent. @returns whether its bytes may go too. */
export async function deleteUnsent(db: WorkspaceDb, id: AttachmentId): Promise<boolean> {
  const [result] = await db.orm
    .delete(attachments)
    .where(own(db, attachments, eq(attachments.id, id), isNull(attachments.messageId)))
  return result.affectedRows > 0
}
