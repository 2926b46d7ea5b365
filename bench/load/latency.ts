import { createHistogram } from 'node:perf_hooks'

/** Latencies in a histogram of fixed size, exact to three digits however many there are. */
export class Latencies {
  private readonly histogram = createHistogram({ lowest: 1, highest: 60_000_000, figures: 3 })

  add(ms: number): void {
    this.histogram.record(Math.max(1, Math.round(ms * 1000)))
  }

  get count(): number {
    return this.histogram.count
  }

  /** Milliseconds below which this share of all lies. */
  percentile(share: number): number {
    return this.count === 0 ? Number.NaN : this.histogram.percentile(share) / 1000
  }
}
