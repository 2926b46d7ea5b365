import { readFileSync } from 'node:fs'
import { inGamut, wcagContrast, type Oklch } from 'culori'
import { describe, expect, it } from 'vitest'
import { HUES } from '../../shared/hues.ts'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
  .replace(/\s+/g, ' ')
  .replaceAll("'", '"')
const inSrgb = inGamut('rgb')

/** The colours of one theme, read from the stylesheet that ships. */
function themeOf(selector: string): Map<string, Oklch> {
  const start = css.indexOf(selector)
  const block = css.slice(css.indexOf('{', start), css.indexOf('}', start))
  const declared = block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)
  return new Map(
    [...declared].map(([, name, l, c, h]) => [
      String(name),
      { mode: 'oklch', l: Number(l), c: Number(c), h: Number(h) },
    ]),
  )
}

const THEMES = { light: themeOf(':root, [data-theme="light"]'), dark: themeOf('[data-theme="dark"]') }
const SURFACES = [
  'bg',
  'surface',
  'surface-2',
  'surface-3',
  'overlay',
  'bubble-in',
  'bubble-out',
  'bubble-note',
  'brand-soft',
  'signal-soft',
]
const TONES = ['brand', 'signal', 'success', 'warning', 'danger', 'info']
const CHANNELS = ['whatsapp', 'cloud', 'instagram', 'messenger', 'email', 'webchat', 'api']

type Pair = [ink: string, paper: string, atLeast: number]

const PAIRS: Pair[] = [
  ...SURFACES.flatMap((paper): Pair[] => [
    ['text', paper, 7],
    ['text-2', paper, 4.5],
  ]),
  ...['bg', 'surface', 'surface-2', 'overlay', 'bubble-in', 'bubble-out', 'bubble-note', 'brand-soft'].map(
    (paper): Pair => ['text-3', paper, 4.5],
  ),
  ...['bg', 'surface', 'overlay'].flatMap((paper): Pair[] => [
    ['border-strong', paper, 3],
    ['ring', paper, 3],
  ]),
  ['ring', 'surface-3', 3],
  ['ring', 'brand-soft', 3],
  ['brand', 'brand-soft', 3],
  ['on-brand', 'brand-hover', 4.5],
  ...TONES.flatMap((tone): Pair[] => [
    [`on-${tone}`, tone, 4.5],
    [`${tone}-text`, `${tone}-soft`, 4.5],
    [`${tone}-text`, 'surface', 4.5],
    [`${tone}-text`, 'bg', 4.5],
    [`${tone}-text`, 'overlay', 4.5],
  ]),
  // Marigold is a mark on its own paper only, never a graphic on white.
  ...TONES.filter((tone) => tone !== 'signal').map((tone): Pair => [tone, 'surface', 3]),
  ...['brand-text', 'info-text', 'danger-text'].map((ink): Pair => [ink, 'bubble-out', 4.5]),
  ...['signal-text', 'danger-text', 'warning-text', 'brand-text'].map((ink): Pair => [
    ink,
    'brand-soft',
    4.5,
  ]),
  ...['brand-text', 'danger-text'].map((ink): Pair => [ink, 'bubble-note', 4.5]),
  ...CHANNELS.flatMap((channel): Pair[] => [
    [`ch-${channel}`, 'surface', 3],
    [`ch-${channel}`, 'surface-2', 3],
  ]),
  ...Array.from({ length: 8 }, (_, index): Pair => [`viz-${index + 1}`, 'surface', 3]),
  ...HUES.map((hue): Pair => [`label-${hue}-fg`, `label-${hue}-bg`, 4.5]),
]

describe.each(Object.entries(THEMES))('the %s theme', (_, colors) => {
  const color = (name: string): Oklch => {
    const found = colors.get(name)
    if (!found) throw new Error(`no token --${name}`)
    return found
  }

  it.each(PAIRS)('%s is readable on %s (at least %s to 1)', (ink, paper, atLeast) => {
    expect(wcagContrast(color(ink), color(paper))).toBeGreaterThanOrEqual(atLeast)
  })

  it('uses only colours that every screen can show', () => {
    const outside = [...colors].filter(([, value]) => !inSrgb(value)).map(([name]) => name)
    expect(outside).toEqual([])
  })
})
