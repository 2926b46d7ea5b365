import { and, eq, exists, gt, inArray, isNull, like, lt, or, sql } from 'drizzle-orm'
import { alias, bigint, customType, int, mysqlTable, union, varchar } from 'drizzle-orm/mysql-core'
import { drizzle } from 'drizzle-orm/mysql2'
import { describe, expect, it } from 'vitest'
import { createGuard, GuardError } from './index.ts'

const bytes = customType<{ data: Buffer }>({ dataType: () => 'binary(16)' })
const contacts = mysqlTable('contacts', {
  workspaceId: bytes('workspace_id').notNull(),
  id: bytes('id').notNull(),
  name: varchar('name', { length: 80 }),
  stage: int('stage').default(0),
})
const messages = mysqlTable('messages', {
  workspaceId: bytes('workspace_id').notNull(),
  id: bytes('id').notNull(),
  contactId: bytes('contact_id'),
  seq: bigint('seq', { mode: 'number' }).autoincrement(),
  body: varchar('body', { length: 400 }),
})
const plans = mysqlTable('plans', { id: int('id').primaryKey(), name: varchar('name', { length: 20 }) })

const db = drizzle.mock()
const guard = createGuard({ workspaceTables: new Set(['contacts', 'messages']) })
const workspace = Buffer.alloc(16, 0xa1)
const foreign = Buffer.alloc(16, 0xb2)
const id = Buffer.alloc(16, 7)

type Statement = { toSQL(): { sql: string; params: unknown[] } }
const check = (statement: Statement) => {
  const { sql: text, params } = statement.toSQL()
  guard.check(text, params, workspace)
}

const mine = eq(contacts.workspaceId, workspace)
const myMessages = eq(messages.workspaceId, workspace)
const ofContact = and(eq(messages.workspaceId, contacts.workspaceId), eq(messages.contactId, contacts.id))
const other = alias(contacts, 'other')
const recent = db.$with('recent').as(
  db
    .select({ contactId: messages.contactId, n: sql<number>`count(*)`.as('n') })
    .from(messages)
    .where(myMessages)
    .groupBy(messages.contactId),
)
const derived = db.select({ contactId: messages.contactId }).from(messages).where(myMessages).as('derived')

const LEGAL: Record<string, Statement> = {
  'a select by key': db
    .select()
    .from(contacts)
    .where(and(mine, eq(contacts.id, id)))
    .limit(1),
  'a select with IN, LIKE and an OR in parentheses': db
    .select()
    .from(contacts)
    .where(
      and(mine, or(like(contacts.name, 'a%'), isNull(contacts.name)), inArray(contacts.stage, [1, 2, 3])),
    ),
  'an inner join that carries the workspace': db
    .select()
    .from(contacts)
    .innerJoin(messages, ofContact)
    .where(mine),
  'an inner join pinned by the other table': db
    .select()
    .from(contacts)
    .innerJoin(messages, ofContact)
    .where(myMessages),
  'a left join': db
    .select()
    .from(contacts)
    .leftJoin(messages, ofContact)
    .where(mine)
    .orderBy(contacts.name)
    .limit(20)
    .offset(40),
  'a left join pinned in its ON': db
    .select()
    .from(plans)
    .leftJoin(contacts, and(mine, eq(contacts.stage, plans.id))),
  'a self join': db
    .select()
    .from(contacts)
    .innerJoin(other, eq(other.workspaceId, contacts.workspaceId))
    .where(mine),
  'a join with a table of no workspace': db
    .select({ plan: plans.name })
    .from(contacts)
    .innerJoin(plans, eq(plans.id, contacts.stage))
    .where(mine),
  'EXISTS with the outer alias': db
    .select()
    .from(contacts)
    .where(
      and(
        mine,
        exists(
          db
            .select({ one: sql`1` })
            .from(messages)
            .where(ofContact),
        ),
      ),
    ),
  'IN with a subquery': db
    .select()
    .from(contacts)
    .where(
      and(mine, inArray(contacts.id, db.select({ id: messages.contactId }).from(messages).where(myMessages))),
    ),
  'a subquery as a column': db
    .select({ id: contacts.id, n: sql<number>`(select count(*) from ${messages} where ${ofContact})` })
    .from(contacts)
    .where(mine),
  'a derived table': db.select().from(derived),
  'a derived table in a join': db
    .select()
    .from(contacts)
    .innerJoin(derived, eq(derived.contactId, contacts.id))
    .where(mine),
  'a common table expression': db.with(recent).select().from(recent).where(gt(recent.n, 3)),
  'a common table expression in a join': db
    .with(recent)
    .select()
    .from(contacts)
    .innerJoin(recent, eq(recent.contactId, contacts.id))
    .where(mine),
  'a union': union(
    db.select({ id: contacts.id }).from(contacts).where(mine),
    db.select({ id: messages.id }).from(messages).where(myMessages),
  ),
  'a union with order and limit': union(
    db.select({ id: contacts.id }).from(contacts).where(mine),
    db.select({ id: messages.id }).from(messages).where(myMessages),
  )
    .orderBy(sql`1`)
    .limit(5),
  'a capped count': db.select({ n: sql<number>`count(*)` }).from(
    db
      .select({ one: sql`1`.as('one') })
      .from(contacts)
      .where(mine)
      .limit(1000)
      .as('capped'),
  ),
  'GROUP BY and HAVING': db
    .select({ stage: contacts.stage, n: sql`count(*)` })
    .from(contacts)
    .where(mine)
    .groupBy(contacts.stage)
    .having(gt(sql`count(*)`, 2)),
  'FOR UPDATE': db.select().from(contacts).where(mine).for('update'),
  'FOR UPDATE SKIP LOCKED': db
    .select()
    .from(contacts)
    .where(mine)
    .limit(10)
    .for('update', { skipLocked: true }),
  DISTINCT: db.selectDistinct({ stage: contacts.stage }).from(contacts).where(mine),
  'an insert with defaults': db.insert(messages).values({ workspaceId: workspace, id, body: "it's" }),
  'an insert of several rows': db
    .insert(contacts)
    .values([1, 2, 3].map((stage) => ({ workspaceId: workspace, id, stage }))),
  'an insert that ignores duplicates': db.insert(contacts).ignore().values({ workspaceId: workspace, id }),
  'an upsert': db
    .insert(contacts)
    .values({ workspaceId: workspace, id })
    .onDuplicateKeyUpdate({ set: { name: sql`values(${contacts.name})`, id: sql`id` } }),
  'an insert from a select': db.insert(contacts).select(
    db
      .select({
        workspaceId: sql`${workspace}`.as('workspace_id'),
        id: messages.contactId,
        name: sql`null`.as('name'),
        stage: sql`0`.as('stage'),
      })
      .from(messages)
      .where(myMessages) as never,
  ),
  'an update': db
    .update(contacts)
    .set({ name: 'x', stage: sql`${contacts.stage} + 1` })
    .where(and(mine, eq(contacts.id, id), lt(contacts.stage, 5))),
  'a delete': db.delete(contacts).where(and(mine, eq(contacts.id, id))),
  'a table of no workspace': db.select().from(plans).where(eq(plans.id, 1)),
}

