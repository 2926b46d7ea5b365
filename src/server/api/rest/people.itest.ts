import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/harness/app.ts'
import { givenRest, type GivenRest, type RestClient } from '../../../../test/harness/rest.ts'
import { PNG } from '../../../../test/harness/png.ts'
import { mergeContacts } from '../../modules/contacts/index.ts'
import type { ContactId } from '../../../shared/ids.ts'

let app: TestApp
let given: GivenRest
let rest: RestClient
beforeAll(async () => {
  app = await startTestApp()
  given = await givenRest(app)
  rest = given.rest
})
afterAll(() => app.close())

interface Created {
  id: string
  version: number
}
interface Listed {
  data: (Created & { name: string; deletedAt: string | null })[]
}

let phones = 0
const contact = (more: object = {}) =>
  rest.post<Created>('/contacts', {
    name: 'Regina',
    phones: [{ value: `+52 33 4000 ${String(++phones).padStart(4, '0')}` }],
    ...more,
  })

describe('contacts of a program', () => {
  it('are made once however often the call is repeated, and change by version', async () => {
    const body = {
      name: 'Regina Solórzano',
      emails: [{ value: 'regina@estudio.example' }],
      lifecycle: 'qualified',
    }
    const made = await rest.post<Created>('/contacts', body, 'order-1')
    const again = await rest.post<Created>('/contacts', body, 'order-1')
    expect([made.status, again.body.id]).toEqual([201, made.body.id])
    const taken = await rest.post('/contacts', body)
    expect(taken.error).toMatchObject({ code: 'ADDRESS_TAKEN', details: { contactId: made.body.id } })
    const path = `/contacts/${made.body.id}`
    const changed = await rest.patch<Created>(path, { version: 1, language: 'es' })
    expect(changed.body).toMatchObject({ version: 2, language: 'es', lifecycle: 'qualified', source: 'api' })
    const stale = await rest.patch(path, { version: 1, name: 'Otra' })
    expect(stale.error).toMatchObject({ code: 'STALE_VERSION', details: { version: 2 } })
  })

  it('have addresses that come, change and go, but for those of a conversation', async () => {
    const { body } = await contact()
    const path = `/contacts/${body.id}/addresses`
    const added = await rest.post<{ identities: Created[] }>(path, {
      kind: 'email',
      value: 'una@nogal.example',
    })
    const email = added.body.identities[1]
    const labelled = await rest.patch<{ email: string }>(`${path}/${email?.id}`, {
      label: 'work',
      value: 'otra@nogal.example',
    })
    expect(labelled.body.email).toBe('otra@nogal.example')
    const gone = await rest.call('DELETE', `${path}/${email?.id}`)
    expect(gone.body).toEqual({ id: email?.id, deleted: true })
    const { contactId } = await given.customerWrites('Hola')
    const customer = await rest.get<{ identities: (Created & { kind: string })[] }>(`/contacts/${contactId}`)
    const phone = customer.body.identities.find(({ kind }) => kind === 'phone')
    const used = await rest.call('DELETE', `/contacts/${contactId}/addresses/${phone?.id}`)
    expect(used.error).toMatchObject({ code: 'IN_USE', details: { threads: 1 } })
  })

  it('have a photo, behind an address that opens without a key', async () => {
    const { body } = await contact()
    const image = { body: PNG, headers: { 'content-type': 'image/png' } }
    const { body: file } = await rest.call<Created>('POST', '/uploads', image)
    const path = `/contacts/${body.id}`
    const changed = await rest.patch<{ avatarUrl: string }>(path, { avatarId: file.id })
    expect(changed.body).toMatchObject({ version: 2, avatarId: file.id })
    const { pathname } = new URL(changed.body.avatarUrl)
    const picture = await fetch(`${app.url}${pathname}`)
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
    const without = await rest.patch(path, { avatarId: null })
    expect(without.body).toMatchObject({ avatarId: null, avatarUrl: null })
  })

  it('are told to who asks what changed, deleted ones too', async () => {
    const since = new Date().toISOString()
    const [kept, gone] = [await contact(), await contact()]
    const answer = await rest.call('DELETE', `/contacts/${gone.body.id}`)
    expect(answer.body).toEqual({ id: gone.body.id, deleted: true })
    const { body } = await rest.get<Listed>(`/contacts?updatedSince=${since}`)
    expect(body.data.map(({ id, deletedAt }) => [id, deletedAt !== null])).toEqual([
      [kept.body.id, false],
      [gone.body.id, true],
    ])
    expect((await rest.get<Listed>('/contacts')).body.data.map(({ id }) => id)).not.toContain(gone.body.id)
    for (const odd of ['0000-01-01T00:00:00Z', 'ayer', '9999-12-31T23:59:59.999Z', '2026-02-30T00:00:00Z'])
      expect([200, 400]).toContain((await rest.get(`/contacts?updatedSince=${odd}`)).status)
  })

  it('answer with the one that stayed where two were merged', async () => {
    const [winner, loser] = [await contact(), await contact()]
    const [winnerId, loserId] = [winner.body.id as ContactId, loser.body.id as ContactId]
    const actor = { kind: 'system' as const, name: 'test' }
    await mergeContacts(given.db, { winnerId, loserId, choices: [], now: new Date() }, actor)
    expect((await rest.get(`/contacts/${loserId}`)).body).toMatchObject({ id: winnerId })
    const { body } = await rest.get<Listed>(
      `/contacts?updatedSince=${new Date(Date.now() - 60_000).toISOString()}`,
    )
    expect(body.data.find(({ id }) => id === loserId)).toMatchObject({ mergedIntoId: winnerId })
    expect((await rest.call('DELETE', `/contacts/${loserId}`)).error?.code).toBe('CONFLICT')
  })

  it('are merged after a look at what that does, and taken apart again', async () => {
    const [winner, loser] = [await contact({ language: 'es' }), await contact({ language: 'en' })]
    const path = `/contacts/${winner.body.id}/merge`
    const pair = { loserId: loser.body.id }
    const preview = await rest.post<{ moves: object; conflicts: object[] }>(`${path}/preview`, pair)
    expect(preview.body.moves).toMatchObject({ addresses: 1, conversations: 0 })
    expect(preview.body.conflicts).toContainEqual({ field: 'language', winner: 'es', loser: 'en' })
    const merged = await rest.post<{ mergeId: string; contact: { identities: object[]; language: string } }>(
      path,
      { ...pair, choices: [{ field: 'language', from: 'loser' }] },
    )
    expect(merged.body.contact).toMatchObject({ id: winner.body.id, language: 'en' })
    expect(merged.body.contact.identities).toHaveLength(2)
    const undone = await rest.post<{ identities: object[] }>(`/merges/${merged.body.mergeId}/undo`, {})
    expect(undone.body).toMatchObject({ id: loser.body.id, language: 'en' })
    expect(undone.body.identities).toHaveLength(1)
    expect((await rest.get(path.replace('/merge', ''))).body).toMatchObject({ language: 'es' })
    expect((await rest.post(`/merges/${merged.body.mergeId}/undo`, {})).status).toBeGreaterThanOrEqual(400)
  })

  it('that may be one are listed, as are companies and contacts that come back', async () => {
    expect((await rest.get('/contacts/duplicates')).body).toEqual({ data: [], nextCursor: null })
    const { body: person } = await contact()
    await rest.call('DELETE', `/contacts/${person.id}`)
    const back = await rest.post<{ deletedAt: string | null }>(`/contacts/${person.id}/restore`, {})
    expect([back.status, back.body.deletedAt]).toEqual([200, null])
    const { body: company } = await rest.post<Created>('/companies', { name: 'Vuelve', domain: 'vuelve.mx' })
    await rest.call('DELETE', `/companies/${company.id}`)
    const again = await rest.post(`/companies/${company.id}/restore`, {})
    expect(again.body).toMatchObject({ id: company.id, domain: 'vuelve.mx', deletedAt: null })
  })

  it('allow things and withdraw them', async () => {
    const { body } = await contact()
    const path = `/contacts/${body.id}/consents`
    const consent = { channelKind: 'whatsapp', purpose: 'marketing', source: 'Feria' }
    await rest.post(path, { ...consent, state: 'granted' })
    await rest.post(path, { ...consent, state: 'withdrawn', text: 'Ya no, gracias' })
    const listed = await rest.get<{ current: object[]; data: object[] }>(path)
    expect(listed.body.current).toMatchObject([{ state: 'withdrawn' }])
    expect(listed.body.data).toHaveLength(2)
  })
})

