import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A raw TCP server for the running test; `behave` is called for each connection. */
export async function startTcpServer(
  behave: (socket: Socket) => void,
  host = '127.0.0.1',
): Promise<{ port: number; connectionCount: () => number }> {
  let connectionCount = 0
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    connectionCount += 1
    sockets.add(socket)
    // Tests cut connections on purpose.
    socket.on('error', () => undefined)
    behave(socket)
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: await listen(server, host), connectionCount: () => connectionCount }
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

/** An HTTP server for the running test. Returns its origin. */
export async function startHttpServer(listener: Listener, host = '127.0.0.1'): Promise<string> {
  const server = createHttpServer((request, response) => void listener(request, response))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://${host}:${await listen(server, host)}`
}

async function listen(server: Server, host: string): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return (server.address() as AddressInfo).port
}
