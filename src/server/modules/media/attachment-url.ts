import type { AttachmentId, WorkspaceId } from '../../../shared/ids.ts'

/** Where a member's browser gets the bytes. */
export function attachmentUrl(workspaceId: WorkspaceId, attachmentId: AttachmentId): string {
  return `/media/${workspaceId}/${attachmentId}`
}
