import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { serverOf } from '../stanzas/router.ts'
import type { World } from '../world/world.ts'
import { Connection } from './connection.ts'
import { WebSocketPeer } from './websocket.ts'

export interface WebServer {
  /** What Baileys gets as `waWebSocketUrl`. */
  url: string
  close: () => Promise<void>
}

/** The WebSocket endpoint of WhatsApp Web. */
export async function startWebServer(world: World, port = 0): Promise<WebServer> {
  const handler = serverOf(world)
  const server = createServer((_request, response) => response.writeHead(426).end())
  const sockets = new Set<Duplex>()
  server.on('upgrade', (request, socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    if (isTurnedAway(world, socket)) return
    world.connections.opened(new Connection(new WebSocketPeer(request, socket), world.identity, handler))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/chat`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      await closed
    },
  }
}

/** A fault refuses the upgrade: by a cut, or by an HTTP status. */
function isTurnedAway(world: World, socket: Duplex): boolean {
  const fault = world.faults.strike(['refuse', 'upgrade-status'], {})
  if (fault?.kind === 'refuse') socket.destroy()
  if (fault?.kind === 'upgrade-status') {
    socket.end(`HTTP/1.1 ${fault.status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
  }
  return fault !== undefined
}
