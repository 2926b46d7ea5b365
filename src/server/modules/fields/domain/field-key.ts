import { foldText } from '../../../../shared/filters/fold.ts'

const MAX_KEY = 48

/** A key made from a label, unlike those taken: `Tipo de cliente` → `tipo_de_cliente`, `tipo_de_cliente_2`. */
export function keyFromLabel(label: string, taken: ReadonlySet<string>): string {
  const words = foldText(label)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  const base = words.slice(0, MAX_KEY - 4) || 'field'
  if (!taken.has(base)) return base
  let suffix = 2
  while (taken.has(`${base}_${suffix}`)) suffix++
  return `${base}_${suffix}`
}
