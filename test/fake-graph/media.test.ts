import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DENTAL_NUMBER, NOGAL_NUMBER } from './demo-data.ts'
import { givenFake, REGINA, type Setup } from './given.ts'
import { messageEntry } from './receiver.ts'

const { phoneNumberId, accessToken } = NOGAL_NUMBER
const bytes = Buffer.from('%PDF-1.4 cotización')
let setup: Setup

beforeEach(async () => {
  setup = await givenFake()
})
afterEach(() => setup.close())

async function upload(
  file: Blob = new Blob([bytes], { type: 'application/pdf' }),
): Promise<{ id: string; error?: { code: number } }> {
  const form = new FormData()
  form.append('messaging_product', 'whatsapp')
  form.append('type', file.type)
  form.append('file', file, 'Cotización.pdf')
  const response = await fetch(`${setup.fake.url}/v26.0/${phoneNumberId}/media`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${accessToken}` },
  })
  return (await response.json()) as { id: string }
}

const urlOf = async (id: string) =>
  String((await setup.graph('GET', `${id}?phone_number_id=${phoneNumberId}`)).body['url'])
const download = (url: string, token = accessToken) =>
  fetch(url, { headers: token ? { authorization: `Bearer ${token}` } : {} })

it('describes an upload, hands out its bytes to the bearer only, and forgets it on demand', async () => {
  const { id } = await upload()
  const { body } = await setup.graph('GET', id)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  expect(body).toMatchObject({
    messaging_product: 'whatsapp',
    mime_type: 'application/pdf',
    sha256,
    file_size: String(bytes.length),
    id,
  })
  const url = await urlOf(id)
  expect(Buffer.from(await (await download(url)).arrayBuffer())).toEqual(bytes)
  expect((await download(url, '')).status).toBe(401)
  expect((await download(`${url}&access_token=${accessToken}`, '')).status).toBe(401)
  expect((await download(url, DENTAL_NUMBER.accessToken)).status).toBe(404)
  expect((await setup.graph('DELETE', id)).body).toEqual({ success: true })
  expect((await setup.graph('GET', id)).body.error).toMatchObject({ code: 100, error_subcode: 33 })
})

it('lets a URL expire after five minutes; a new one works', async () => {
  const { id } = await upload()
  const url = await urlOf(id)
  setup.fake.control.advanceClock({ ms: 4 * 60_000 })
  expect((await download(url)).status).toBe(200)
  setup.fake.control.advanceClock({ ms: 61_000 })
  expect((await download(url)).status).toBe(404)
  expect((await download(await urlOf(id))).status).toBe(200)
})

it('announces what a customer sends with a base64 digest, its file name and a URL', async () => {
  setup.fake.control.customerWrites({
    phoneNumberId,
    from: REGINA,
    document: { bytes, mimeType: 'application/pdf', fileName: 'Plano ñandú.pdf' },
  })
  await setup.fake.control.settled()
  const { document } = messageEntry(setup.receiver.received[0]?.body ?? {}) as {
    document: Record<string, string>
  }
  expect(document).toMatchObject({
    filename: 'Plano ñandú.pdf',
    sha256: createHash('sha256').update(bytes).digest('base64'),
  })
  expect(Buffer.from(await (await download(document['url'] ?? '')).arrayBuffer())).toEqual(bytes)
  expect((await download(await urlOf(document['id'] ?? ''))).status).toBe(200)
})

it('refuses types that WhatsApp does not take, and fails a message whose media does not fit its type', async () => {
  expect((await upload(new Blob(['x'], { type: 'audio/webm' }))).error?.code).toBe(100)
  setup.fake.control.openWindow({ phoneNumberId, from: REGINA })
  const { id } = await upload()
  await setup.send({ type: 'image', text: undefined, image: { id } })
  await setup.fake.control.settled()
  expect(setup.statuses()).toEqual(['failed'])
})
