import { foldText } from '../../../../shared/filters/index.ts'
import { newId, type CompanyId, type LabelId } from '../../../../shared/ids.ts'
import { toE164 } from '../../../../shared/phone.ts'
import type { RowBefore } from '../../../schema/index.ts'
import type { Address } from '../domain/address.ts'
import {
  addressKeyOf,
  changesOf,
  consentKeyOf,
  type ImportFacts,
  type ImportRules,
  type IncomingContact,
  type KnownContact,
  type World,
} from './world.ts'

export type RowResult =
  | { outcome: 'created'; contact: KnownContact; before: RowBefore | null }
  | { outcome: 'updated'; contact: KnownContact; before: RowBefore }
  | { outcome: 'skipped'; contact: KnownContact; reason: 'known' | 'unchanged' }
  | { outcome: 'failed'; reason: RowFailure; column: string | null }

/** `column` names a target of the mapping: `custom.size`. */
export type RowFailure =
  | 'unknown_id'
  | 'deleted_contact'
  | 'two_contacts'
  | 'address_taken'
  | 'no_name'
  | 'bad_value'
  | 'required'
  | 'too_many_labels'

const MAX_LABELS = 500
const failed = (reason: RowFailure, column: string | null = null): RowResult => ({
  outcome: 'failed',
  reason,
  column,
})

/** Applies one row to the world, and says what it did. A failed row leaves the world as it was. */
export function applyRow(world: World, row: IncomingContact, rules: ImportRules): RowResult {
  if (newLabelsOf(world, row) > MAX_LABELS) return failed('too_many_labels', 'labels')
  const found = matchOf(world, row, rules)
  if (found === 'unknown_id') return failed('unknown_id', 'id')
  if (found?.isDeleted) return failed('deleted_contact')
  if (found && rules.onMatch === 'skip') return { outcome: 'skipped', contact: found, reason: 'known' }
  if (found && rules.onMatch === 'update') return update(world, found, { row, rules })
  return create(world, row, rules)
}

function newLabelsOf(world: World, row: IncomingContact): number {
  if (row.labels.length === 0) return 0
  const unknown = new Set(row.labels.map(foldText).filter((name) => !world.labels.has(name)))
  return unknown.size === 0 ? 0 : world.labels.size + unknown.size
}

/** The first of the rules' keys that finds somebody decides. */
function matchOf(
  world: World,
  row: IncomingContact,
  rules: ImportRules,
): KnownContact | 'unknown_id' | undefined {
  for (const key of rules.matchBy) {
    if (key === 'id') {
      if (row.id === null) continue
      const contact = world.byId.get(row.id)
      return contact ?? 'unknown_id'
    }
    const addresses = key === 'phone' ? row.phones : row.emails
    for (const address of addresses) {
      const holder = world.byAddress.get(addressKeyOf(address))
      if (holder) return holder
    }
  }
  return undefined
}

interface Given {
  row: IncomingContact
  rules: ImportRules
}

function create(world: World, row: IncomingContact, rules: ImportRules): RowResult {
  const wanted = [...row.phones, ...row.emails]
  const held = wanted.filter((address) => world.byAddress.has(addressKeyOf(address)))
  if (held.length > 0 && rules.onMatch !== 'create') return failed('address_taken', held[0]?.kind ?? null)
  const checked = world.custom.check(row.custom, null)
  if ('problems' in checked) return refusalOf(checked.problems)
  const name = row.facts.name ?? nameFor(row)
  if (name === undefined) return failed('no_name', 'name')
  const contact = newContact(row, name)
  world.byId.set(contact.id, contact)
  contact.custom = checked.custom
  const changes = changesOf(contact)
  changes.hasCustom = Object.keys(checked.custom).length > 0
  changes.lookalikes = [
    ...new Set(held.flatMap((address) => world.byAddress.get(addressKeyOf(address))?.id ?? [])),
  ]
  addAddresses(world, contact, wanted)
  const { madeLabelIds, madeCompanyIds } = addTheRest(world, contact, { row, rules })
  // All of the contact goes with it; what came along may stay behind.
  const before = madeLabelIds || madeCompanyIds ? { ...NOTHING, madeLabelIds, madeCompanyIds } : null
  return { outcome: 'created', contact, before }
}

const NOTHING = { facts: {}, identityIds: [], labelIds: [], companyIds: [], consentIds: [] }

function nameFor(row: IncomingContact): string | undefined {
  const [phone] = row.phones
  return phone ? toE164(phone.value) : (row.emails[0]?.value ?? row.company?.name)
}

function newContact(row: IncomingContact, name: string): KnownContact {
  const { facts } = row
  return {
    id: newId('contact'),
    isNew: true,
    isDeleted: false,
    facts: {
      name,
      ownerId: facts.ownerId ?? null,
      lifecycle: facts.lifecycle ?? 'lead',
      language: facts.language ?? null,
      timeZone: facts.timeZone ?? null,
      source: facts.source ?? 'import',
    },
    custom: {},
    version: 1,
    kinds: new Set(),
    labelIds: new Set(),
    companyIds: new Set(),
    consents: new Set(),
    changes: null,
  }
}

