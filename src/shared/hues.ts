/** Of the design tokens: each has a pair of colours that can be read, in light and in dark. */
export const HUES = [
  'rosa',
  'coral',
  'naranja',
  'ambar',
  'lima',
  'verde',
  'turquesa',
  'celeste',
  'azul',
  'violeta',
  'uva',
  'gris',
] as const
export type Hue = (typeof HUES)[number]
