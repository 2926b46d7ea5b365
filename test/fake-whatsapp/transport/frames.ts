/** `WA`, protocol version 6, dictionary version 3: the first bytes of every client. */
export const WA_HEADER = Buffer.from([0x57, 0x41, 0x06, 0x03])
/** `ED`: routing info comes before the header, for clients that were given some. */
const ROUTING_PREFIX = Buffer.from([0x45, 0x44, 0x00, 0x01])

/** Cuts the client's byte stream into frames: an intro once, then a length of three bytes before each frame. */
export class FrameReader {
  #bytes: Buffer = Buffer.alloc(0)
  #isIntroRead = false

  /** @throws Error when the stream does not start as WhatsApp's does. */
  read(chunk: Buffer): Buffer[] {
    this.#bytes = Buffer.concat([this.#bytes, chunk])
    const frames: Buffer[] = []
    if (!this.#isIntroRead && !this.#readIntro()) return frames
    while (this.#bytes.length >= 3) {
      const size = this.#bytes.readUIntBE(0, 3)
      if (this.#bytes.length < 3 + size) break
      frames.push(this.#bytes.subarray(3, 3 + size))
      this.#bytes = this.#bytes.subarray(3 + size)
    }
    return frames
  }

  #readIntro(): boolean {
    let start = 0
    if (this.#bytes.subarray(0, 4).equals(ROUTING_PREFIX)) {
      if (this.#bytes.length < 7) return false
      start = 7 + this.#bytes.readUIntBE(4, 3)
    }
    if (this.#bytes.length < start + WA_HEADER.length) return false
    if (!this.#bytes.subarray(start, start + 4).equals(WA_HEADER)) throw new Error('Not a WhatsApp client')
    this.#bytes = this.#bytes.subarray(start + 4)
    this.#isIntroRead = true
    return true
  }
}

export function frame(payload: Buffer): Buffer {
  const length = Buffer.alloc(3)
  length.writeUIntBE(payload.length, 0, 3)
  return Buffer.concat([length, payload])
}
