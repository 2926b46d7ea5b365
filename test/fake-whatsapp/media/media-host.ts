import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readBody } from '../../fake-graph/http-io.ts'
import type { MediaStore } from './media-store.ts'
import { selfSignedCertificate } from './self-signed.ts'

export interface MediaHost {
  /** The certificate that clients must trust: a path for NODE_EXTRA_CA_CERTS. */
  caFile: string
  close: () => Promise<void>
}

/**
 * WhatsApp's media host: encrypted files go up by POST and come down by GET. HTTPS, as Baileys insists.
 * @param certificateFile where the certificate is kept, with its key beside it; default: a new one in a
 *   temporary folder. A process reads its extra authorities once, so who restarts the host keeps the file.
 */
export async function startMediaHost(
  store: MediaStore,
  { port = 0, certificateFile }: { port?: number; certificateFile?: string },
): Promise<MediaHost> {
  const caFile = certificateFile ?? join(mkdtempSync(join(tmpdir(), 'fake-whatsapp-')), 'ca.pem')
  const server = createServer(certificateIn(caFile), (request, response) => {
    answer(store, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  store.url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    caFile,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function certificateIn(file: string): { key: string; cert: string } {
  const keyFile = `${file}.key`
  if (existsSync(file) && existsSync(keyFile)) {
    return { cert: readFileSync(file, 'utf8'), key: readFileSync(keyFile, 'utf8') }
  }
  const fresh = selfSignedCertificate(Date.now())
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(keyFile, fresh.key, { mode: 0o600 })
  writeFileSync(file, fresh.cert)
  return fresh
}

async function answer(store: MediaStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'https://media')
  if (request.method === 'POST') {
    store.put(pathname, await readBody(request))
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ url: `${store.url}${pathname}`, direct_path: pathname }))
    return
  }
  const file = store.get(pathname)
  response.writeHead(file ? 200 : 404, { 'content-type': 'application/octet-stream' })
  response.end(file)
}
