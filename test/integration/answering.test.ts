import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { errorOf } from '../harness/client.ts'
import { givenWorkspace } from '../harness/given.ts'
import { eventually } from '../harness/eventually.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

describe('a team answers its customers', () => {
  it('shows a customer who writes as waiting, and no longer once answered', async () => {
    const workspace = await givenWorkspace(app)
    const { customer } = await workspace.channel()
    const agent = await workspace.member('agent')
    const waiting = await customer().writes('¿Hacen mesas de 2.20?')
    expect(waiting).toMatchObject({ unreadCount: 1, status: 'open', preview: '¿Hacen mesas de 2.20?' })
    expect(waiting.waitingSince).not.toBeNull()

    const sent = await agent.browser.api.messages.send.mutate({
      conversationId: waiting.id,
      clientToken: randomUUID(),
      text: 'Sí, a medida.',
    })
    expect(sent).toMatchObject({ direction: 'outbound', status: 'queued', text: 'Sí, a medida.' })

    const delivered = await eventually(async () => {
      const { items } = await agent.browser.api.messages.page.query({ conversationId: waiting.id })
      const message = items.find((item) => item.id === sent.id)
      return message?.status === 'delivered' ? message : undefined
    })
    expect(delivered.externalId).toMatch(/^wamid\./)
    const after = await agent.browser.api.conversations.get.query({ id: waiting.id })
    expect(after).toMatchObject({ waitingSince: null, lastDirection: 'outbound', preview: 'Sí, a medida.' })
  })

  it('takes a repeated send for the same message', async () => {
    const workspace = await givenWorkspace(app)
    const { customer, phoneNumberId } = await workspace.channel()
    const conversation = await customer().writes('Hola')
    const request = {
      conversationId: conversation.id,
      clientToken: randomUUID(),
      text: 'Hola, ¿en qué te ayudo?',
    }
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => workspace.owner.browser.api.messages.send.mutate(request)),
    )
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1)
    await eventually(async () =>
      app.fake.control.sent({ phoneNumberId }).messages.length > 0 ? true : undefined,
    )
    await app.fake.control.settled()
    expect(app.fake.control.sent({ phoneNumberId }).messages).toHaveLength(1)
  })

  it('refuses free text once the reply window has closed', async () => {
    const workspace = await givenWorkspace(app)
    const { customer } = await workspace.channel()
    const conversation = await customer().writes('Hola')
    await app.process.composed.pools.web.query(
      'UPDATE threads SET window_expires_at = now(3) WHERE workspace_id = (SELECT id FROM workspaces WHERE slug = ?)',
      [workspace.slug],
    )
    const error = await errorOf(
      workspace.owner.browser.api.messages.send.mutate({
        conversationId: conversation.id,
        clientToken: randomUUID(),
        text: 'tarde',
      }),
    )
    expect(error.code).toBe('REPLY_WINDOW_CLOSED')
  })

  it('keeps another workspace out', async () => {
    const [ours, theirs] = [await givenWorkspace(app), await givenWorkspace(app)]
    const { customer } = await theirs.channel()
    const conversation = await customer().writes('Es un secreto')
    const error = await errorOf(ours.owner.browser.api.conversations.get.query({ id: conversation.id }))
    expect(error.code).toBe('NOT_FOUND')
    const { items } = await ours.owner.browser.api.conversations.list.query({})
    expect(items).toEqual([])
  })

  it('goes on with a conversation resolved today, and keeps its assignee', async () => {
    const workspace = await givenWorkspace(app)
    const { customer } = await workspace.channel()
    const regina = customer()
    const conversation = await regina.writes('Hola')
    const { api } = workspace.owner.browser
    await api.conversations.assign.mutate({ id: conversation.id, assigneeId: workspace.owner.userId })
    await api.conversations.resolve.mutate({ id: conversation.id })
    const again = await regina.writes('¿Sigue disponible?')
    expect(again).toMatchObject({
      id: conversation.id,
      status: 'open',
      assigneeId: workspace.owner.userId,
      unreadCount: 1,
    })
  })
})
