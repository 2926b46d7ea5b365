import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorOf } from '../harness/client.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { checkedImport, imported, importIn, sumOf, uploadImport } from '../harness/imports.ts'
import { createApiKey } from '../../src/server/modules/accounts/index.ts'
import { eventually } from '../harness/eventually.ts'
import { openRest } from '../harness/rest.ts'
import { givenMember, givenOwner } from '../isolation/people.ts'
import { rowsOf } from '../isolation/stock.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const HEADER = 'Nombre;Teléfono;Correo;Empresa;Etiquetas;Etapa'
const csv = (...lines: string[]) => [HEADER, ...lines].join('\r\n')

async function given() {
  const owner = await givenOwner(app)
  const count = async (table: string) =>
    Number(
      (
        await rowsOf<{ n: number }>(
          app,
          `SELECT COUNT(*) AS n FROM ${table} WHERE workspace_id = ?`,
          owner.workspaceId,
        )
      )[0]?.n,
    )
  const contacts = async () => (await owner.browser.api.contacts.list.query({})).items
  const contact = async (name: string) => {
    const found = (await contacts()).find((one) => one.name === name)
    if (!found) throw new Error(`there is no ${name}`)
    return owner.browser.api.contacts.get.query({ id: found.id })
  }
  return { ...owner, count, contacts, contact }
}

const bodyOf = async (path: string, headers: Record<string, string>) => {
  const response = await fetch(`${app.url}${path}`, { headers })
  return { status: response.status, text: await response.text() }
}

