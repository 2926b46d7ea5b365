import {
  index,
  int,
  mysqlEnum,
  mysqlTable,
  primaryKey,
  text,
  uniqueIndex,
  varchar,
} from 'drizzle-orm/mysql-core'
import { RECORD_ENTITIES } from '../../shared/records.ts'
import { TASK_PRIORITIES, TASK_TYPES } from '../../shared/tasks.ts'
import { createdAt, exact, id, jsonDoc, moment, recordId, updatedAt } from './columns.ts'

export const tasks = mysqlTable(
  'tasks',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('task', 'id').notNull(),
    title: varchar('title', { length: 200 }).notNull(),
    description: text('description'),
    type: mysqlEnum('type', TASK_TYPES).notNull(),
    priority: mysqlEnum('priority', TASK_PRIORITIES).notNull(),
    assigneeId: id('user', 'assignee_id'),
    createdBy: id('user', 'created_by'),
    entity: mysqlEnum('entity', RECORD_ENTITIES),
    recordId: recordId('record_id'),
    /**
     * What the person means: `2026-11-23T10:00` or `2026-11-23`, in their zone. The instant follows
     * from it, so that a change of the zone's rules keeps the hour of the day.
     */
    dueLocal: varchar('due_local', { length: 16 }),
    timeZone: varchar('time_zone', { length: 64 }).notNull(),
    dueAt: moment('due_at'),
    /** RFC 5545, without DTSTART. */
    rrule: varchar('rrule', { length: 255 }),
    /** Minutes before dueAt; NULL for no reminder. */
    remindMinutes: int('remind_minutes'),
    doneAt: moment('done_at'),
    doneBy: id('user', 'done_by'),
    version: int('version').notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: moment('deleted_at'),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    index('tasks_assignee').on(t.workspaceId, t.assigneeId, t.doneAt, t.dueAt, t.id),
    index('tasks_due').on(t.workspaceId, t.doneAt, t.dueAt, t.id),
    index('tasks_record').on(t.workspaceId, t.entity, t.recordId, t.doneAt, t.dueAt),
    index('tasks_updated').on(t.workspaceId, t.updatedAt, t.id),
  ],
)

/** What the bell shows a member. */
export const notifications = mysqlTable(
  'notifications',
  {
    workspaceId: id('workspace', 'workspace_id').notNull(),
    id: id('notification', 'id').notNull(),
    userId: id('user', 'user_id').notNull(),
    kind: exact('kind', 48).notNull(),
    data: jsonDoc<unknown>('data').notNull(),
    /** The same fact is told once, however often its job runs. */
    dedupeKey: exact('dedupe_key', 128).notNull(),
    readAt: moment('read_at'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: 'pk', columns: [t.workspaceId, t.id] }),
    uniqueIndex('notifications_once').on(t.workspaceId, t.userId, t.dedupeKey),
    index('notifications_user').on(t.workspaceId, t.userId, t.createdAt, t.id),
    index('notifications_unread').on(t.workspaceId, t.userId, t.readAt, t.id),
  ],
)
