import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from '../../src/shared/contracts/z.ts'
import { startTestApp, type TestApp } from '../harness/app.ts'
import type { Browser } from '../harness/client.ts'
import { givenWorkspace, type GivenChannel } from '../harness/given.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

/** All pages of a list, read on as a screen does. */
async function readOn<T>(ask: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = []
  for (let cursor: string | undefined; ;) {
    const page = await ask(cursor)
    items.push(...page.items)
    if (page.nextCursor === null) return items
    cursor = page.nextCursor
  }
}

describe('a view of conversations', () => {
  let agent: Browser
  let channel: GivenChannel
  let numbers: number[]

  beforeAll(async () => {
    const workspace = await givenWorkspace(app)
    agent = workspace.owner.browser
    channel = await workspace.channel()
    // WhatsApp tells seconds, so most of these have the same time.
    const opened = await Promise.all(Array.from({ length: 7 }, () => channel.customer().writes('Hola')))
    for (const { id } of opened.slice(0, 3))
      await agent.api.conversations.assign.mutate({ id, assigneeId: workspace.owner.userId })
    numbers = opened.map((conversation) => conversation.number).sort()
  })

  it.each([
    { who: 'all', state: 'open', count: 7 },
    { who: 'all', state: 'waiting', count: 7 },
    { who: 'mine', state: 'open', count: 3 },
    { who: 'mine', state: 'waiting', count: 3 },
    { who: 'unassigned', state: 'open', count: 4 },
    { who: 'unassigned', state: 'waiting', count: 4 },
  ] as const)('$who × $state shows each one once over its pages, in order', async ({ who, state, count }) => {
    const items = await readOn((cursor) =>
      agent.api.conversations.list.query({ who, state, cursor, limit: 2 }),
    )
    expect(new Set(items.map((item) => item.number)).size).toBe(count)
    expect(items).toHaveLength(count)
    const times = items.map((item) => (state === 'waiting' ? item.waitingSince : item.lastMessageAt))
    expect(times).toEqual(state === 'waiting' ? times.toSorted() : times.toSorted().toReversed())
    expect(times.every((time) => time !== null && new Date(time).toISOString() === time)).toBe(true)
    const counts = await agent.api.conversations.counts.query()
    expect(counts[who][state]).toBe(count)
  })

  it('shows one channel alone', async () => {
    const channelId = channel.channel.id
    const items = await readOn((cursor) =>
      agent.api.conversations.list.query({ channelId, cursor, limit: 3 }),
    )
    expect(items.map((item) => item.number).sort()).toEqual(numbers)
  })
})

describe('a thread', () => {
  it('shows each message once over its pages, newest first', async () => {
    const workspace = await givenWorkspace(app)
    const { customer } = await workspace.channel()
    const regina = customer()
    const texts = ['uno', 'dos', 'tres', 'cuatro', 'cinco']
    let conversationId = (await regina.writes('cero')).id
    for (const text of texts) conversationId = (await regina.writes(text)).id
    const { api } = workspace.owner.browser
    const items = await readOn((cursor) => api.messages.page.query({ conversationId, cursor, limit: 2 }))
    expect(items.map((item) => item.text)).toEqual([...texts.toReversed(), 'cero'])
  })
})

describe('a search for contacts', () => {
  let agent: Browser
  const waIds = new Map<string, string>()

  beforeAll(async () => {
    const workspace = await givenWorkspace(app)
    agent = workspace.owner.browser
    const { customer } = await workspace.channel()
    for (const name of ['María García', 'Mariana Ríos García', 'José García Márquez', 'Íñigo Ríos']) {
      const person = customer(name)
      await person.writes('Hola')
      waIds.set(name, person.waId)
    }
  })

  const namesFor = async (query: string) =>
    (await agent.api.contacts.list.query({ query })).items.map((contact) => contact.name).sort()

  it.each([
    { query: 'garcia', found: ['José García Márquez', 'Mariana Ríos García', 'María García'] },
    { query: 'GARCÍA mar', found: ['José García Márquez', 'Mariana Ríos García', 'María García'] },
    { query: 'garcia maria', found: ['Mariana Ríos García', 'María García'] },
    { query: 'mariana rios', found: ['Mariana Ríos García'] },
    { query: 'inigo', found: ['Íñigo Ríos'] },
    { query: 'rios jose', found: [] },
  ])('by “$query” finds who has every word, the last begun only', async ({ query, found }) => {
    expect(await namesFor(query)).toEqual(found)
  })

  it('finds a phone by its beginning and by its end, and shows it', async () => {
    const waId = waIds.get('Íñigo Ríos') as string
    expect(await namesFor(waId.slice(-6))).toEqual(['Íñigo Ríos'])
    expect(await namesFor(waId.slice(0, 11))).toContain('Íñigo Ríos')
    const { items } = await agent.api.contacts.list.query({ query: 'inigo' })
    expect(items).toEqual([
      {
        id: expect.stringMatching(/^con_/),
        name: 'Íñigo Ríos',
        phone: `+${waId}`,
        email: null,
        avatarUrl: null,
      },
    ])
  })
})
