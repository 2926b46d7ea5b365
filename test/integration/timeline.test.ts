import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TimelineEntry } from '../../src/shared/contracts/timeline.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { errorOf } from '../harness/client.ts'
import { givenWorkspace } from '../harness/given.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

/** A contact who wrote, was renamed and noted, for whom a task was done and a deal was made. */
async function given() {
  const workspace = await givenWorkspace(app)
  const { api } = workspace.owner.browser
  const channel = await workspace.channel()
  const { contactId } = await channel.customer('Regina Solórzano').writes('Hola')
  const record = { entity: 'contact' as const, recordId: contactId }
  for (const name of ['Regina S.', 'Regina Solórzano', 'Regina Solórzano Ruiz']) {
    const { version } = await api.contacts.get.query({ id: contactId })
    await api.contacts.update.mutate({ id: contactId, name, version })
  }
  await api.notes.add.mutate({ record, text: 'Prefiere nogal' })
  const { id } = await api.tasks.create.mutate({ title: 'Llamar', type: 'call', record })
  await api.tasks.complete.mutate({ id })
  await api.deals.create.mutate({ title: 'Mesa Jacinta', contacts: [{ contactId }] })
  return { api, record }
}

const kinds = (entries: readonly TimelineEntry[]) => entries.map((entry) => entry.kind)

describe('the timeline of a contact', () => {
  it('tells everything that happened, the newest first, over all its pages', async () => {
    const { api, record } = await given()
    const whole = await api.timeline.list.query({ record, limit: 100 })
    expect(whole.nextCursor).toBeNull()
    expect(new Set(kinds(whole.items))).toEqual(new Set(['change', 'note', 'conversation', 'task', 'deal']))
    expect(kinds(whole.items).filter((kind) => kind === 'conversation')).toHaveLength(1)
    const times = whole.items.map((entry) => entry.at)
    expect(times).toEqual(times.toSorted().toReversed())
    const read: TimelineEntry[] = []
    for (let cursor: string | undefined; ;) {
      const page = await api.timeline.list.query({ record, cursor, limit: 2 })
      read.push(...page.items)
      if (page.nextCursor === null) break
      cursor = page.nextCursor
    }
    expect(read).toEqual(whole.items)
  })

  it('refuses a cursor that it did not give out', async () => {
    const { api, record } = await given()
    for (const value of ['x', '[0,0]', '[["a","b"],0,0,0,0]', '[0,[1,"con_x"],0,0,0]', '{}']) {
      const cursor = Buffer.from(value).toString('base64url')
      expect((await errorOf(api.timeline.list.query({ record, cursor }))).code, value).toBe('BAD_REQUEST')
    }
  })
})
