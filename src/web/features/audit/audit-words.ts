import type { AuditRowDto } from '@shared/contracts/audit.ts'
import type { PlainKey, Translate } from '../../i18n/catalogue.ts'
import { factKey, wordKey } from '../timeline/change-text.ts'

export const AUDITED_ENTITIES = [
  'contact',
  'company',
  'deal',
  'task',
  'conversation',
  'note',
  'label',
  'field',
  'pipeline',
  'stage',
  'view',
  'consent',
  'import',
  'export',
  'channel',
] as const

const VERBS = [
  'created',
  'updated',
  'deleted',
  'restored',
  'merged',
  'unmerged',
  'moved',
  'won',
  'lost',
  'reopened',
  'completed',
  'labelled',
  'assigned',
  'linked',
  'unlinked',
  'archived',
  'unarchived',
  'reordered',
  'started',
  'finished',
  'undone',
] as const

/** What is called otherwise in the log. */
const OTHERS: Readonly<Record<string, PlainKey>> = {
  added: 'verb.created',
  edited: 'verb.updated',
  removed: 'verb.deleted',
  changed: 'verb.updated',
  address_added: 'verb.address',
  address_changed: 'verb.address',
  address_removed: 'verb.address',
  company_linked: 'verb.linkedCompany',
  company_unlinked: 'verb.unlinkedCompany',
  contact_linked: 'verb.linkedContact',
  contact_unlinked: 'verb.unlinkedContact',
  consent_granted: 'verb.consentGranted',
  consent_withdrawn: 'verb.consentWithdrawn',
  undo_started: 'verb.undoStarted',
}

function entityKey(entity: string): PlainKey {
  if (entity === 'lost_reason') return 'entity.lostReason'
  const known = AUDITED_ENTITIES.find((each) => each === entity)
  return known ? `entity.${known}` : 'entity.other'
}

/** "Contacto editado": the thing and what became of it. */
export function actionText({ action, entity }: AuditRowDto, t: Translate): string {
  const said = action.split('.')[1] ?? ''
  const verb = VERBS.find((each) => each === said)
  return `${t(entityKey(entity))}: ${t(verb ? `verb.${verb}` : (OTHERS[said] ?? 'verb.other'))}`
}

const FACTS = [
  'type',
  'description',
  'record',
  'rrule',
  'remindMinutes',
  'doneAt',
  'deletedAt',
  'mergedId',
  'mergedName',
  'mergedIntoId',
  'contactId',
  'role',
  'isPrimary',
  'labels',
  'color',
  'entity',
  'recordId',
  'key',
  'label',
  'options',
  'rules',
  'isRequired',
  'isFilterable',
  'section',
  'position',
  'phones',
  'emails',
  'fileName',
  'onMatch',
  'rowCount',
  'created',
  'updated',
  'skipped',
  'failed',
  'deleted',
  'restored',
  'kept',
  'companies',
  'pipelineId',
  'defaultPipelineId',
  'probability',
  'staleDays',
  'requiredFields',
  'archivedAt',
  'isShared',
  'definition',
  'text',
  'isPinned',
  'thread',
  'file',
  'contacts',
  'channelKind',
  'purpose',
  'state',
  'value',
  'kind',
  'format',
  'filter',
  'sort',
  'columns',
  'count',
] as const

/** The name of a value, as people call it; undefined for one that has no word. */
export function auditFactKey(name: string): PlainKey | undefined {
  const known = FACTS.find((fact) => fact === name)
  if (known) return `auditFact.${known}`
  const key = factKey(name)
  return key === 'fact.other' ? undefined : key
}

const TASK_TYPES = ['call', 'message', 'meeting', 'quote', 'other'] as const

/** What a word of the code means to people, where it is one. */
export function valueKey(name: string, value: unknown): PlainKey | undefined {
  if (name === 'entity' && AUDITED_ENTITIES.some((entity) => entity === value))
    return entityKey(String(value))
  const type = name === 'type' && TASK_TYPES.find((known) => known === value)
  return type ? `tasks.type.${type}` : wordKey(name, value)
}
