import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addAddress,
  addConsent,
  addContact,
  deleteContact,
  dismissDuplicate,
  findContact,
  listConsents,
  listContacts,
  listDuplicates,
  listWholeContacts,
  removeAddress,
  restoreContact,
  updateAddress,
  updateContact,
} from '../../src/server/modules/contacts/index.ts'
import { createField } from '../../src/server/modules/fields/index.ts'
import { own, type WorkspaceDb } from '../../src/server/platform/db/workspace-db.ts'
import { AppError } from '../../src/server/platform/errors.ts'
import { auditLog } from '../../src/server/schema/index.ts'
import type { Actor } from '../../src/shared/actor.ts'
import type { CreateContact } from '../../src/shared/contracts/contacts.ts'
import { newId, recordKeyOf, type ContactId } from '../../src/shared/ids.ts'
import { givenBareWorkspace, type BareWorkspace } from '../harness/crm-records.ts'

const ana: Actor = { kind: 'user', userId: newId('user') }
const program: Actor = { kind: 'api_key', apiKeyId: newId('apiKey') }
const LIST = { limit: 50, direction: undefined }

let workspace: BareWorkspace
let db: WorkspaceDb
beforeAll(async () => {
  workspace = await givenBareWorkspace()
  db = workspace.db
})
afterAll(() => workspace.close())

let people = 0
/** A phone of Guadalajara that nobody has. */
const freshPhone = () => `+52 33 5${String(++people).padStart(7, '0')}`
const add = (input: Partial<CreateContact> = {}, actor = ana) =>
  addContact(db, { name: 'Regina', ...input }, actor)

/** The code and details of a refusal. */
async function refusalOf(call: Promise<unknown>): Promise<Pick<AppError, 'code' | 'details'>> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return { code: error.code, details: error.details }
  throw new Error('the call was not refused', { cause: error })
}

async function historyOf(id: ContactId) {
  const rows = await db.orm
    .select()
    .from(auditLog)
    .where(own(db, auditLog, eq(auditLog.recordId, recordKeyOf(id))))
    .orderBy(auditLog.seq)
  return rows.map(({ action, before, after }) => ({ action, before, after }))
}

