import { eq, inArray } from 'drizzle-orm'
import type { TaskDto } from '../../../shared/contracts/tasks.ts'
import { idOfKey, type Id } from '../../../shared/ids.ts'
import type { RecordEntity, RecordRef } from '../../../shared/records.ts'
import { own, type Scope } from '../../platform/db/workspace-db.ts'
import { companies, contacts, conversations, deals } from '../../schema/index.ts'
import type { TaskRow } from './tasks.repo.ts'

/** Tasks as clients see them, with the names of their records: at most one query per kind of record. */
export async function taskDtos(scope: Scope, rows: readonly TaskRow[]): Promise<TaskDto[]> {
  const names = await namesOf(scope, rows.map(recordOf))
  return rows.map((row) => {
    const record = recordOf(row)
    return toDto(row, record, record && (names.get(record.recordId) ?? null))
  })
}

export async function taskDto(scope: Scope, row: TaskRow): Promise<TaskDto> {
  const [dto] = await taskDtos(scope, [row])
  if (!dto) throw new Error('one row makes one task')
  return dto
}

export function recordOf({ entity, recordId }: Pick<TaskRow, 'entity' | 'recordId'>): RecordRef | null {
  return entity && recordId ? ({ entity, recordId: idOfKey(entity, recordId) } as RecordRef) : null
}

function toDto(row: TaskRow, record: RecordRef | null, recordName: string | null): TaskDto {
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    type: row.type,
    priority: row.priority,
    assigneeId: row.assigneeId,
    createdBy: row.createdBy,
    record,
    recordName,
    dueLocal: row.dueLocal,
    timeZone: row.timeZone,
    dueAt: row.dueAt?.toISOString() ?? null,
    rrule: row.rrule,
    remindMinutes: row.remindMinutes,
    doneAt: row.doneAt?.toISOString() ?? null,
    doneBy: row.doneBy,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
  }
}

type Names = Map<string, string>

async function namesOf(scope: Scope, records: readonly (RecordRef | null)[]): Promise<Names> {
  const idsOf = <E extends RecordEntity>(entity: E) => [
    ...new Set(records.flatMap((ref) => (ref?.entity === entity ? [ref.recordId as Id<E>] : []))),
  ]
  const found = await Promise.all([
    contactNames(scope, idsOf('contact')),
    companyNames(scope, idsOf('company')),
    dealTitles(scope, idsOf('deal')),
    conversationNames(scope, idsOf('conversation')),
  ])
  return new Map(found.flat().map(({ id, name }) => [id, name]))
}

type Named = Promise<{ id: string; name: string }[]>

const contactNames = async (scope: Scope, ids: Id<'contact'>[]): Named =>
  ids.length === 0
    ? []
    : scope.orm
        .select({ id: contacts.id, name: contacts.name })
        .from(contacts)
        .where(own(scope, contacts, inArray(contacts.id, ids)))

const companyNames = async (scope: Scope, ids: Id<'company'>[]): Named =>
  ids.length === 0
    ? []
    : scope.orm
        .select({ id: companies.id, name: companies.name })
        .from(companies)
        .where(own(scope, companies, inArray(companies.id, ids)))

const dealTitles = async (scope: Scope, ids: Id<'deal'>[]): Named =>
  ids.length === 0
    ? []
    : scope.orm
        .select({ id: deals.id, name: deals.title })
        .from(deals)
        .where(own(scope, deals, inArray(deals.id, ids)))

/** A conversation goes by the name of its contact. */
const conversationNames = async (scope: Scope, ids: Id<'conversation'>[]): Named =>
  ids.length === 0
    ? []
    : scope.orm
        .select({ id: conversations.id, name: contacts.name })
        .from(conversations)
        .innerJoin(contacts, own(scope, contacts, eq(contacts.id, conversations.contactId)))
        .where(own(scope, conversations, inArray(conversations.id, ids)))
