import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What no webhook receiver can do without: read, check the signature, parse, answer. Stores nothing. */
const secret = process.env['BARE_SECRET'] ?? ''

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const raw = Buffer.concat(chunks)
    const given = Buffer.from(String(request.headers['x-hub-signature-256']).slice('sha256='.length), 'hex')
    const mac = createHmac('sha256', secret).update(raw).digest()
    const isOurs = given.length === mac.length && timingSafeEqual(given, mac)
    const body = JSON.parse(raw.toString('utf8')) as { entry?: unknown }
    response.writeHead(isOurs && body.entry ? 200 : 401, {
      'content-type': 'text/plain',
      'content-length': 2,
    })
    response.end('ok')
  })
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
