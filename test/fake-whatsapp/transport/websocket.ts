import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** Appended to the client's key before it is hashed: RFC 6455, section 1.3. */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

const OPCODE = { binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa }

export interface SocketEvents {
  /** Payload bytes in order. WhatsApp frames its own stream, so borders of WebSocket messages mean nothing. */
  onData: (bytes: Buffer) => void
  onClose: () => void
}

/**
 * The server's end of one WebSocket (RFC 6455), without extensions. It is written out here because faults
 * need the raw socket: a refused upgrade, a cut in the middle, a peer that no longer reads.
 */
export class WebSocketPeer {
  readonly #socket: Duplex
  #events: SocketEvents | undefined
  #buffer: Buffer = Buffer.alloc(0)

  /** Answers the upgrade; data flow once {@link listen} was called. */
  constructor(request: IncomingMessage, socket: Duplex) {
    this.#socket = socket
    const key = String(request.headers['sec-websocket-key'])
    const accept = createHash('sha1').update(`${key}${ACCEPT_GUID}`).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
  }

  listen(events: SocketEvents): void {
    this.#events = events
    this.#socket.on('data', (chunk: Buffer) => this.#read(chunk))
    this.#socket.on('error', () => this.#socket.destroy())
    this.#socket.on('close', () => events.onClose())
  }

  send(bytes: Buffer): void {
    this.#write(OPCODE.binary, bytes)
  }

  /** Not even a close or a ping is seen any more. */
  stopReading(): void {
    this.#socket.removeAllListeners('data')
    this.#socket.resume()
  }

  /** Says goodbye and ends the stream. */
  close(): void {
    this.#write(OPCODE.close, Buffer.from([0x03, 0xe8]))
    this.#socket.end()
  }

  /** Cuts the connection, as a network does. */
  destroy(): void {
    this.#socket.destroy()
  }

  #write(opcode: number, payload: Buffer): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return
    this.#socket.write(Buffer.concat([frameHeader(opcode, payload.length), payload]))
  }

  #read(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk])
    for (;;) {
      const frame = takeFrame(this.#buffer)
      if (!frame) return
      this.#buffer = this.#buffer.subarray(frame.size)
      this.#handle(frame.opcode, frame.payload)
    }
  }

  #handle(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.ping) this.#write(OPCODE.pong, payload)
    else if (opcode === OPCODE.close) this.close()
    else if (opcode <= OPCODE.binary) this.#events?.onData(payload)
  }
}

function frameHeader(opcode: number, length: number): Buffer {
  const first = 0x80 | opcode
  if (length < 126) return Buffer.from([first, length])
  if (length < 65_536) return Buffer.from([first, 126, length >> 8, length & 0xff])
  const header = Buffer.alloc(10)
  header[0] = first
  header[1] = 127
  header.writeBigUInt64BE(BigInt(length), 2)
  return header
}

/** The first whole frame, unmasked; clients always mask. */
function takeFrame(buffer: Buffer): { opcode: number; payload: Buffer; size: number } | undefined {
  if (buffer.length < 2) return undefined
  const short = buffer.readUInt8(1) & 0x7f
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0
  const start = 2 + lengthBytes + 4
  if (buffer.length < start) return undefined
  const length =
    lengthBytes === 0 ? short : lengthBytes === 2 ? buffer.readUInt16BE(2) : Number(buffer.readBigUInt64BE(2))
  const size = start + length
  if (buffer.length < size) return undefined
  const mask = buffer.subarray(start - 4, start)
  const payload = Buffer.allocUnsafe(length)
  for (let index = 0; index < length; index++) {
    payload[index] = (buffer[start + index] as number) ^ (mask[index & 3] as number)
  }
  return { opcode: buffer.readUInt8(0) & 0x0f, payload, size }
}