describe('a contact that somebody enters', () => {
  it('has its addresses in one form, however they were written', async () => {
    const contact = await add({
      name: 'Regina Solórzano',
      phones: [{ value: '33 0000 0112', label: 'work' }, { value: '+55 (11) 98765-4321' }],
      emails: [{ value: ' Regina@Estudio.example ' }],
      lifecycle: 'qualified',
      language: 'es-MX',
      timeZone: 'America/Mexico_City',
    })
    expect(contact).toMatchObject({
      phone: '+523300000112',
      email: 'Regina@Estudio.example',
      lifecycle: 'qualified',
      source: 'manual',
      version: 1,
      identities: [
        { kind: 'phone', value: '523300000112', label: 'work', isPrimary: true, source: 'manual' },
        { kind: 'phone', value: '5511987654321', isPrimary: false },
        { kind: 'email', isPrimary: true },
      ],
    })
    expect((await listContacts(db, { ...LIST, query: 'solor' })).items).toMatchObject([{ id: contact.id }])
  })

  it('shares no address with another: the holder is named, and no half of it stays', async () => {
    const phone = freshPhone()
    const holder = await add({ phones: [{ value: phone }] })
    const mobileOfOld = phone.replace('+52', '+52 1')
    const refusal = await refusalOf(add({ name: 'Sombra Única', phones: [{ value: mobileOfOld }] }))
    expect(refusal).toEqual({ code: 'ADDRESS_TAKEN', details: { contactId: holder.id } })
    expect((await listContacts(db, { ...LIST, query: 'sombra' })).items).toEqual([])
  })

  it('is one alone where several are entered with the same phone at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const phones = [{ value: freshPhone() }]
      const results = await Promise.allSettled(Array.from({ length: 10 }, () => add({ phones })))
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const result of results)
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'ADDRESS_TAKEN' })
    }
  })

  it.each([
    ['phone', 'no es un número'],
    ['phone', '12'],
    ['phone', '+0000000000'],
    ['phone', '1'.repeat(40)],
    ['email', 'regina'],
    ['email', 'a@b'],
    ['email', 'a b@c.mx'],
  ] as const)('refuses %s %s with a reason', async (kind, value) => {
    const input = kind === 'phone' ? { phones: [{ value }] } : { emails: [{ value }] }
    const { code, details } = await refusalOf(add(input))
    expect(code).toBe('VALIDATION_FAILED')
    expect(Object.keys(details.fields ?? {})).toEqual([`${kind}s.0.value`])
  })

  it('takes a name of odd characters and the longest, and no stranger for its owner', async () => {
    const name = '𝕽é👩‍👩‍👧 \u202e%_\\\'"`;--'.padEnd(120, 'ñ')
    expect((await add({ name })).name).toBe(name)
    expect(await refusalOf(add({ ownerId: newId('user') }))).toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('custom fields of a contact', () => {
  it('are checked, change key by key, and are told key by key', async () => {
    const field = { entity: 'contact', isRequired: false, isFilterable: true, section: null } as const
    const wood = await createField(db, { ...field, label: 'Madera', type: 'text' }, ana)
    const pieces = await createField(db, { ...field, label: 'Piezas', type: 'number' }, ana)
    const { id, custom } = await add({ custom: { [wood.key]: 'nogal', [pieces.key]: 4 } })
    expect(custom).toEqual({ [wood.key]: 'nogal', [pieces.key]: 4 })
    const changed = await updateContact(db, { id, custom: { [pieces.key]: 6 } }, ana)
    expect(changed.custom).toEqual({ [wood.key]: 'nogal', [pieces.key]: 6 })
    expect((await historyOf(id)).at(-1)).toEqual({
      action: 'contact.updated',
      before: { custom: { [pieces.key]: 4 } },
      after: { custom: { [pieces.key]: 6 } },
    })
    for (const bad of [{ [pieces.key]: 'muchas' }, { desconocida: 1 }])
      expect(await refusalOf(updateContact(db, { id, custom: bad }, ana))).toMatchObject({
        code: 'VALIDATION_FAILED',
      })
    expect((await findContact(db, id)).version).toBe(2)
  })
})

describe('two people who edit one contact', () => {
  it('do not overwrite each other: the second is told which version is there', async () => {
    const contact = await add()
    const change = { id: contact.id, version: 1 }
    await updateContact(db, { ...change, name: 'Regina S.' }, ana)
    const second = updateContact(db, { ...change, lifecycle: 'customer' }, program)
    expect(await refusalOf(second)).toEqual({ code: 'STALE_VERSION', details: { version: 2 } })
    const both = [
      updateContact(db, { id: contact.id, version: 2, name: 'Una' }, ana),
      updateContact(db, { id: contact.id, version: 2, name: 'Otra' }, program),
    ]
    const results = await Promise.allSettled(both)
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await findContact(db, contact.id)).version).toBe(3)
  })

  it('leave a history of the lifecycle', async () => {
    const { id } = await add()
    await updateContact(db, { id, lifecycle: 'qualified' }, ana)
    await updateContact(db, { id, lifecycle: 'qualified' }, ana)
    await updateContact(db, { id, lifecycle: 'customer' }, program)
    const changes = (await historyOf(id)).filter(({ action }) => action === 'contact.updated')
    expect(changes).toEqual([
      { action: 'contact.updated', before: { lifecycle: 'lead' }, after: { lifecycle: 'qualified' } },
      { action: 'contact.updated', before: { lifecycle: 'qualified' }, after: { lifecycle: 'customer' } },
    ])
  })
})

