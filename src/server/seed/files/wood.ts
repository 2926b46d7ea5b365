import { Dice } from '../plan/dice.ts'
import { encodePng, type Rgb } from './png.ts'

const WIDTH = 640
const HEIGHT = 480
const SHADES = 48

/** From the darkest vein to the lightest wood. */
const TONES = {
  natural: [
    [112, 74, 44],
    [196, 148, 100],
  ],
  dark: [
    [48, 30, 20],
    [110, 74, 50],
  ],
  oak: [
    [158, 126, 84],
    [224, 196, 152],
  ],
} as const satisfies Record<string, readonly [Rgb, Rgb]>

export type Tone = keyof typeof TONES

type Grain = (x: number, y: number) => number
/** Picks a palette index for a pixel. */
type Paint = (x: number, y: number) => number

/** Photographs of wood, as far as a few sines go. */
export function drawBoard(tone: Tone, options: { seed: number; isCracked?: boolean }): Buffer {
  const grain = grainOf(options.seed)
  const crack = options.isCracked ? crackOf(options.seed) : () => false
  return draw([tone], (x, y) => (crack(x, y) ? 0 : shade(grain(x, y))))
}

/** Two tones side by side, for somebody who cannot decide. */
export function drawSamples(left: Tone, right: Tone, seed: number): Buffer {
  const grain = grainOf(seed)
  const gap = 8
  return draw([left, right], (x, y) => {
    const half = x < WIDTH / 2 ? 0 : 1
    return Math.abs(x - WIDTH / 2) < gap ? 0 : half * SHADES + shade(grain(x + half * 911, y))
  })
}

/** A table seen from the front, before a plain wall. */
export function drawTable(tone: Tone, seed: number): Buffer {
  const grain = grainOf(seed)
  return draw([tone, 'oak'], (x, y) => {
    const isTop = y >= 200 && y < 232 && x >= 60 && x < 580
    const isLeg = y >= 232 && y < 430 && (Math.abs(x - 110) < 14 || Math.abs(x - 530) < 14)
    if (isTop || isLeg) return shade(isTop ? grain(x, y * 3) : grain(y, x * 3))
    const isFloor = y >= 400
    return SHADES + (isFloor ? shade(0.25 + grain(x, y * 4) * 0.3) : SHADES - 1 - Math.floor(y / 80))
  })
}

function draw(tones: readonly Tone[], paint: Paint): Buffer {
  const pixels = new Uint8Array(WIDTH * HEIGHT)
  for (let y = 0; y < HEIGHT; y++) for (let x = 0; x < WIDTH; x++) pixels[y * WIDTH + x] = paint(x, y)
  return encodePng({ width: WIDTH, height: HEIGHT, palette: tones.flatMap(paletteOf), pixels })
}

function paletteOf(tone: Tone): Rgb[] {
  const [dark, light] = TONES[tone]
  return Array.from({ length: SHADES }, (_, index): Rgb => {
    const share = index / (SHADES - 1)
    const mix = (channel: 0 | 1 | 2) => Math.round(dark[channel] + (light[channel] - dark[channel]) * share)
    return [mix(0), mix(1), mix(2)]
  })
}

function shade(brightness: number): number {
  return Math.min(SHADES - 1, Math.max(0, Math.floor(brightness * SHADES)))
}

/** Year rings cut lengthwise: slow waves along the board, quick ones across it. */
function grainOf(seed: number): Grain {
  const dice = new Dice(seed)
  const [phase, bend, pitch] = [dice.next() * 6, 18 + dice.next() * 22, 7 + dice.next() * 5]
  return (x, y) => {
    const wave = Math.sin(x / 190 + phase) * bend + Math.sin(x / 47 + phase * 2) * 3
    const rings = Math.sin((y + wave) / pitch)
    const fibres = Math.sin(y * 2.7 + Math.sin(x / 31) * 1.5 + phase)
    return 0.56 + rings * 0.26 + fibres * 0.1
  }
}

function crackOf(seed: number): (x: number, y: number) => boolean {
  const dice = new Dice(seed + 1)
  const row = dice.between(200, 280)
  const end = dice.between(340, 460)
  return (x, y) => {
    if (x > end) return false
    const middle = row + Math.sin(x / 23) * 4 + Math.sin(x / 7) * 1.5
    return Math.abs(y - middle) < 3.5 * (1 - x / end)
  }
}