describe('a file of contacts', () => {
  it('is told by its bytes, and its columns by their headers', async () => {
    const { browser } = await given()
    const text =
      'Nombre;Correo electrónico;Celular;Saldo;Otra\r\nÁngela Muñoz;a@x.mx;55 1234 5678;1.234,50;"x;y"\r\n'
    const { status, body } = await uploadImport(app, browser, { bytes: Buffer.from(text, 'latin1') })
    expect(status).toBe(201)
    expect(body.format).toEqual({ kind: 'csv', delimiter: ';', encoding: 'windows-1252', decimal: ',' })
    expect(body.columns.map(({ suggested }) => suggested)).toEqual(['name', 'email', 'phone', null, null])
    expect(body.columns.map(({ samples }) => samples[0])).toEqual([
      'Ángela Muñoz',
      'a@x.mx',
      '55 1234 5678',
      '1.234,50',
      'x;y',
    ])
  })

  it.each([
    ['nothing', '', 'empty'],
    ['a header alone', 'Nombre,Correo\r\n', 'no_rows'],
    ['a quote that never closes', 'Nombre,Correo\r\n"Ana,a@x.mx\r\nLuis,l@x.mx\r\n', 'open_quote'],
    ['a broken workbook', 'PK\u0003\u0004 and then nothing', 'broken_zip'],
    ['bytes of no table', '\u0089PNG\r\n\u0000\u0000\u0000\u0001', 'not_a_table'],
  ])('is refused for what it is: %s', async (_what, bytes, reason) => {
    const { browser, count } = await given()
    const { status, body } = await uploadImport(app, browser, { bytes: Buffer.from(bytes, 'latin1') })
    expect(status).toBe(400)
    expect(
      body.error?.details['reason'] ?? (body as unknown as { details: { reason: string } }).details.reason,
    ).toBe(reason)
    expect(await count('imports')).toBe(0)
  })

  it('is checked without a contact being written, and told row by row', async () => {
    const { browser, contacts, count } = await given()
    const checked = await checkedImport(app, browser, {
      bytes: csv(
        'Ana Ríos;5512345678;ana@x.mx;Nogal;vip|nuevo;cliente',
        'Malo;12;;;;',
        'Otra vez Ana;+52 55 1234 5678;;;;',
        ';;;;;lead',
      ),
    })
    expect(checked.check).toMatchObject({ created: 1, updated: 1, skipped: 0, failed: 2 })
    expect(checked.check?.problems.map(({ kind, column, rows }) => [kind, column, rows])).toEqual([
      ['bad_phone', 'Teléfono', [2]],
      ['no_name', 'Nombre', [4]],
    ])
    expect(checked.check?.preview[0]).toMatchObject({
      outcome: 'created',
      name: 'Ana Ríos',
      phones: ['+525512345678'],
    })
    expect(await contacts()).toEqual([])
    expect([await count('companies'), await count('labels')]).toEqual([0, 0])
  })

  it('[CON-2] becomes contacts, and the sums are the rows', async () => {
    const { browser, contact, count } = await given()
    const done = await imported(app, browser, {
      bytes: csv(
        'Ana Ríos;5512345678;ana@x.mx;Nogal;vip|nuevo;cliente',
        'Luis Paz;;luis@x.mx;nogal;vip;',
        'Malo;12;;;;',
        'Ana María Ríos;+52 1 55 1234 5678;;;;',
      ),
      settings: { consent: { channelKind: 'whatsapp', purpose: 'marketing', text: 'Acepto' } },
    })
    expect(done).toMatchObject({
      state: 'done',
      rowCount: 4,
      counts: { created: 2, updated: 1, skipped: 0, failed: 1 },
    })
    expect(done.check).toMatchObject(done.counts)
    expect(sumOf(done)).toBe(4)
    const ana = await contact('Ana María Ríos')
    expect(ana).toMatchObject({
      phone: '+525512345678',
      email: 'ana@x.mx',
      lifecycle: 'customer',
      source: 'import',
    })
    expect(ana.labels.map(({ name }) => name)).toEqual(['nuevo', 'vip'])
    expect(ana.companies).toMatchObject([{ name: 'Nogal', isPrimary: true }])
    expect(await count('companies')).toBe(1)
    const { current } = await browser.api.contacts.consents.query({ id: ana.id })
    expect(current).toMatchObject([
      { channelKind: 'whatsapp', purpose: 'marketing', state: 'granted', source: 'import' },
    ])
    expect((await browser.api.contacts.list.query({ query: 'maria rios' })).items).toHaveLength(1)
  })

  it('changes nothing the second time, whatever was in it', async () => {
    const { browser } = await given()
    const bytes = csv(
      'Ana;5512345678;ana@x.mx;Nogal;vip;cliente',
      'Luis;;luis@x.mx;Lino;nuevo;lead',
      'Eva;+54 9 11 2345-6789;;;;',
    )
    const settings = { consent: { channelKind: 'any' as const, purpose: 'service' } }
    expect((await imported(app, browser, { bytes, settings })).counts).toMatchObject({ created: 3 })
    expect((await imported(app, browser, { bytes, settings })).counts).toEqual({
      created: 0,
      updated: 0,
      skipped: 3,
      failed: 0,
    })
  })

  it(
    'is stable for any rows: the second time only what failed fails again',
    { timeout: 60_000 },
    async () => {
      const { browser } = await given()
      const text = fc.constantFrom('', 'Ana', 'Luis Paz', '=1+1', "d'Arc", ';', 'ñ "q"', ' x ', '\u202eabc')
      const row = fc.tuple(text, fc.boolean(), text, text, fc.constantFrom('', 'lead', 'cliente', 'x'))
      const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
      // Each row is somebody of its own; two rows about one person may take turns for ever.
      const line = (
        [name, hasPhone, company, labels, lifecycle]: [string, boolean, string, string, string],
        n: number,
      ) =>
        [name, hasPhone ? `55${10_000_000 + n}` : '', `p${n}@x.mx`, company, labels, lifecycle]
          .map(quoted)
          .join(';')
      const property = fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
        const bytes = csv(...rows.map(line))
        const first = await imported(app, browser, { bytes })
        const again = await imported(app, browser, { bytes })
        expect(sumOf(first)).toBe(rows.length)
        const { failed } = first.counts
        expect(again.counts).toEqual({ created: 0, updated: 0, skipped: rows.length - failed, failed })
        expect(again.check).toMatchObject(again.counts)
        await browser.api.imports.undo.mutate({ id: first.id })
        await importIn(browser, first.id, ['undone'])
      })
      await fc.assert(property, { numRuns: 6, endOnFailure: true })
    },
  )

  it('fills custom fields as their types want it, and says which value does not', async () => {
    const { browser, contact } = await given()
    const make = browser.api.fields.create.mutate
    await make({ entity: 'contact', label: 'Saldo', type: 'number', isFilterable: true })
    await make({ entity: 'contact', label: 'Alta', type: 'date' })
    await make({
      entity: 'contact',
      label: 'Tipo',
      type: 'select',
      options: [{ label: 'Hogar' }, { label: 'Oficina' }],
    })
    const bytes = 'Nombre;Saldo;Alta;Tipo\nAna;1.234,50;7/3/2026;hogar\nLuis;mucho;;\nEva;;;Barco\n'
    const done = await imported(app, browser, { bytes })
    expect(done.counts).toEqual({ created: 1, updated: 0, skipped: 0, failed: 2 })
    expect(done.check?.problems.map(({ column }) => column).toSorted()).toEqual(['Saldo', 'Tipo'])
    expect((await contact('Ana')).custom).toEqual({ saldo: 1234.5, alta: '2026-03-07', tipo: 'hogar' })
    const { items } = await browser.api.tables.contacts.query({ filter: 'custom.saldo:min:1000' })
    expect(items.map(({ name }) => name)).toEqual(['Ana'])
  })

  it('is taken by the REST API, run with its mapping, and taken back', async () => {
    const { workspaceId } = await given()
    const db = app.process.composed.services.workspaceDb(workspaceId)
    const { key } = await createApiKey(db, { name: 'sync' })
    const rest = openRest(`${app.url}/api/v1`, key)
    const headers = { 'content-type': 'text/csv', 'x-file-name': 'a.csv' }
    const made = await rest.call<{ id: string }>('POST', '/imports', {
      body: 'Nombre,Tel\nAna,5512345678\nMal,1',
      headers,
    })
    expect(made).toMatchObject({
      status: 201,
      body: { state: 'uploaded', columns: [{ suggested: 'name' }, { suggested: 'phone' }] },
    })
    const path = `/imports/${made.body.id}`
    expect((await rest.post(`${path}/run`, { mapping: ['name', 'phone'] })).status).toBe(202)
    const read = (state: string) =>
      eventually(async () => {
        const { body } = await rest.get<{ state: string; failedRowsUrl: string | null }>(path)
        return body.state === state ? body : undefined
      })
    const done = await read('done')
    expect(done).toMatchObject({ counts: { created: 1, updated: 0, skipped: 0, failed: 1 } })
    const link = new URL(done.failedRowsUrl ?? '')
    expect(await (await fetch(`${app.url}${link.pathname}`)).text()).toContain('Mal,1,Tel: ')
    expect((await fetch(`${app.url}${link.pathname}x`)).status).toBe(404)
    expect((await rest.post(`${path}/undo`, undefined)).status).toBe(202)
    await read('undone')
  })

  it('remembers what the columns were for', async () => {
    const { browser } = await given()
    const { body } = await uploadImport(app, browser, { bytes: 'Foo,Bar\nAna,55 1234 5678' })
    expect(body.columns.map(({ suggested }) => suggested)).toEqual([null, null])
    await browser.api.imports.map.mutate({ id: body.id, mapping: ['name', 'phone'] })
    const again = await uploadImport(app, browser, { bytes: 'FOO,bar\nLuis,55 8765 4321' })
    expect(again.body.columns.map(({ suggested }) => suggested)).toEqual(['name', 'phone'])
  })

  it.each([
    ['skip', { created: 1, updated: 0, skipped: 1, failed: 0 }, 2],
    ['create', { created: 2, updated: 0, skipped: 0, failed: 0 }, 3],
  ] as const)('does on a match what it is told: %s', async (onMatch, counts, total) => {
    const { browser, contacts, count } = await given()
    await browser.api.contacts.create.mutate({ name: 'Ana de antes', emails: [{ value: 'ana@x.mx' }] })
    const done = await imported(app, browser, {
      bytes: csv('Ana;;ANA@x.mx;;;', 'Luis;;l@x.mx;;;'),
      settings: { onMatch },
    })
    expect(done.counts).toEqual(counts)
    expect(await contacts()).toHaveLength(total)
    expect(await count('merge_suggestions')).toBe(onMatch === 'create' ? 1 : 0)
  })

  it('never joins two people, and leaves who is in the bin there', async () => {
    const { browser, contact } = await given()
    await browser.api.contacts.create.mutate({ name: 'Ana', emails: [{ value: 'ana@x.mx' }] })
    const luis = await browser.api.contacts.create.mutate({ name: 'Luis', phones: [{ value: '5512345678' }] })
    const gone = await browser.api.contacts.create.mutate({ name: 'Ida', emails: [{ value: 'ida@x.mx' }] })
    await browser.api.contacts.delete.mutate({ id: gone.id })
    const done = await imported(app, browser, { bytes: csv('X;55 1234 5678;ana@x.mx;;;', 'Y;;ida@x.mx;;;') })
    expect(done.counts).toEqual({ created: 0, updated: 0, skipped: 0, failed: 2 })
    expect(done.check?.problems.map(({ kind }) => kind).toSorted()).toEqual([
      'deleted_contact',
      'two_contacts',
    ])
    expect((await contact('Luis')).version).toBe(luis.version)
  })

  it('gives failed rows back with their reason, free of formulas, to be mended and imported again', async () => {
    const { browser, workspaceId } = await given()
    const done = await imported(app, browser, { bytes: csv('=cmd|x;12;;;;', 'Bien;;b@x.mx;;;') })
    const { status, text } = await bodyOf(
      `/media/${workspaceId}/imports/${done.id}/failed`,
      browser.headers(),
    )
    expect(status).toBe(200)
    expect(text).toBe(
      'Nombre,Teléfono,Correo,Empresa,Etiquetas,Etapa,Motivo\r\n"\'=cmd|x",12,,,,,Teléfono: El teléfono no es válido\r\n',
    )
    const mended = await imported(app, browser, { bytes: text.replace(',12,', ',5512345678,') })
    expect(mended.counts).toEqual({ created: 1, updated: 0, skipped: 0, failed: 0 })
    expect((await browser.api.contacts.list.query({})).items.map(({ name }) => name)).toContain('=cmd|x')
  })

  it('is for those who may import, and for nobody else', async () => {
    const { workspaceId } = await given()
    const agent = await givenMember(app, { workspaceId, role: 'agent' })
    expect((await uploadImport(app, agent.browser, { bytes: csv('Ana;;;;;') })).status).toBe(403)
    expect((await errorOf(agent.browser.api.imports.list.query({}))).code).toBe('FORBIDDEN')
  })
})

