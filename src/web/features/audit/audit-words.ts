import type { AuditRowDto } from '@shared/contracts/audit.ts'
import type { PlainKey, Translate } from '../../i18n/catalogue.ts'

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
] as const

/** Other words for the same. */
const SAME: Readonly<Record<string, (typeof VERBS)[number]>> = {
  added: 'created',
  edited: 'updated',
  removed: 'deleted',
  reordered: 'updated',
  changed: 'updated',
  address_added: 'updated',
  address_changed: 'updated',
  address_removed: 'updated',
}

function entityKey(entity: string): PlainKey {
  if (entity === 'lost_reason') return 'entity.lostReason'
  const known = AUDITED_ENTITIES.find((each) => each === entity)
  return known ? `entity.${known}` : 'entity.other'
}

/** "Contacto editado": the thing and what became of it. */
export function actionText({ action, entity }: AuditRowDto, t: Translate): string {
  const said = action.split('.')[1] ?? ''
  const verb = VERBS.find((each) => each === (SAME[said] ?? said))
  return `${t(entityKey(entity))}: ${t(verb ? `verb.${verb}` : 'verb.other')}`
}
