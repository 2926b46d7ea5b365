import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../harness/app.ts'
import { eventually } from '../harness/eventually.ts'
import { postWebhook } from '../harness/webhooks.ts'
import { connectNumber, digits, metaBody } from '../isolation/number.ts'
import { givenOwner } from '../isolation/people.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

it('keeps the reason of a refusal that comes before the answer to the send', async () => {
  const owner = await givenOwner(app)
  const { api } = owner.browser
  const number = await connectNumber(app, owner.browser)
  const { phoneNumberId } = number
  const { control } = app.fake
  const waId = `5233${digits(8)}`
  control.customerWrites({ phoneNumberId, from: { waId, name: 'Regina' }, text: 'Hola' })
  await control.settled()
  const { id: conversationId } = await api.conversations.byNumber.query({ number: 1 })

  // The provider takes the message, is slow to say so, and its own reports come much later.
  control.configure({ statusDelaysMs: { sent: 5_000 } })
  control.addFault({
    fault: { kind: 'accept-then-delay', delayMs: 500 },
    match: { phoneNumberId, endpoint: 'messages' },
    count: 1,
  })
  const { id } = await api.messages.send.mutate({ conversationId, clientToken: randomUUID(), text: 'Claro' })
  const sent = await eventually(async () => control.sent({ phoneNumberId }).messages[0])
  const status = {
    id: sent.wamid,
    status: 'failed',
    timestamp: String(Math.trunc(Date.now() / 1_000)),
    recipient_id: waId,
    biz_opaque_callback_data: sent.opaque,
    errors: [{ code: 131026, title: 'Message undeliverable' }],
  }
  const body = metaBody([{ ...number, message: {} }]).replace(
    '"messages":[{}]',
    `"statuses":[${JSON.stringify(status)}]`,
  )
  expect(await postWebhook(app, body)).toMatchObject({ status: 200 })

  const read = async () => (await api.messages.byIds.query({ conversationId, ids: [id] })).items[0]
  const refused = { status: 'failed', error: { code: 131026 } }
  expect(await read()).toMatchObject({ ...refused, externalId: sent.wamid })
  await eventually(async () => (control.calls().at(-1)?.outcome === 200 ? true : undefined))
  // Once the sender has stopped, it has written down what the answer said.
  await app.process.composed.sender.stop()
  expect(await read()).toMatchObject(refused)
})