function update(world: World, contact: KnownContact, given: Given): RowResult {
  const { row } = given
  const wanted = [...row.phones, ...row.emails]
  const holders = wanted.map((address) => world.byAddress.get(addressKeyOf(address)))
  if (holders.some((holder) => holder && holder !== contact)) return failed('two_contacts')
  const checked = world.custom.check(row.custom, contact.custom)
  if ('problems' in checked) return refusalOf(checked.problems)
  const before: RowBefore = {
    facts: setFacts(contact, row.facts),
    identityIds: addAddresses(world, contact, wanted),
    ...addTheRest(world, contact, given),
  }
  if (JSON.stringify(checked.custom) !== JSON.stringify(contact.custom)) {
    before.facts['custom'] = contact.custom
    contact.custom = checked.custom
    changesOf(contact).hasCustom = true
  }
  const { facts, ...added } = before
  const isChanged = Object.keys(facts).length > 0 || Object.values(added).some((ids) => ids.length > 0)
  return isChanged
    ? { outcome: 'updated', contact, before }
    : { outcome: 'skipped', contact, reason: 'unchanged' }
}

/** @returns the values from before of those that differ. */
function setFacts(contact: KnownContact, given: Partial<ImportFacts>): Record<string, unknown> {
  const differing = Object.entries(given).filter(
    ([key, value]) => contact.facts[key as keyof ImportFacts] !== value,
  )
  if (differing.length === 0) return {}
  const before = Object.fromEntries(differing.map(([key]) => [key, contact.facts[key as keyof ImportFacts]]))
  contact.facts = { ...contact.facts, ...Object.fromEntries(differing) }
  const changes = changesOf(contact)
  changes.isRenamed ||= 'name' in before
  return before
}

/** Gives the contact the addresses that nobody has. The first of a kind is the primary one. */
function addAddresses(world: World, contact: KnownContact, wanted: readonly Address[]): string[] {
  const added: string[] = []
  for (const address of wanted) {
    const key = addressKeyOf(address)
    if (world.byAddress.has(key)) continue
    const id = newId('identity')
    changesOf(contact).identities.push({ ...address, id, isPrimary: !contact.kinds.has(address.kind) })
    contact.kinds.add(address.kind)
    world.byAddress.set(key, contact)
    added.push(id)
  }
  return added
}

function addTheRest(
  world: World,
  contact: KnownContact,
  { row, rules }: Given,
): Omit<RowBefore, 'facts' | 'identityIds'> {
  const { newLabels, newCompanies } = world
  const [labelCount, companyCount] = [newLabels.length, newCompanies.length]
  const added = {
    labelIds: addLabels(contact, [...rules.labelIds, ...row.labels.map((name) => labelOf(world, name))]),
    companyIds: addCompany(world, contact, row.company),
    consentIds: addConsent(contact, rules.consent),
  }
  const madeLabelIds = newLabels.slice(labelCount).map(({ id }) => id)
  const madeCompanyIds = newCompanies.slice(companyCount).map(({ id }) => id)
  return {
    ...added,
    ...(madeLabelIds.length > 0 && { madeLabelIds }),
    ...(madeCompanyIds.length > 0 && { madeCompanyIds }),
  }
}

function labelOf(world: World, name: string): LabelId {
  const key = foldText(name)
  const known = world.labels.get(key)
  if (known) return known
  const label = { id: newId('label'), name, color: 'gris' as const }
  world.labels.set(key, label.id)
  world.newLabels.push(label)
  return label.id
}

function addLabels(contact: KnownContact, wanted: readonly LabelId[]): LabelId[] {
  const added = [...new Set(wanted)].filter((id) => !contact.labelIds.has(id))
  for (const id of added) contact.labelIds.add(id)
  if (added.length > 0) changesOf(contact).labelIds.push(...added)
  return added
}

function addCompany(world: World, contact: KnownContact, company: IncomingContact['company']): CompanyId[] {
  if (!company) return []
  const key = foldText(company.name)
  const id = world.companies.get(key) ?? newId('company')
  if (!world.companies.has(key)) {
    world.companies.set(key, id)
    world.newCompanies.push({ id, name: company.name })
  }
  if (contact.companyIds.has(id)) return []
  changesOf(contact).companies.push({ id, role: company.role, isPrimary: contact.companyIds.size === 0 })
  contact.companyIds.add(id)
  return [id]
}

/** Only where nothing was said yet: a consent that was withdrawn is not given anew by a file. */
function addConsent(contact: KnownContact, consent: ImportRules['consent']): string[] {
  if (!consent || contact.consents.has(consentKeyOf(consent))) return []
  contact.consents.add(consentKeyOf(consent))
  const id = newId('consent')
  changesOf(contact).consents.push({ id })
  return [id]
}

function refusalOf(problems: Record<string, string>): RowResult {
  const [key = '', why = ''] = Object.entries(problems)[0] ?? []
  return failed(why === 'is required' ? 'required' : 'bad_value', `custom.${key}`)
}
