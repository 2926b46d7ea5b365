import type { Random } from '../../test/load/random.ts'

/** Draws 0 ≤ n < size, the n-th with a weight of 1 ÷ (n + 1): few are busy, most are quiet. */
export function zipf(size: number): (random: Random) => number {
  const cumulative: number[] = []
  let sum = 0
  for (let n = 0; n < size; n++) cumulative.push((sum += 1 / (n + 1)))
  return (random) => {
    const at = random.next() * sum
    let [low, high] = [0, size - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((cumulative[middle] as number) < at) low = middle + 1
      else high = middle
    }
    return low
  }
}
