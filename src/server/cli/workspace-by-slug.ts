import { eq } from 'drizzle-orm'
import type { WorkspaceId } from '../../shared/ids.ts'
import type { SystemDb } from '../platform/db/system-db.ts'
import { AppError } from '../platform/errors.ts'
import { workspaces } from '../schema/index.ts'

/** @throws AppError NOT_FOUND, naming the slug: the operator may know. */
export async function workspaceBySlug(systemDb: SystemDb, slug: string): Promise<WorkspaceId> {
  const [row] = await systemDb('workspace-by-slug')
    .select({ id: workspaces.id })
    .from(workspaces)
    .where(eq(workspaces.slug, slug))
  if (!row) throw new AppError('NOT_FOUND', `there is no workspace with the slug ${slug}`)
  return row.id
}
