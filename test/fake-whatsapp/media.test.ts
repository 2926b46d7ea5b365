import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Agent as HttpsAgent } from 'node:https'
import { downloadMediaMessage, type WAMessage } from 'baileys'
import { Agent as FetchAgent } from 'undici'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Companion } from './companion.ts'
import { givenSimulator, idOf, linkByQr, NOGAL, REGINA, type Setup } from './given.ts'

let setup: Setup

beforeAll(async () => {
  setup = await givenSimulator(({ url, caFile }) => {
    const ca = readFileSync(caFile)
    // A process would name the file in NODE_EXTRA_CA_CERTS; this one is running already.
    const dispatcher = new FetchAgent({ connect: { ca } })
    return new Companion(url, {
      fetchAgent: new HttpsAgent({ ca }),
      options: { dispatcher } as unknown as RequestInit,
    })
  })
  await linkByQr(setup)
})
afterAll(() => setup.close())

const bytes = randomBytes(70_000)
const fromRegina = { from: REGINA, to: NOGAL.phone }

it.each([
  { kind: 'image', mimeType: 'image/jpeg', field: 'imageMessage' },
  { kind: 'voice', mimeType: 'audio/ogg; codecs=opus', field: 'audioMessage' },
  { kind: 'document', mimeType: 'application/pdf', field: 'documentMessage' },
  { kind: 'video', mimeType: 'video/mp4', field: 'videoMessage' },
  { kind: 'sticker', mimeType: 'image/webp', field: 'stickerMessage' },
] as const)('a customer sends: $kind', async ({ kind, mimeType, field }) => {
  const { fake, companion } = setup
  const media = { kind, bytes, mimeType, fileName: 'carta.pdf' }
  const { id } = await fake.control.customerWrites({ ...fromRegina, media, text: 'Pie' })
  const message = await companion.message(id)
  expect(message.message?.[field]).toMatchObject({ mimetype: mimeType })
  expect(await download(message)).toEqual(bytes)
})

it('the device sends a voice note: the phone downloads, checks and plays it', async () => {
  const { fake, companion } = setup
  const { lidJid } = fake.control.addAccount(REGINA)
  const content = { audio: bytes, ptt: true, mimetype: 'audio/ogg; codecs=opus', seconds: 3 }
  const sent = await companion.socket.sendMessage(lidJid, content)
  expect(await fake.control.arrival({ id: idOf(sent) })).toMatchObject({
    kind: 'audio',
    media: {
      kind: 'voice',
      isIntact: true,
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  })
  await fake.control.settled()
  fake.control.played({ customer: REGINA.phone })
  await companion.until(() => companion.statusOf(idOf(sent)) === 5, 'played')
})

it('the host forgets a file: the phone uploads it again', async () => {
  const { fake, companion } = setup
  const media = { kind: 'image', bytes, mimeType: 'image/png' } as const
  const { id } = await fake.control.customerWrites({ ...fromRegina, media })
  const message = await companion.message(id)
  fake.control.expireMedia({ account: NOGAL.phone, customer: REGINA.phone, id })
  await expect(download(message)).rejects.toThrow('Failed to fetch')
  expect(await download(await companion.socket.updateMediaMessage(message))).toEqual(bytes)
})

function download(message: WAMessage): Promise<Buffer> {
  const { dispatcher } = setup.companion.options.options as { dispatcher?: object }
  return downloadMediaMessage(message, 'buffer', { options: { dispatcher } as unknown as RequestInit })
}
