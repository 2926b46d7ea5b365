import type { TimelineEntry } from '@shared/contracts/timeline.ts'
import type { PlainKey, Translate } from '../../i18n/catalogue.ts'
import type { Formatter } from '../../i18n/format.ts'

type Change = Extract<TimelineEntry, { kind: 'change' }>

const VERBS = [
  'created',
  'deleted',
  'restored',
  'merged',
  'unmerged',
  'moved',
  'won',
  'lost',
  'reopened',
  'labelled',
  'assigned',
  'linked',
  'unlinked',
] as const

/** What a row of the audit log says, in a sentence. */
export function changeText(change: Change, say: { t: Translate; format: Formatter; who: string }): string {
  const { t, format, who } = say
  const action = change.action.split('.')[1]
  const verb = VERBS.find((known) => known === action)
  if (verb) return t(`timeline.${verb}`, { who })
  if (action?.startsWith('address_')) return t('timeline.addresses', { who })
  const facts = factNames(change, t)
  return facts.length > 0
    ? t('timeline.updated', { who, fields: format.list(facts) })
    : t('timeline.other', { who })
}

function factNames({ before, after }: Change, t: Translate): string[] {
  const keys = Object.keys({ ...before, ...after })
  return [...new Set(keys.map((key) => t(factKey(key))))]
}

const FACTS = [
  'name',
  'title',
  'ownerId',
  'assigneeId',
  'lifecycle',
  'language',
  'timeZone',
  'custom',
  'domain',
  'parentId',
  'amount',
  'currency',
  'stageId',
  'status',
  'expectedCloseOn',
  'companyId',
  'dueLocal',
  'priority',
  'phone',
  'email',
] as const

/** The name of a value that the audit log tells of. */
export function factKey(name: string): PlainKey {
  const known = FACTS.find((fact) => fact === name)
  return known ? `fact.${known}` : 'fact.other'
}

/** Values that are words of the code: people read their own. */
const WORDS: Readonly<Record<string, Readonly<Record<string, PlainKey>>>> = {
  lifecycle: {
    lead: 'contacts.lead',
    qualified: 'contacts.qualified',
    customer: 'contacts.customer',
    lost: 'contacts.lost',
  },
  status: { open: 'deals.openStatus', won: 'deals.won', lost: 'deals.lost' },
  priority: {
    low: 'tasks.priority.low',
    normal: 'tasks.priority.normal',
    high: 'tasks.priority.high',
  },
}

export function wordKey(fact: string, value: unknown): PlainKey | undefined {
  return typeof value === 'string' ? WORDS[fact]?.[value] : undefined
}
