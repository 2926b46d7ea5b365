/** The little of culori that the contrast test uses; the package ships no types. */
declare module 'culori' {
  export interface Oklch {
    mode: 'oklch'
    l: number
    c: number
    h: number
  }
  export function wcagContrast(a: Oklch, b: Oklch): number
  export function inGamut(mode: 'rgb'): (color: Oklch) => boolean
}
