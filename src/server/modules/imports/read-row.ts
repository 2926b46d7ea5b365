import type { IMPORT_TARGETS, ImportTarget } from '../../../shared/contracts/imports.ts'
import { foldText } from '../../../shared/filters/index.ts'
import { isId, type UserId } from '../../../shared/ids.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { isTimeZone } from '../../../shared/local-time.ts'
import type { Lifecycle } from '../../../shared/records.ts'
import { parseAddress, type Address, type ImportFacts, type IncomingContact } from '../contacts/index.ts'
import { cleanPhone, phonesOf } from './domain/clean-phone.ts'
import { partsOf, valueOfCell, type CellContext, type CellField } from './domain/field-values.ts'

export interface RowContext extends CellContext {
  mapping: readonly (ImportTarget | null)[]
  /** Custom fields by their key. */
  fields: ReadonlyMap<string, CellField>
}

/** Why a cell can't be used, and which target of the mapping it was for. */
export interface CellProblem {
  kind: string
  column: string
}

class BadCell extends Error {
  readonly problem: CellProblem

  constructor(kind: string, column: string) {
    super(kind)
    this.problem = { kind, column }
  }
}

interface Draft {
  id: IncomingContact['id']
  names: { first: string; last: string; whole: string }
  facts: Partial<Omit<ImportFacts, 'name'>>
  phones: Address[]
  emails: Address[]
  custom: Record<string, unknown>
  company: string
  companyRole: string
  labels: string[]
}

/** What the cells of a row say, or the first thing in them that can't be. Empty cells say nothing. */
export function readRow(
  cells: readonly string[],
  context: RowContext,
): { incoming: IncomingContact } | { problem: CellProblem } {
  const draft = emptyDraft()
  try {
    for (const [at, target] of context.mapping.entries()) {
      const text = (cells[at] ?? '').trim()
      if (target === null || text === '') continue
      if (target.startsWith('custom.')) draft.custom[target.slice(7)] = customValue(text, target, context)
      else READERS[target as StandardTarget](draft, text, context)
    }
    return { incoming: incomingOf(draft) }
  } catch (error) {
    if (error instanceof BadCell) return { problem: error.problem }
    throw error
  }
}

const emptyDraft = (): Draft => ({
  id: null,
  names: { first: '', last: '', whole: '' },
  facts: {},
  phones: [],
  emails: [],
  custom: {},
  company: '',
  companyRole: '',
  labels: [],
})

type StandardTarget = (typeof IMPORT_TARGETS)[number]
type Reader = (draft: Draft, text: string, context: RowContext) => void

const READERS: Record<StandardTarget, Reader> = {
  id: (draft, text) => {
    if (!isId('contact', text)) throw new BadCell('unknown_id', 'id')
    draft.id = text
  },
  name: (draft, text) => void (draft.names.whole = text),
  firstName: (draft, text) => void (draft.names.first = text),
  lastName: (draft, text) => void (draft.names.last = text),
  phone: (draft, text, { phoneCode }) =>
    addAddresses(draft.phones, phonesOf(text), { kind: 'phone', phoneCode }),
  email: (draft, text) => addAddresses(draft.emails, emailsOf(text), { kind: 'email', phoneCode: '' }),
  company: (draft, text) => void (draft.company = within(text, LIMITS.name, 'company')),
  companyRole: (draft, text) => void (draft.companyRole = within(text, 60, 'companyRole')),
  labels: (draft, text) => void draft.labels.push(...partsOf(text).map((name) => within(name, 48, 'labels'))),
  owner: (draft, text, { memberOf }) => {
    const userId = memberOf(text)
    if (!userId) throw new BadCell('unknown_member', 'owner')
    draft.facts.ownerId = userId as UserId
  },
  lifecycle: (draft, text) => {
    const lifecycle = LIFECYCLE_WORDS.get(foldText(text))
    if (!lifecycle) throw new BadCell('bad_value', 'lifecycle')
    draft.facts.lifecycle = lifecycle
  },
  language: (draft, text) => void (draft.facts.language = languageOf(text)),
  timeZone: (draft, text) => {
    if (text.length > 64 || !isTimeZone(text)) throw new BadCell('bad_value', 'timeZone')
    draft.facts.timeZone = text
  },
  source: (draft, text) => void (draft.facts.source = within(text, 40, 'source')),
}

function addAddresses(
  into: Address[],
  texts: readonly string[],
  { kind, phoneCode }: { kind: 'phone' | 'email'; phoneCode: string },
): void {
  for (const text of texts) {
    const address = parseAddress(kind, text, phoneCode)
    if (!address || address.value.length > LIMITS.email) throw new BadCell(`bad_${kind}`, kind)
    if (!into.some(({ matchKey }) => matchKey === address.matchKey)) into.push(address)
  }
  if (into.length > 20) throw new BadCell('too_many_addresses', kind)
}

const emailsOf = (text: string): string[] =>
  text
    .split(/[;|,\s]+/)
    .map((part) => part.replace(/^mailto:/i, '').replace(/^<|>$/g, ''))
    .filter((part) => part !== '')

function within(text: string, max: number, column: string): string {
  if ([...text].length > max) throw new BadCell('too_long', column)
  return text
}

function customValue(text: string, target: ImportTarget, context: RowContext): unknown {
  const field = context.fields.get(target.slice(7))
  const written = field?.type === 'phone' ? cleanPhone(text) : text
  const value = field && valueOfCell(written, field, context)
  if (value === undefined) throw new BadCell('bad_value', target)
  return value
}

const LIFECYCLE_WORDS = new Map<string, Lifecycle>(
  Object.entries({
    lead: 'lead|prospecto|interesado|cliente potencial|potencial|nuevo|novo',
    qualified: 'qualified|calificado|cualificado|qualificado|oportunidad',
    customer: 'customer|cliente|client',
    lost: 'lost|perdido|perdida|descartado',
  } satisfies Record<Lifecycle, string>).flatMap(([lifecycle, words]) =>
    words.split('|').map((word) => [word, lifecycle as Lifecycle] as const),
  ),
)

const LANGUAGES: Readonly<Record<string, string>> = {
  espanol: 'es',
  spanish: 'es',
  castellano: 'es',
  espanhol: 'es',
  ingles: 'en',
  english: 'en',
  portugues: 'pt',
  portuguese: 'pt',
}

function languageOf(text: string): string {
  const code = LANGUAGES[foldText(text)] ?? text.replace('_', '-')
  if (!/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,4})?$/.test(code)) throw new BadCell('bad_value', 'language')
  return code
}

function incomingOf(draft: Draft): IncomingContact {
  const { whole, first, last } = draft.names
  const name = within((whole || `${first} ${last}`).replace(/\s+/g, ' ').trim(), LIMITS.name, 'name')
  const { id, facts, phones, emails, custom, company, companyRole, labels } = draft
  return {
    id,
    facts: { ...facts, ...(name !== '' && { name }) },
    phones,
    emails,
    custom,
    company: company === '' ? null : { name: company, role: companyRole || null },
    labels,
  }
}
