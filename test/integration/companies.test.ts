import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createCompany,
  deleteCompany,
  findCompany,
  linkContact,
  listCompanies,
  listCompanyContacts,
  restoreCompany,
  unlinkContact,
  updateCompany,
} from '../../src/server/modules/companies/index.ts'
import { addContact, findContact } from '../../src/server/modules/contacts/index.ts'
import type { WorkspaceDb } from '../../src/server/platform/db/workspace-db.ts'
import { AppError } from '../../src/server/platform/errors.ts'
import type { CompanyDto, CreateCompany, ListCompanies } from '../../src/shared/contracts/companies.ts'
import { newId, type CompanyId } from '../../src/shared/ids.ts'
import { givenBareWorkspace, type BareWorkspace } from '../harness/crm-records.ts'

const ana = { kind: 'user' as const, userId: newId('user') }
const LIST = { limit: 50, sort: 'name' as const }

let workspace: BareWorkspace
let db: WorkspaceDb
beforeAll(async () => {
  workspace = await givenBareWorkspace()
  db = workspace.db
})
afterAll(() => workspace.close())

const add = (input: Partial<CreateCompany> = {}) => createCompany(db, { name: 'Estudio', ...input }, ana)
const refusal = (code: string, details: object = {}) => ({ code, details: expect.objectContaining(details) })

async function readOn(input: Partial<ListCompanies>): Promise<CompanyDto[]> {
  const items: CompanyDto[] = []
  let cursor: string | undefined
  do {
    const page = await listCompanies(db, { ...LIST, limit: 2, ...input, cursor })
    items.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return items
}

describe('the domain of a company', () => {
  it('belongs to one company, however it is written, until that one is deleted', async () => {
    const first = await add({ domain: 'https://www.Nogal.example/contacto' })
    expect(first.domain).toBe('https://www.Nogal.example/contacto')
    const again = () => add({ domain: 'nogal.example.' })
    await expect(again()).rejects.toMatchObject(refusal('ALREADY_EXISTS', { companyId: first.id }))
    await deleteCompany(db, { id: first.id, now: new Date() }, ana)
    const second = await again()
    const back = restoreCompany(db, first.id, ana)
    await expect(back).rejects.toMatchObject(refusal('ALREADY_EXISTS', { companyId: second.id }))
    await updateCompany(db, { id: second.id, domain: null }, ana)
    expect(await restoreCompany(db, first.id, ana)).toMatchObject({ deletedAt: null })
  })

  it.each(['nogal', '10.0.0.1', 'http://', 'a b.mx', '-x.mx', 'x'.repeat(180) + '.mx'])(
    'is not %s',
    async (domain) => {
      await expect(add({ domain })).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
        details: { fields: { domain: expect.any(String) } },
      })
    },
  )
})

