import { encodePng, type Rgb } from './png.ts'

const SIZE = 160
const CENTRE = SIZE / 2

const PALETTE: readonly Rgb[] = [
  [255, 255, 255],
  [244, 185, 66],
  [59, 42, 26],
]
const [CLEAR, SKIN, INK] = [0, 1, 2]

/** A face that is content with its new table. */
export function drawSticker(): Buffer {
  const pixels = new Uint8Array(SIZE * SIZE)
  for (let y = 0; y < SIZE; y++) for (let x = 0; x < SIZE; x++) pixels[y * SIZE + x] = colourAt(x, y)
  return encodePng({ width: SIZE, height: SIZE, palette: PALETTE, pixels, isFirstClear: true })
}

function colourAt(x: number, y: number): number {
  const distance = Math.hypot(x - CENTRE, y - CENTRE)
  if (distance > 70) return CLEAR
  if (distance > 65) return INK
  const isEye = [58, 102].some((eye) => Math.hypot(x - eye, y - 64) < 8)
  const isMouth = y > 92 && Math.abs(Math.hypot(x - CENTRE, y - 82) - 36) < 3
  return isEye || isMouth ? INK : SKIN
}
