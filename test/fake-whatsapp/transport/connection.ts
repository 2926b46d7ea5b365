import { decodeBinaryNode, encodeBinaryNode, type BinaryNode, type proto } from 'baileys'
import type { LinkedDevice } from '../types.ts'
import { frame, FrameReader } from './frames.ts'
import { NoiseResponder, type TransportCipher } from './noise.ts'
import type { NoiseIdentity } from './noise-identity.ts'
import type { WebSocketPeer } from './websocket.ts'

/** Who a client says it is when the handshake ends. */
export interface ClientHello {
  payload: proto.ClientPayload
  noiseKey: Buffer
}

export interface ConnectionHandler {
  onHello: (connection: Connection, hello: ClientHello) => void
  onNode: (connection: Connection, node: BinaryNode) => void
  /** What the client sent made no sense; the connection is cut. */
  onFailure: (error: unknown) => void
  onClose: (connection: Connection) => void
}

/** One client's socket: handshake first, then encrypted binary nodes, handled in the order they came. */
export class Connection {
  /** The linked device that logged in here. */
  device: LinkedDevice | undefined
  /** The device asked for its messages (`<active/>`). */
  isActive = false
  readonly openedAt: number
  readonly #peer: WebSocketPeer
  readonly #handler: ConnectionHandler
  readonly #noise: NoiseResponder
  readonly #frames = new FrameReader()
  readonly #answers = new Map<string, (node: BinaryNode) => void>()
  readonly #held: (() => void)[] = []
  #isGreeted = false
  #isStalled = false
  #isClosed = false
  #cipher: TransportCipher | undefined
  #order: Promise<void> = Promise.resolve()

  constructor(peer: WebSocketPeer, identity: NoiseIdentity, handler: ConnectionHandler) {
    this.openedAt = Date.now()
    this.#peer = peer
    this.#handler = handler
    this.#noise = new NoiseResponder(identity)
    peer.listen({ onData: (bytes) => this.#receive(bytes), onClose: () => this.#closed() })
  }

  get isOpen(): boolean {
    return !this.#isClosed
  }

  send(node: BinaryNode): void {
    if (this.#isClosed || this.#isStalled || !this.#cipher) return
    this.#peer.send(frame(this.#cipher.encrypt(encodeBinaryNode(node))))
  }

  /** Sends an iq of the server and hands the client's answer to `onAnswer`. */
  ask(iq: BinaryNode, onAnswer: (node: BinaryNode) => void): void {
    this.#answers.set(String(iq.attrs['id']), onAnswer)
    this.send(iq)
  }

  /** The last node, then a proper end. */
  closeWith(node: BinaryNode): void {
    this.send(node)
    this.#peer.close()
    this.#closed()
  }

  /** Cuts the connection, as a network does. */
  destroy(): void {
    this.#peer.destroy()
    this.#closed()
  }

  /** Keeps a send back until the next one was made. */
  hold(send: () => void): void {
    this.#held.push(send)
  }

  releaseHeld(): void {
    for (const send of this.#held.splice(0)) send()
  }

  /** Neither answers nor sends any more, while the socket stays open. */
  stall(isDead = false): void {
    this.#isStalled = true
    if (isDead) this.#peer.stopReading()
  }

  #receive(bytes: Buffer): void {
    if (this.#isStalled) return
    try {
      for (const payload of this.#frames.read(bytes)) this.#handle(payload)
    } catch (error) {
      this.#fail(error)
    }
  }

  #handle(payload: Buffer): void {
    if (this.#cipher) this.#enqueue(this.#cipher.decrypt(payload))
    else if (this.#isGreeted) this.#finishHandshake(payload)
    else {
      this.#isGreeted = true
      this.#peer.send(frame(this.#noise.hello(payload)))
    }
  }

  #finishHandshake(payload: Buffer): void {
    const { cipher, ...hello } = this.#noise.finish(payload)
    this.#cipher = cipher
    this.#handler.onHello(this, hello)
  }

  /** Decoding is asynchronous (a node may be deflated), yet nodes must be handled in order. */
  #enqueue(plaintext: Buffer): void {
    this.#order = this.#order
      .then(async () => this.#take(await decodeBinaryNode(plaintext)))
      .catch((error: unknown) => this.#fail(error))
  }

  #take(node: BinaryNode): void {
    if (this.#isClosed || this.#isStalled) return
    const id = String(node.attrs['id'])
    const onAnswer = node.tag === 'iq' ? this.#answers.get(id) : undefined
    if (!onAnswer) return this.#handler.onNode(this, node)
    this.#answers.delete(id)
    onAnswer(node)
  }

  #fail(error: unknown): void {
    this.#handler.onFailure(error)
    this.destroy()
  }

  #closed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#handler.onClose(this)
  }
}
