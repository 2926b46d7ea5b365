import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CreateExport } from '../../src/shared/contracts/exports.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { errorOf, type Browser } from '../harness/client.ts'
import { eventually } from '../harness/eventually.ts'
import { imported } from '../harness/imports.ts'
import { givenMember, givenOwner } from '../isolation/people.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

type Wanted = Parameters<Browser['api']['exports']['create']['mutate']>[0]

async function exported(browser: Browser, wanted: Wanted) {
  const { id } = await browser.api.exports.create.mutate(wanted)
  const ready = await eventually(async () => {
    const dto = await browser.api.exports.get.query({ id })
    return dto.state === 'running' ? undefined : dto
  })
  const response = await fetch(`${app.url}${ready.url}`, { headers: browser.headers() })
  return { ready, bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers }
}

const lines = (bytes: Buffer) => bytes.toString('utf8').replace('\ufeff', '').trim().split('\r\n')

describe('an export', () => {
  it('is the view: its filter, its order, its columns', async () => {
    const { browser } = await givenOwner(app)
    for (const [name, source] of [
      ['Beta', 'feria'],
      ['Alfa', 'feria'],
      ['Gama', 'web'],
    ] as const)
      await browser.api.contacts.create.mutate({
        name,
        source,
        phones: [{ value: '55 1234 567' + name.length + (name === 'Beta' ? 1 : name === 'Alfa' ? 2 : 3) }],
      })
    const { bytes, ready, headers } = await exported(browser, {
      entity: 'contact',
      filter: 'source:any:feria',
      sort: 'name',
      columns: ['name', 'phone', 'source'],
    })
    expect(lines(bytes)[0]).toBe('Nombre,Teléfono,Origen')
    expect(
      lines(bytes)
        .slice(1)
        .map((line) => line.split(',')[0]),
    ).toEqual(['Alfa', 'Beta'])
    expect(ready).toMatchObject({ state: 'ready', rowCount: 2, size: bytes.length })
    expect(headers.get('content-disposition')).toContain('contactos-')
    const { items } = await browser.api.notifications.list.query({})
    expect(items[0]).toMatchObject({ kind: 'export_ready', data: { exportId: ready.id, rowCount: 2 } })
  })

  it('goes on page by page, and each row comes once', async () => {
    const { browser } = await givenOwner(app)
    const rows = Array.from({ length: 350 }, (_, n) => `Persona ${n},p${n}@x.mx`)
    await imported(app, browser, { bytes: ['Nombre,Correo', ...rows].join('\n') })
    const { bytes, ready } = await exported(browser, { entity: 'contact', columns: ['email'] })
    expect(ready.rowCount).toBe(350)
    expect(new Set(lines(bytes).slice(1)).size).toBe(350)
  })

  it('comes back as it went, in both formats', async () => {
    const { browser } = await givenOwner(app)
    const names = ['=1+1', "'t Hooft", '@ana', 'Ñandú «x»; "y"', '-5', 'dos, tres']
    for (const [at, name] of names.entries())
      await browser.api.contacts.create.mutate({ name, phones: [{ value: `+52551234567${at}` }] })
    for (const format of ['csv', 'xlsx'] as const) {
      const { bytes } = await exported(browser, {
        entity: 'contact',
        format,
        columns: ['id', 'name', 'phone'],
      })
      const again = await imported(app, browser, { bytes, name: `x.${format}` })
      expect(again.counts).toEqual({ created: 0, updated: 0, skipped: 6, failed: 0 })
    }
  })

  it('[CON-5] holds deals and companies, too, and no formula', async () => {
    const { browser } = await givenOwner(app)
    await browser.api.companies.create.mutate({ name: 'Nogal' })
    await browser.api.deals.create.mutate({ title: '=Mesa', amount: 2_840_050 })
    const company = await exported(browser, { entity: 'company', columns: ['name', 'contacts'] })
    expect(lines(company.bytes)).toEqual(['Nombre,Contactos', 'Nogal,0'])
    const deal = await exported(browser, { entity: 'deal', columns: ['title', 'amount', 'currency'] })
    expect(lines(deal.bytes)).toEqual(['Título,Importe,Moneda', `"'=Mesa",28400.50,MXN`])
  })

  it('opens for members who may export, and for nobody else', async () => {
    const { browser, workspaceId } = await givenOwner(app)
    const { ready } = await exported(browser, { entity: 'contact' })
    const agent = await givenMember(app, { workspaceId, role: 'agent' })
    const stranger = await givenOwner(app)
    const get = async (headers: Record<string, string>) =>
      (await fetch(`${app.url}${ready.url}`, { headers })).status
    expect(await get(agent.browser.headers())).toBe(403)
    expect(await get(stranger.browser.headers())).toBe(404)
    expect(await get({})).toBe(401)
    expect((await errorOf(agent.browser.api.exports.create.mutate({ entity: 'contact' }))).code).toBe(
      'FORBIDDEN',
    )
  })

  it('refuses a filter that cannot be used at once', async () => {
    const { browser } = await givenOwner(app)
    const wanted: CreateExport = { entity: 'contact', format: 'csv', sort: 'name', filter: 'nothing:any:x' }
    expect((await errorOf(browser.api.exports.create.mutate(wanted))).code).toBe('VALIDATION_FAILED')
  })
})
