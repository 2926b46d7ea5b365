import type { ByteRange } from '../../platform/storage/index.ts'

const ONE_RANGE = /^bytes=(\d*)-(\d*)$/

/**
 * The part that a Range header asks for (RFC 9110 §14). `whole` where there is no header or one that
 * we need not honour: several ranges, another unit.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | 'whole' | 'unsatisfiable' {
  const [match, first = '', last = ''] = ONE_RANGE.exec(header ?? '') ?? []
  if (match === undefined || (first === '' && last === '')) return 'whole'
  if (first === '') return last === '0' || size === 0 ? 'unsatisfiable' : suffix(Number(last), size)
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return 'whole'
  return start >= size ? 'unsatisfiable' : { start, end }
}

const suffix = (length: number, size: number): ByteRange => ({
  start: Math.max(size - length, 0),
  end: size - 1,
})
