import { eq } from 'drizzle-orm'
import type { WorkspaceDetail } from '../../../shared/contracts/accounts.ts'
import type { Locale } from '../../../shared/countries.ts'
import { ROLE_PERMISSIONS, type Role } from '../../../shared/permissions.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { notFound } from '../../platform/errors.ts'
import { workspaceCounters, workspaces } from '../../schema/index.ts'

/** The workspace as one of its members sees it. */
export async function getWorkspace(db: WorkspaceDb, role: Role): Promise<WorkspaceDetail> {
  const [row] = await db.orm
    .select({ workspace: workspaces, eventSeq: workspaceCounters.eventSeq })
    .from(workspaceCounters)
    .innerJoin(workspaces, eq(workspaces.id, workspaceCounters.workspaceId))
    .where(own(db, workspaceCounters))
  if (!row) throw notFound('workspace')
  const { createdAt: _createdAt, ...workspace } = row.workspace
  return {
    ...workspace,
    locale: workspace.locale as Locale,
    role,
    permissions: [...ROLE_PERMISSIONS[role]],
    eventSeq: row.eventSeq,
  }
}