describe('an undo', () => {
  it('takes back what the import did, and leaves alone who was worked with since', async () => {
    const { browser, contact, contacts, count } = await given()
    const old = await browser.api.contacts.create.mutate({
      name: 'Ana de antes',
      lifecycle: 'lead',
      emails: [{ value: 'ana@x.mx' }],
    })
    const { id } = await imported(app, browser, {
      bytes: csv(
        'Ana;5512345678;ana@x.mx;Nogal;vip;cliente',
        'Luis;;luis@x.mx;;;',
        'Eva;;eva@x.mx;;;',
        'Eva Paz;;eva@x.mx;Lino;;perdido',
      ),
    })
    const luis = await contact('Luis')
    await browser.api.contacts.update.mutate({ id: luis.id, language: 'es' })
    await browser.api.imports.undo.mutate({ id })
    const undone = await importIn(browser, id, ['undone'])
    expect(undone.undo).toEqual({
      deleted: 1,
      restored: 1,
      kept: 1,
      keptContacts: [{ id: luis.id, name: 'Luis' }],
    })
    expect((await contacts()).map(({ name }) => name).toSorted()).toEqual(['Ana de antes', 'Luis'])
    const { version: _v, updatedAt: _u, ...before } = old
    const { version: _v2, updatedAt: _u2, ...after } = await browser.api.contacts.get.query({ id: old.id })
    expect(after).toEqual(before)
    expect(await count('contact_companies')).toBe(0)
    expect((await errorOf(browser.api.imports.undo.mutate({ id }))).code).toBe('TOO_LATE')
  })

  it('takes back the companies and labels that came with it, but none that is in use by now', async () => {
    const { browser } = await given()
    const { labels, companies, audit } = browser.api
    await labels.create.mutate({ name: 'de antes', color: 'verde' })
    const { id } = await imported(app, browser, {
      bytes: csv('Ana;5512345678;;Nogal;vip, de antes;', 'Luis;5512345679;;Lino;feria;'),
    })
    const [nogal, lino] = await Promise.all(
      ['Nogal', 'Lino'].map(async (name) => (await companies.list.query({ query: name })).items[0]),
    )
    expect(nogal?.name).toBe('Nogal')
    if (!lino) throw new Error('the import made no company')
    const logged = (await audit.list.query({ entity: 'company' })).items
    expect(logged.map(({ action, after }) => [action, after?.['name']])).toEqual(
      expect.arrayContaining([
        ['company.created', 'Nogal'],
        ['company.created', 'Lino'],
      ]),
    )
    await companies.update.mutate({ id: lino.id, domain: 'lino.mx' })
    await browser.api.imports.undo.mutate({ id })
    await importIn(browser, id, ['undone'])
    expect((await companies.list.query({})).items.map(({ name }) => name)).toEqual(['Lino'])
    expect((await labels.list.query()).map(({ name }) => name)).toEqual(['de antes'])
    const [end] = (await audit.list.query({ entity: 'import' })).items
    expect(end).toMatchObject({ action: 'import.undone', after: { deleted: 2, companies: 1, labels: 2 } })
  })

  it('frees the addresses: the same file can be imported again', async () => {
    const { browser } = await given()
    const bytes = csv('Ana;5512345678;ana@x.mx;;;')
    const { id } = await imported(app, browser, { bytes })
    await browser.api.imports.undo.mutate({ id })
    await importIn(browser, id, ['undone'])
    expect((await imported(app, browser, { bytes })).counts).toMatchObject({ created: 1 })
  })
})