const ILLEGAL: Record<string, Statement> = {
  'a select of everything': db.select().from(contacts),
  'a select by id alone': db.select().from(contacts).where(eq(contacts.id, id)),
  'a select of a foreign workspace': db.select().from(contacts).where(eq(contacts.workspaceId, foreign)),
  'an OR beside the predicate': db
    .select()
    .from(contacts)
    .where(or(mine, eq(contacts.id, id))),
  'a join that forgets one side': db
    .select()
    .from(contacts)
    .innerJoin(messages, eq(messages.contactId, contacts.id))
    .where(mine),
  'a left join pinned on the wrong side': db.select().from(contacts).leftJoin(messages, and(mine, ofContact)),
  'a right join': db.select().from(contacts).rightJoin(messages, ofContact).where(mine),
  'a self join with one side free': db
    .select()
    .from(contacts)
    .innerJoin(other, eq(other.id, contacts.id))
    .where(mine),
  'EXISTS without the workspace': db
    .select()
    .from(contacts)
    .where(
      and(
        mine,
        exists(
          db
            .select({ one: sql`1` })
            .from(messages)
            .where(eq(messages.contactId, contacts.id)),
        ),
      ),
    ),
  'a union with one free arm': union(
    db.select({ id: contacts.id }).from(contacts).where(mine),
    db.select({ id: messages.id }).from(messages),
  ),
  'a free derived table': db.select().from(db.select({ id: contacts.id }).from(contacts).as('free')),
  'an insert for a foreign workspace': db.insert(contacts).values([
    { workspaceId: workspace, id },
    { workspaceId: foreign, id },
  ]),
  'an upsert that moves the row': db
    .insert(contacts)
    .values({ workspaceId: workspace, id })
    .onDuplicateKeyUpdate({ set: { workspaceId: workspace } }),
  'an update without the workspace': db.update(contacts).set({ name: 'x' }).where(eq(contacts.id, id)),
  'an update that moves the row': db.update(contacts).set({ workspaceId: foreign }).where(mine),
  'a delete without the workspace': db.delete(contacts).where(eq(contacts.id, id)),
  'a delete of everything': db.delete(messages),
}

describe('what Drizzle prints', () => {
  it.each(Object.entries(LEGAL))('lets through %s', (_, statement) => {
    expect(() => check(statement)).not.toThrow()
  })
  it.each(Object.entries(ILLEGAL))('stops %s', (_, statement) => {
    expect(() => check(statement)).toThrow(GuardError)
  })
})
