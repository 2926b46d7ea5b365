import { eq } from 'drizzle-orm'
import type { ImportSettings } from '../../../shared/contracts/imports.ts'
import { foldText } from '../../../shared/filters/index.ts'
import { own, type WorkspaceDb } from '../../platform/db/workspace-db.ts'
import { workspaceCounters, workspaces } from '../../schema/index.ts'
import { listMembers } from '../accounts/index.ts'
import type { World } from '../contacts/index.ts'
import type { RowContext } from './read-row.ts'
import type { ImportRow } from './imports.repo.ts'

/** What the cells of a file are read with: settings, the workspace's habits, its members and fields. */
export async function rowContextOf(
  db: WorkspaceDb,
  { row, settings, world }: { row: ImportRow; settings: ImportSettings; world: World },
): Promise<RowContext> {
  const [{ phoneCode, currency }, members] = await Promise.all([habitsOf(db), listMembers(db)])
  const known = new Map(
    members.flatMap(({ userId, name, email }) => [
      [foldText(name), userId as string],
      [foldText(email), userId as string],
      [userId as string, userId as string],
    ]),
  )
  return {
    mapping: settings.mapping,
    fields: new Map(
      world.custom.fields.map(({ key, type, options }) => [key, { type, options: options ?? [] }]),
    ),
    decimal: settings.decimal ?? row.format.decimal,
    dateOrder: settings.dateOrder,
    phoneCode: settings.phoneCode ?? phoneCode,
    currency,
    memberOf: (text) => known.get(text) ?? known.get(foldText(text)),
  }
}

async function habitsOf(db: WorkspaceDb): Promise<{ phoneCode: string; currency: string }> {
  const [found] = await db.orm
    .select({ phoneCode: workspaces.phoneCode, currency: workspaces.currency })
    .from(workspaceCounters)
    .innerJoin(workspaces, eq(workspaces.id, workspaceCounters.workspaceId))
    .where(own(db, workspaceCounters))
  return found ?? { phoneCode: '', currency: 'USD' }
}
