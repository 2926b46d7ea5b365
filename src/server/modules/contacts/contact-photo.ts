import { and, eq, isNull, ne, or } from 'drizzle-orm'
import { memberOf, type Actor } from '../../../shared/actor.ts'
import type { AttachmentId } from '../../../shared/ids.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { own, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError } from '../../platform/errors.ts'
import { attachments } from '../../schema/index.ts'

/** What every browser shows, and what can be scaled. */
const PHOTO_MIMES: readonly string[] = ['image/jpeg', 'image/png', 'image/webp']

type File = typeof attachments.$inferSelect

/**
 * Makes an uploaded picture one that stays: from now on it is no unsent upload that housekeeping takes
 * away. A photo that gives way to another is kept, too: undoing a merge or an edit shows it again.
 * @throws AppError NOT_FOUND, VALIDATION_FAILED, each with `fields.avatarId`
 */
export async function claimPhoto(tx: WorkspaceTx, id: AttachmentId, actor: Actor): Promise<void> {
  const file = await findLocked(tx, id, actor)
  if (!file)
    throw new AppError('NOT_FOUND', 'attachment not found', {
      details: { fields: { avatarId: 'not found' } },
    })
  const problem = problemOf(file)
  if (problem)
    throw new AppError('VALIDATION_FAILED', `the photo ${problem}`, {
      details: { fields: { avatarId: problem } },
    })
  await tx.orm
    .update(attachments)
    .set({ state: 'ready' })
    .where(own(tx, attachments, eq(attachments.id, id)))
}

/** A file that waits to be sent is its uploader's; programs share theirs. */
async function findLocked(tx: WorkspaceTx, id: AttachmentId, actor: Actor): Promise<File | undefined> {
  const uploader = memberOf(actor)
  const isUploaders = uploader ? eq(attachments.uploadedBy, uploader) : isNull(attachments.uploadedBy)
  const [row] = await tx.orm
    .select()
    .from(attachments)
    .where(
      own(tx, attachments, and(eq(attachments.id, id), or(ne(attachments.state, 'uploaded'), isUploaders))),
    )
    .for('update')
  return row
}

function problemOf({ messageId, state, mime, size }: File): string | undefined {
  if (messageId !== null) return 'is a file of a message'
  if (state !== 'uploaded' && state !== 'ready') return 'has not been uploaded completely'
  if (!PHOTO_MIMES.includes(mime)) return 'is no JPEG, PNG or WebP'
  return size === null || size > LIMITS.imageBytes ? `is larger than ${LIMITS.imageBytes} bytes` : undefined
}
