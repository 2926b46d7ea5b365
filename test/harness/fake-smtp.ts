import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

export interface FakeSmtp {
  url: string
  /** Letters as they came, headers and all. */
  letters: string[]
  close(): Promise<void>
}

/** A mail server that takes every letter and delivers none. */
export async function startFakeSmtp(): Promise<FakeSmtp> {
  const letters: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    talk(socket, letters)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    letters,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function talk(socket: Socket, letters: string[]): void {
  let waiting = ''
  let letter: string | undefined
  socket.write('220 fake\r\n')
  socket.on('data', (chunk) => {
    waiting += chunk.toString('utf8')
    for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
      const line = waiting.slice(0, end)
      waiting = waiting.slice(end + 2)
      if (letter !== undefined && line === '.') {
        letters.push(letter)
        letter = undefined
        socket.write('250 taken\r\n')
      } else if (letter !== undefined) letter += `${line}\n`
      else if (line === 'DATA') {
        letter = ''
        socket.write('354 go on\r\n')
      } else socket.write(line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n')
    }
  })
}
