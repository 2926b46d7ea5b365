import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What an endpoint decided; the server turns it into bytes, or into their absence. */
export type Answer =
  | { kind: 'json'; status: number; body: unknown; headers?: Record<string, string>; delayMs?: number }
  | { kind: 'text'; status: number; body: string; type: string }
  | { kind: 'bytes'; status: number; body: Buffer; type: string; headers?: Record<string, string> }
  | { kind: 'reset' }
  | { kind: 'hang' }

export function json(body: unknown, status = 200): Answer {
  return { kind: 'json', status, body }
}

/** The whole body; bounded, because this is memory. @throws Error beyond `maxBytes`. */
export async function readBody(request: IncomingMessage, maxBytes = 110 * 1024 * 1024): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new Error('Body too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export function writeAnswer(response: ServerResponse, answer: Answer): void {
  switch (answer.kind) {
    case 'hang':
      return
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'json': {
      const { status, body, headers, delayMs } = answer
      const write = () =>
        finish(response, {
          status,
          body: JSON.stringify(body),
          type: 'application/json; charset=UTF-8',
          headers,
        })
      if (delayMs) setTimeout(write, delayMs).unref()
      else write()
      return
    }
    case 'text':
    case 'bytes':
      finish(response, answer)
  }
}

function finish(
  response: ServerResponse,
  answer: {
    status: number
    body: string | Buffer
    type: string
    headers?: Record<string, string> | undefined
  },
): void {
  if (response.destroyed) return
  response.writeHead(answer.status, {
    'content-type': answer.type,
    'content-length': String(Buffer.byteLength(answer.body)),
    ...answer.headers,
  })
  response.end(answer.body)
}

export interface LoopbackServer {
  url: string
  /** Refuses connections until {@link resume}, as an unreachable host does. */
  pause: () => Promise<void>
  resume: () => Promise<void>
  close: () => Promise<void>
}

/** Serves on 127.0.0.1; port 0 takes a free one. */
export async function listenOnLoopback(
  handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  port = 0,
): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    handler(request, response).catch((error: unknown) => fail(response, error))
  })
  await listen(server, port)
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    pause: () => stop(server),
    resume: () => listen(server, address.port),
    close: () => stop(server),
  }
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy()
  writeAnswer(response, json({ fakeGraphError: error instanceof Error ? error.message : String(error) }, 500))
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function stop(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve()
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
