import { and, asc, eq, or } from 'drizzle-orm'
import type { Actor } from '../../../shared/actor.ts'
import {
  zViewDefinition,
  type CreateView,
  type UpdateView,
  type ViewDto,
  type ViewEntity,
} from '../../../shared/contracts/views.ts'
import { newId, type UserId, type ViewId } from '../../../shared/ids.ts'
import { own, type Scope, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { savedViews } from '../../schema/index.ts'

type ViewRow = typeof savedViews.$inferSelect

/** A member with what their role lets them do about everybody's views. */
export interface ViewKeeper {
  actor: Actor & { kind: 'user' }
  canShare: boolean
}

const MAX_VIEWS = 200

/** One's own views and those that are shared, in their order; read along saved_views_entity. */
export async function listViews(db: WorkspaceDb, entity: ViewEntity, me: UserId): Promise<ViewDto[]> {
  const rows = await db.orm
    .select()
    .from(savedViews)
    .where(own(db, savedViews, and(eq(savedViews.entity, entity), visibleTo(me))))
    .orderBy(asc(savedViews.position), asc(savedViews.id))
    .limit(MAX_VIEWS)
  return rows.map(viewDto)
}

const visibleTo = (me: UserId) => or(eq(savedViews.isShared, true), eq(savedViews.createdBy, me))

export function createView(db: WorkspaceDb, input: CreateView, keeper: ViewKeeper): Promise<ViewDto> {
  if (input.isShared) requireShare(keeper)
  return db.tx(async (tx) => {
    const now = new Date()
    const row: ViewRow = {
      workspaceId: tx.workspaceId,
      id: newId('view'),
      ...input,
      createdBy: keeper.actor.userId,
      position: 0,
      version: 1,
      createdAt: now,
      updatedAt: now,
    }
    await tx.orm.insert(savedViews).values(row)
    tell(tx, row, { keeper, action: 'view.created', before: null, after: facts(row) })
    return viewDto(row)
  })
}

export function updateView(db: WorkspaceDb, input: UpdateView, keeper: ViewKeeper): Promise<ViewDto> {
  return db.tx(async (tx) => {
    const row = await findLocked(tx, input.id, keeper)
    if (row.version !== input.version)
      throw new AppError('STALE_VERSION', 'the view was changed meanwhile', {
        details: { version: row.version },
      })
    const { id: _, version: __, ...change } = input
    if (row.isShared || change.isShared) requireShare(keeper)
    const keys = Object.keys(change) as (keyof typeof change)[]
    if (keys.length === 0) return viewDto(row)
    const changed = { ...row, ...change, version: row.version + 1 }
    await tx.orm
      .update(savedViews)
      .set({ ...change, version: changed.version })
      .where(own(tx, savedViews, eq(savedViews.id, row.id)))
    const before = Object.fromEntries(keys.map((key) => [key, row[key]]))
    tell(tx, changed, { keeper, action: 'view.updated', before, after: change })
    return viewDto(changed)
  })
}

export function deleteView(
  db: WorkspaceDb,
  id: ViewId,
  keeper: ViewKeeper,
): Promise<{ id: ViewId; deleted: true }> {
  return db.tx(async (tx) => {
    const row = await findLocked(tx, id, keeper)
    if (row.isShared) requireShare(keeper)
    await tx.orm.delete(savedViews).where(own(tx, savedViews, eq(savedViews.id, id)))
    tell(tx, row, { keeper, action: 'view.deleted', before: facts(row), after: null })
    return { id, deleted: true as const }
  })
}

function requireShare({ canShare }: ViewKeeper): void {
  if (!canShare) throw new AppError('FORBIDDEN', 'the role may not change shared views')
}

/** Somebody else's private view is as absent as one that never was. */
async function findLocked(scope: Scope, id: ViewId, { actor }: ViewKeeper): Promise<ViewRow> {
  const [row] = await scope.orm
    .select()
    .from(savedViews)
    .where(own(scope, savedViews, and(eq(savedViews.id, id), visibleTo(actor.userId))))
    .for('update')
  if (!row) throw notFound('view')
  return row
}

interface Told {
  keeper: ViewKeeper
  action: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** Its definition holds no one's data, so private views are told and audited like all others. */
function tell(tx: WorkspaceTx, row: ViewRow, { keeper, action, before, after }: Told): void {
  tx.audit({ actor: keeper.actor, action, entity: 'view', recordId: row.id, before, after })
  tx.emit({ type: 'view.changed', data: { viewId: row.id, entity: row.entity } })
}

const facts = ({ entity, name, definition, isShared }: ViewRow) => ({ entity, name, definition, isShared })

function viewDto({ id, entity, name, definition, isShared, createdBy, version }: ViewRow): ViewDto {
  return {
    id,
    entity: entity as ViewEntity,
    name,
    definition: zViewDefinition.parse(definition),
    isShared,
    createdBy,
    version,
  }
}