describe('companies, labels and notes of a program', () => {
  it('hang together as they do on the screens', async () => {
    const { body: person } = await contact()
    const company = await rest.post<Created>('/companies', { name: 'Estudio', domain: 'estudio.example' })
    const again = await rest.post('/companies', { name: 'Otro', domain: 'www.estudio.example' })
    expect(again.error).toMatchObject({ code: 'ALREADY_EXISTS', details: { companyId: company.body.id } })
    const people = `/companies/${company.body.id}/contacts`
    await rest.post(people, { contactId: person.id, role: 'Directora' })
    expect((await rest.get(people)).body).toMatchObject({ data: [{ contactId: person.id, isPrimary: true }] })
    const label = await rest.post<Created>('/labels', { name: 'Mayorista', color: 'verde' })
    const records = [
      { entity: 'contact', recordId: person.id },
      { entity: 'company', recordId: company.body.id },
    ]
    const labelled = await rest.post<{ changes: object[] }>('/labelings', { records, add: [label.body.id] })
    expect(labelled.body.changes).toHaveLength(2)
    const note = await rest.post<Created>('/notes', { contactId: person.id, text: 'Prefiere la tarde' })
    const edited = await rest.patch(`/notes/${note.body.id}`, { version: 1, text: 'Prefiere la mañana' })
    expect(edited.body).toMatchObject({ contactId: person.id, companyId: null, version: 2 })
    expect((await rest.get(`/notes?contactId=${person.id}`)).body).toMatchObject({
      data: [{ id: note.body.id }],
    })
    expect((await rest.get('/notes')).status).toBe(200)
    expect((await rest.get(`/notes?contactId=${person.id}&companyId=${company.body.id}`)).status).toBe(400)
    expect((await rest.get(`/contacts/${person.id}`)).body).toMatchObject({
      labels: [{ name: 'Mayorista' }],
      companies: [{ companyId: company.body.id, role: 'Directora' }],
    })
    for (const path of [
      `${people}/${person.id}`,
      `/notes/${note.body.id}`,
      `/labels/${label.body.id}`,
      `/companies/${company.body.id}`,
    ])
      expect((await rest.call('DELETE', path)).body).toMatchObject({ deleted: true })
    expect((await rest.get(`/contacts/${person.id}`)).body).toMatchObject({ labels: [], companies: [] })
    expect((await rest.get(`/companies/${company.body.id}`)).body).toMatchObject({
      deletedAt: expect.any(String),
    })
  })
})
