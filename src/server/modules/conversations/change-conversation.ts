import { and, eq, isNull } from 'drizzle-orm'
import type {
  AssignConversation,
  ChangeConversation,
  ConversationState,
} from '../../../shared/contracts/conversations.ts'
import type { DomainEvent } from '../../../shared/events.ts'
import type { ConversationId, UserId } from '../../../shared/ids.ts'
import { own, type Scope, type WorkspaceDb, type WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { memberships } from '../../schema/index.ts'
import * as repo from './conversations.repo.ts'
import { tellAssignee } from './tell-assignee.ts'

/** Who acts: a member, or null for an API key. */
export type Actor = UserId | null

type Decision = repo.ConversationChange | undefined
type Decide = (
  row: repo.ConversationRow,
  thread: repo.ThreadRow,
  tx: WorkspaceTx,
) => Decision | Promise<Decision>

type ConversationEvent = Extract<DomainEvent, { data: { conversation: unknown; by: UserId | null } }>['type']

export async function assignConversation(
  db: WorkspaceDb,
  input: AssignConversation,
  by: Actor,
): Promise<ConversationState> {
  if (input.assigneeId) await requireMember(db, input.assigneeId)
  const { assigneeId } = input
  return changing(db, { input, event: 'conversation.assigned', by }, async (row, _thread, tx) => {
    const assigned = assignment(row, assigneeId)
    if (assigned) await tellAssignee(tx, row, { assigneeId, by })
    return assigned
  })
}

/** The customer has what they need: nobody waits, nothing is unread, the episode is over. */
export function resolveConversation(
  db: WorkspaceDb,
  input: ChangeConversation & { now: Date },
  by: Actor,
): Promise<ConversationState> {
  return changing(db, { input, event: 'conversation.resolved', by }, (row) => resolution(row, input.now))
}

/** Opens the thread's last episode again. An older one can't: a newer one has taken its place. */
export function reopenConversation(
  db: WorkspaceDb,
  input: ChangeConversation,
  by: Actor,
): Promise<ConversationState> {
  return changing(db, { input, event: 'conversation.reopened', by }, reopening)
}

/** What a program may change in one call: both or neither. */
export interface UpdateConversation extends ChangeConversation {
  status?: 'open' | 'resolved' | undefined
  assigneeId?: UserId | null | undefined
  now: Date
}

/** Assigns and resolves or reopens in one transaction, as one new version with an event for each. */
export async function updateConversation(
  db: WorkspaceDb,
  input: UpdateConversation,
  by: Actor,
): Promise<void> {
  const { assigneeId, status, now } = input
  if (assigneeId) await requireMember(db, assigneeId)
  await db.tx(async (tx) => {
    const { conversation: row, thread } = await repo.findLocked(tx, input.id)
    refuseStale(row, input.version)
    const assigned = assigneeId === undefined ? undefined : assignment(row, assigneeId)
    const resolved = status === 'resolved' ? resolution(row, now) : undefined
    const reopened = status === 'open' ? reopening(row, thread) : undefined
    if (!assigned && !resolved && !reopened) return
    const data = {
      conversation: repo.stateOf(await repo.change(tx, row, { ...assigned, ...resolved, ...reopened })),
      by,
    }
    if (assigned) {
      tx.emit({ type: 'conversation.assigned', data })
      await tellAssignee(tx, row, { assigneeId: assigneeId ?? null, by })
    }
    if (resolved) tx.emit({ type: 'conversation.resolved', data })
    if (reopened) tx.emit({ type: 'conversation.reopened', data })
  })
}

const assignment = (row: repo.ConversationRow, assigneeId: UserId | null): Decision =>
  row.assigneeId === assigneeId ? undefined : { assigneeId }

const resolution = (row: repo.ConversationRow, now: Date): Decision =>
  row.status === 'resolved'
    ? undefined
    : { status: 'resolved', openKey: null, waitingSince: null, unreadCount: 0, resolvedAt: now }

function reopening(row: repo.ConversationRow, thread: repo.ThreadRow): Decision {
  if (row.status !== 'resolved') return undefined
  if (thread.lastConversationId !== row.id)
    throw new AppError('CONFLICT', 'a newer conversation with this contact exists', {
      details: { reason: 'newer_conversation' },
    })
  return { status: 'open', openKey: thread.id, resolvedAt: null }
}

export function markConversationUnread(
  db: WorkspaceDb,
  input: { id: ConversationId },
  by: Actor,
): Promise<ConversationState> {
  return changing(db, { input, event: 'conversation.marked_unread', by }, (row) =>
    row.unreadCount > 0 ? undefined : { unreadCount: 1 },
  )
}

interface ChangeRequest {
  input: { id: ConversationId; version?: number | undefined }
  event: ConversationEvent
  by: Actor
}

/**
 * One change under the thread's lock. Nothing to change is no change: no version, no event. Where
 * the caller says which version it saw, a newer one refuses the change.
 */
export function changing(
  db: WorkspaceDb,
  { input, event, by }: ChangeRequest,
  decide: Decide,
): Promise<ConversationState> {
  return db.tx(async (tx) => {
    const { conversation, thread } = await repo.findLocked(tx, input.id)
    refuseStale(conversation, input.version)
    const change = await decide(conversation, thread, tx)
    if (!change) return repo.stateOf(conversation)
    const state = repo.stateOf(await repo.change(tx, conversation, change))
    tx.emit({ type: event, data: { conversation: state, by } })
    return state
  })
}

function refuseStale(row: repo.ConversationRow, seen: number | undefined): void {
  if (seen === undefined || seen === row.version) return
  throw new AppError('STALE_VERSION', 'the conversation was changed meanwhile', {
    details: { version: row.version },
  })
}

async function requireMember(scope: Scope, userId: UserId): Promise<void> {
  const [row] = await scope.orm
    .select({ role: memberships.role })
    .from(memberships)
    .where(own(scope, memberships, and(eq(memberships.userId, userId), isNull(memberships.disabledAt))))
  if (!row) throw notFound('member')
  if (row.role === 'viewer')
    throw new AppError('VALIDATION_FAILED', 'a viewer cannot answer conversations', {
      details: { fields: { assigneeId: 'is a viewer' } },
    })
}
