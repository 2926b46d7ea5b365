import { startFakeWhatsapp } from './fake-whatsapp.ts'

/**
 * The simulator as a process of its own. Variables: FAKE_WHATSAPP_PORT, FAKE_WHATSAPP_PHONE_PORT and
 * FAKE_WHATSAPP_MEDIA_PORT (0 or absent: a free one), FAKE_WHATSAPP_STATE_FILE, FAKE_WHATSAPP_SMALL_UPLOADS
 * (1: new devices upload 5 prekeys instead of 812). Prints one line of JSON when it listens; SIGTERM and
 * SIGINT end it.
 */
const { env } = process

// The Signal library announces every refused ciphertext; standard output is for the line below.
console.info = console.warn = console.error = () => undefined

const fake = await startFakeWhatsapp({
  port: Number(env['FAKE_WHATSAPP_PORT'] ?? 0),
  phonePort: Number(env['FAKE_WHATSAPP_PHONE_PORT'] ?? 0),
  mediaPort: Number(env['FAKE_WHATSAPP_MEDIA_PORT'] ?? 0),
  smallPreKeyUploads: env['FAKE_WHATSAPP_SMALL_UPLOADS'] === '1',
  ...(env['FAKE_WHATSAPP_STATE_FILE'] && { stateFile: env['FAKE_WHATSAPP_STATE_FILE'] }),
})

const { url, phoneUrl, mediaUrl, caFile } = fake
process.stdout.write(`${JSON.stringify({ ready: true, url, phoneUrl, mediaUrl, caFile })}\n`)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void fake.close().then(() => process.exit(0))
  })
}