describe('addresses of a contact', () => {
  it('come, change, step to the front and go', async () => {
    const [first, second] = [freshPhone(), freshPhone()]
    const { id } = await add({ phones: [{ value: first }] })
    await addAddress(db, { id, kind: 'phone', value: second, isPrimary: true }, ana)
    const both = await findContact(db, id)
    expect(both.phone).toBe(second.replaceAll(' ', ''))
    const [old, now] = both.identities
    if (!old || !now) throw new Error('an address is missing')
    expect([old.isPrimary, now.isPrimary]).toEqual([false, true])
    const corrected = freshPhone()
    await updateAddress(db, { id, identityId: now.id, value: corrected, label: 'home' }, ana)
    expect((await findContact(db, id)).identities[1]).toMatchObject({ label: 'home', isPrimary: true })
    const left = await removeAddress(db, { id, identityId: now.id }, ana)
    expect(left.identities).toMatchObject([{ id: old.id, isPrimary: true }])
    expect(left.version).toBe(4)
    expect((await historyOf(id)).map(({ action }) => action)).toEqual([
      'contact.created',
      'contact.address_added',
      'contact.address_changed',
      'contact.address_removed',
    ])
  })

  it('of somebody else leave a suggestion that a person settles for good', async () => {
    const phone = freshPhone()
    const [holder, other] = [await add({ phones: [{ value: phone }] }), await add()]
    const claim = () => refusalOf(addAddress(db, { id: other.id, kind: 'phone', value: phone }, ana))
    expect(await claim()).toEqual({ code: 'ADDRESS_TAKEN', details: { contactId: holder.id } })
    const mine = async () =>
      (await listDuplicates(db, LIST)).items.filter((pair) => pair.contact.id === holder.id)
    expect(await mine()).toMatchObject([{ other: { id: other.id }, reason: 'shared_address' }])
    await dismissDuplicate(db, { contactId: other.id, otherContactId: holder.id, now: new Date() })
    await claim()
    expect(await mine()).toEqual([])
  })
})

describe('a deleted contact', () => {
  it('leaves lists and search, still opens, and comes back whole', async () => {
    const phone = freshPhone()
    const { id } = await add({ name: 'Zenobia Quintanar', phones: [{ value: phone }] })
    const found = async () => {
      const lists = [{}, { query: 'zenob' }, { query: phone }]
      const pages = await Promise.all(lists.map((list) => listWholeContacts(db, { ...LIST, ...list })))
      return pages.map(({ items }) => items.some((contact) => contact.id === id))
    }
    expect(await found()).toEqual([true, true, true])
    await deleteContact(db, { id, now: new Date() }, ana)
    expect(await found()).toEqual([false, false, false])
    expect((await listContacts(db, { ...LIST, query: phone })).items).toEqual([])
    expect((await findContact(db, id)).deletedAt).not.toBeNull()
    await restoreContact(db, id, ana)
    expect(await found()).toEqual([true, true, true])
  })
})

describe('who asks what changed', () => {
  it('is told each contact once over the pages, deleted ones too, oldest change first', async () => {
    const since = new Date().toISOString()
    const made = await Promise.all(Array.from({ length: 7 }, () => add()))
    const [gone, touched] = made
    if (!gone || !touched) throw new Error('nothing was made')
    await deleteContact(db, { id: gone.id, now: new Date() }, ana)
    await updateContact(db, { id: touched.id, name: 'Tocada' }, ana)
    const told: ContactId[] = []
    let cursor: string | undefined
    do {
      const page = await listWholeContacts(db, { ...LIST, updatedSince: since, cursor, limit: 3 })
      told.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(told.toSorted()).toEqual(made.map(({ id }) => id).toSorted())
    expect(told.slice(-2)).toEqual([gone.id, touched.id])
  })
})

describe('consents', () => {
  it('are a history of which the newest of each purpose counts', async () => {
    const { id } = await add()
    const now = new Date()
    const given = { id, channelKind: 'whatsapp', purpose: 'marketing', source: 'Feria', now } as const
    await addConsent(db, { ...given, state: 'granted', at: '2025-01-01T00:00:00Z' }, ana)
    await addConsent(db, { ...given, state: 'withdrawn', source: 'Chat' }, program)
    await addConsent(db, { ...given, channelKind: 'email', state: 'granted' }, ana)
    const { current, items } = await listConsents(db, { ...LIST, id })
    expect(items.map(({ state }) => state)).toEqual(['granted', 'withdrawn', 'granted'])
    expect(current.map(({ channelKind, state }) => [channelKind, state])).toEqual([
      ['email', 'granted'],
      ['whatsapp', 'withdrawn'],
    ])
    const future = addConsent(db, { ...given, state: 'granted', at: '2999-01-01T00:00:00Z' }, ana)
    expect(await refusalOf(future)).toMatchObject({ code: 'VALIDATION_FAILED' })
  })
})
