import { join } from 'node:path'
import { isId, type AttachmentId, type WorkspaceId } from '../../../shared/ids.ts'

export interface FileKey {
  workspaceId: WorkspaceId
  attachmentId: AttachmentId
}

/**
 * `<workspace>/<aa>/<attachment>` under the storage folder. Made of ids only, and of nothing but
 * their 26 letters and digits, so that no name of anybody's making reaches the file system.
 * @throws TypeError where a string only claims to be an id.
 */
export function pathOf(root: string, { workspaceId, attachmentId }: FileKey): string {
  if (!isId('workspace', workspaceId) || !isId('attachment', attachmentId)) throw new TypeError('not an id')
  const body = bodyOf(attachmentId)
  // The first characters are the time and the same for years; the last ones spread.
  return join(root, bodyOf(workspaceId), body.slice(-2), body)
}

const bodyOf = (id: string) => id.slice(id.indexOf('_') + 1)
