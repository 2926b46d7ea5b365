import type { TimelineEntry } from '@shared/contracts/timeline.ts'
import { isId } from '@shared/ids.ts'
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
  const link = linkText(change, { t, who })
  if (link) return link
  const action = change.action.split('.')[1]
  const verb = VERBS.find((known) => known === action)
  if (verb) return t(`timeline.${verb}`, { who })
  if (action?.startsWith('address_')) return t('timeline.addresses', { who })
  const facts = factNames(change, t)
  return facts.length > 0
    ? t('timeline.updated', { who, fields: format.list(facts) })
    : t('timeline.other', { who })
}

/** What was tied to a deal, or taken off it, is told by its own name. */
function linkText({ before, after }: Change, { t, who }: { t: Translate; who: string }): string | undefined {
  if (!before || !after) return undefined
  if ('thread' in after) return t(after.thread ? 'timeline.chatLinked' : 'timeline.chatUnlinked', { who })
  if ('contacts' in after) return t('timeline.peopleChanged', { who })
  if (!('file' in after)) return undefined
  const file = after.file ?? before.file
  const name = typeof file === 'string' && !isId('attachment', file) ? file : t('timeline.aFile')
  return t(after.file ? 'timeline.fileAdded' : 'timeline.fileRemoved', { who, name })
}

/** Told in the sentence; they say no more below it. */
export const LINKS: ReadonlySet<string> = new Set(['thread', 'file', 'contacts'])

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
  'closedAt',
  'source',
  'lostReasonId',
  'lostNote',
  'companyId',
  'dueLocal',
  'priority',
  'phone',
  'email',
  'avatarId',
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
