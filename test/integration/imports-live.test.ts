import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { givenWorkspace } from '../harness/given.ts'
import { checkedImport, importIn, sumOf } from '../harness/imports.ts'

const ROWS = 5_000
const MESSAGES = 12

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const csv = () =>
  [
    'Nombre,Teléfono,Empresa,Etiquetas',
    ...Array.from({ length: ROWS }, (_, n) => `Persona ${n},55${10_000_000 + n},Empresa ${n % 50},nuevo`),
  ].join('\n')

/** How long it takes at full size, `npm run bench` says. */
describe('[CON-1] a big import', () => {
  it('leaves the inbox live: customers are answered while it runs, and each row is written', async () => {
    const { owner, channel } = await givenWorkspace(app)
    const { customer } = await channel()
    const { imports, messages } = owner.browser.api
    const { id } = await checkedImport(app, owner.browser, { bytes: csv() })
    await imports.run.mutate({ id })
    const states = new Set<string>()
    for (let n = 0; n < MESSAGES; n++) {
      const conversation = await customer().writes(`¿Hay mesas? ${n}`)
      await messages.send.mutate({
        conversationId: conversation.id,
        clientToken: crypto.randomUUID(),
        text: 'Sí',
      })
      states.add((await imports.get.query({ id })).state)
    }
    expect(states).toContain('running')
    const done = await importIn(owner.browser, id, ['done'])
    expect(done.counts).toEqual({ created: ROWS, updated: 0, skipped: 0, failed: 0 })
    expect(sumOf(done)).toBe(ROWS)
  }, 60_000)
})
