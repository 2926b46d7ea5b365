import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server does with one request. */
export type Reply =
  | { status?: number; json: unknown; headers?: Record<string, string> }
  | { status?: number; text: string; headers?: Record<string, string> }
  | { bytes: Buffer; headers?: Record<string, string> }
  /** Reads the request, then cuts the connection: it may have been carried out. */
  | 'cut'
  /** Reads the request and never answers. */
  | 'hang'

export interface SeenRequest {
  method: string
  path: string
  query: Record<string, string>
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface ScriptedServer {
  url: string
  seen: SeenRequest[]
  /** Queues replies; requests beyond them get a 500 that says so. */
  reply(...replies: Reply[]): void
  /** Answers each request by its path, for calls whose order is not fixed. */
  route(handler: ((request: SeenRequest) => Reply) | null): void
  close(): Promise<void>
}

/** A provider on loopback that answers as told, for what a real one can't be made to do. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const seen: SeenRequest[] = []
  const replies: Reply[] = []
  let handler: ((request: SeenRequest) => Reply) | null = null
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('error', () => response.destroy())
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost')
      const { method = '', headers } = request
      const one = {
        method,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers,
        body: Buffer.concat(chunks),
      }
      seen.push(one)
      write(
        response,
        handler ? handler(one) : (replies.shift() ?? { status: 500, text: 'no reply was scripted' }),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    seen,
    reply: (...more) => void replies.push(...more),
    route: (next) => {
      handler = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function write(response: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return
  if (reply === 'cut') {
    response.socket?.resetAndDestroy()
    return
  }
  if ('bytes' in reply) {
    response.writeHead(200, { 'content-length': reply.bytes.length, ...reply.headers }).end(reply.bytes)
    return
  }
  const [type, body] =
    'json' in reply ? ['application/json', JSON.stringify(reply.json)] : ['text/html', reply.text]
  response.writeHead(reply.status ?? 200, { 'content-type': type, ...reply.headers }).end(body)
}