describe('a group of companies', () => {
  it('has no circles', async () => {
    const top = await add({ name: 'Matriz' })
    const middle = await add({ parentId: top.id })
    const bottom = await add({ parentId: middle.id })
    expect(middle.parentName).toBe('Matriz')
    for (const parentId of [bottom.id, top.id])
      await expect(updateCompany(db, { id: top.id, parentId }, ana)).rejects.toMatchObject(
        refusal('CONFLICT', { reason: 'cycle' }),
      )
  })

  it('gets no circle from two who change it at once', async () => {
    const [one, other] = [await add(), await add()]
    const results = await Promise.allSettled([
      updateCompany(db, { id: one.id, parentId: other.id }, ana),
      updateCompany(db, { id: other.id, parentId: one.id }, ana),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('has ten levels and no more, from whichever end it grows', async () => {
    const chain = async (levels: number): Promise<CompanyId[]> => {
      const ids: CompanyId[] = []
      for (let level = 0; level < levels; level++) ids.push((await add({ parentId: ids.at(-1) ?? null })).id)
      return ids
    }
    const [six, four, five] = [await chain(6), await chain(4), await chain(5)]
    const lowest = six.at(-1) ?? null
    const hang = (id: CompanyId | undefined) =>
      updateCompany(db, { id: id ?? newId('company'), parentId: lowest }, ana)
    await expect(hang(five[0])).rejects.toMatchObject(refusal('CONFLICT', { reason: 'too_deep' }))
    await hang(four[0])
    await expect(add({ parentId: four.at(-1) ?? null })).rejects.toMatchObject(refusal('CONFLICT'))
  })
})

describe('companies', () => {
  it('are listed once each over the pages, in every order', async () => {
    const since = new Date().toISOString()
    const long = 'ñ'.repeat(119)
    for (const name of [`${long}a`, `${long}b`, 'Zapatería', 'zapateria', 'Árbol']) await add({ name })
    const all = await readOn({})
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    const names = all.map(({ name }) => name)
    expect(names.indexOf('Árbol')).toBeLessThan(names.indexOf(`${long}a`))
    expect(names.indexOf(`${long}b`)).toBeLessThan(names.indexOf('Zapatería'))
    const newest = await readOn({ sort: 'created' })
    expect(newest.map(({ createdAt }) => createdAt)).toEqual(
      newest
        .map(({ createdAt }) => createdAt)
        .toSorted()
        .toReversed(),
    )
    expect(newest).toHaveLength(all.length)
    const [gone] = all
    if (!gone) throw new Error('nothing is there')
    await deleteCompany(db, { id: gone.id, now: new Date() }, ana)
    expect(await readOn({})).toHaveLength(all.length - 1)
    const changed = await readOn({ updatedSince: since })
    expect(changed.at(-1)).toMatchObject({ id: gone.id, deletedAt: expect.any(String) })
    expect(changed).toHaveLength(5)
  })

  it('are found by words of their name and domain, and no more once they are deleted', async () => {
    const { id } = await add({ name: 'Ebanistería Quetzal', domain: 'quetzal-madera.example' })
    const found = async (query: string) =>
      (await listCompanies(db, { ...LIST, query })).items.map((one) => one.id)
    for (const query of ['quetz', 'ebanisteria quetzal', 'madera', 'QUETZAL eban'])
      expect(await found(query), query).toEqual([id])
    expect(await found('ebanisteria caoba')).toEqual([])
    await updateCompany(db, { id, name: 'Ebanistería Colibrí' }, ana)
    expect(await found('colibri')).toEqual([id])
    await deleteCompany(db, { id, now: new Date() }, ana)
    expect(await found('colibri')).toEqual([])
    expect((await findCompany(db, id)).name).toBe('Ebanistería Colibrí')
  })

  it('refuse a change by somebody who saw an older version', async () => {
    const { id } = await add()
    await updateCompany(db, { id, version: 1, name: 'Otra' }, ana)
    await expect(updateCompany(db, { id, version: 1, name: 'Tercera' }, ana)).rejects.toMatchObject(
      refusal('STALE_VERSION', { version: 2 }),
    )
  })
})

describe('a contact in several companies', () => {
  it('has a role in each and one primary company, which passes on', async () => {
    const contact = await addContact(db, { name: 'Regina' }, ana)
    const [one, other] = [await add({ name: 'Una' }), await add({ name: 'Otra' })]
    const link = { contactId: contact.id, companyId: one.id }
    await linkContact(db, { ...link, role: 'Dueña' }, ana)
    await linkContact(db, { ...link, companyId: other.id, isPrimary: true }, ana)
    const { companies } = await findContact(db, contact.id)
    expect(companies).toMatchObject([
      { companyId: other.id, role: null, isPrimary: true },
      { companyId: one.id, role: 'Dueña', isPrimary: false },
    ])
    await unlinkContact(db, { ...link, companyId: other.id }, ana)
    await unlinkContact(db, { ...link, companyId: other.id }, ana)
    expect((await findContact(db, contact.id)).companies).toMatchObject([{ isPrimary: true, role: 'Dueña' }])
    const { items } = await listCompanyContacts(db, { id: one.id, limit: 50 })
    expect(items).toEqual([{ contactId: contact.id, name: 'Regina', role: 'Dueña', isPrimary: true }])
  })
})

it('a refusal is an error that callers can read', async () => {
  await expect(findCompany(db, newId('company'))).rejects.toBeInstanceOf(AppError)
})
