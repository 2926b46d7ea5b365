import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'

const END_OF_HEAD = '\r\n\r\n'
const LENGTH = /\r\ncontent-length: (\d+)/i
/** Node's servers close a connection that was idle for 5 s; a request may just miss that. */
const FRESH_MS = 3_000

/**
 * POST over keep-alive connections at a tenth of an HTTP client's CPU: the load shares the machine with
 * what it loads. Knows just enough of HTTP/1.1 for answers that state their length.
 */
export class RawPost {
  private readonly url: URL
  private readonly idle: Connection[] = []

  constructor(url: string) {
    this.url = new URL(url)
  }

  /** @returns whether the answer was 200; a broken connection is no answer. */
  async send(path: string, body: string, headers: Record<string, string>): Promise<boolean> {
    const connection = this.takeIdle() ?? (await openConnection(this.url))
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    const head = `POST ${path} HTTP/1.1\r\nhost: ${this.url.host}\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}${END_OF_HEAD}`
    const status = await connection.ask(head + body)
    if (status === 0) return false
    this.idle.push(connection)
    return status === 200
  }

  close(): void {
    for (const connection of this.idle) connection.close()
  }

  private takeIdle(): Connection | undefined {
    for (let connection = this.idle.pop(); connection; connection = this.idle.pop()) {
      if (connection.isFresh()) return connection
      connection.close()
    }
    return undefined
  }
}

async function openConnection(url: URL): Promise<Connection> {
  const socket = createConnection({ host: url.hostname, port: Number(url.port), noDelay: true })
  await once(socket, 'connect')
  return new Connection(socket)
}

/** One request at a time. */
class Connection {
  private received = ''
  private answer: (status: number) => void = () => undefined
  private answeredAt = performance.now()
  private readonly socket: Socket

  constructor(socket: Socket) {
    this.socket = socket
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => this.read(chunk))
    socket.on('close', () => this.answer(0))
    socket.on('error', () => this.answer(0))
  }

  ask(request: string): Promise<number> {
    return new Promise((resolve) => {
      this.answer = resolve
      this.socket.write(request)
    })
  }

  isFresh(): boolean {
    return !this.socket.destroyed && performance.now() - this.answeredAt < FRESH_MS
  }

  close(): void {
    this.socket.destroy()
  }

  private read(chunk: string): void {
    this.received += chunk
    const headEnd = this.received.indexOf(END_OF_HEAD)
    if (headEnd < 0) return
    const length = Number(LENGTH.exec(this.received)?.[1] ?? 0)
    if (this.received.length < headEnd + END_OF_HEAD.length + length) return
    // `HTTP/1.1 200 OK`
    const status = Number(this.received.slice(9, 12))
    this.received = ''
    this.answeredAt = performance.now()
    this.answer(status)
  }
}
