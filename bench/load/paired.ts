export interface Pair<B, P> {
  bare: B
  product: P
}

/**
 * Runs bare and product by turns: this class of machine swings by half within minutes, so only
 * neighbours may be compared.
 */
export async function byTurns<B, P>(
  rounds: number,
  runs: { bare: () => Promise<B>; product: () => Promise<P> },
): Promise<Pair<B, P>[]> {
  const pairs: Pair<B, P>[] = []
  for (let round = 0; round < rounds; round++) {
    const bare = await runs.bare()
    pairs.push({ bare, product: await runs.product() })
  }
  return pairs
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length === 0) return Number.NaN
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
