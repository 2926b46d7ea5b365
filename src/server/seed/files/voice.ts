import { Dice } from '../plan/dice.ts'

const RATE = 8_000

/** Something with the rhythm of a voice: syllables of a few harmonics, with pauses. 8-bit mono WAV. */
export function hummedWav(seconds: number, seed: number): Buffer {
  const dice = new Dice(seed)
  const samples = Buffer.alloc(RATE * seconds, 128)
  let at = 0
  while (at < samples.length) {
    const length = Math.floor(RATE * (0.12 + dice.next() * 0.18))
    if (!dice.chance(0.2)) sing(samples.subarray(at, at + length), 110 + dice.next() * 70)
    at += length
  }
  return Buffer.concat([header(samples.length), samples])
}

function sing(syllable: Buffer, pitch: number): void {
  for (let index = 0; index < syllable.length; index++) {
    const turn = (2 * Math.PI * pitch * index) / RATE
    const loudness = Math.sin((Math.PI * index) / syllable.length)
    const tone = Math.sin(turn) + 0.5 * Math.sin(2 * turn) + 0.25 * Math.sin(3 * turn)
    syllable[index] = 128 + Math.round(40 * loudness * tone)
  }
}

function header(bytes: number): Buffer {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'ascii')
  head.writeUInt32LE(36 + bytes, 4)
  head.write('WAVEfmt ', 8, 'ascii')
  head.writeUInt32LE(16, 16)
  // PCM, one channel.
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(RATE, 24)
  head.writeUInt32LE(RATE, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36, 'ascii')
  head.writeUInt32LE(bytes, 40)
  return head
}
