import { setTimeout as pause } from 'node:timers/promises'
import { Latencies } from './latency.ts'

export interface LoadResult {
  /** Answered as they should be. */
  done: number
  failed: number
  seconds: number
  /** Of `done`, per second. */
  rate: number
  latencies: Latencies
}

/**
 * Closed loop: each client sends its next request when it has the answer to the last. What is under
 * way at the end is waited for and counted, as is the time that it takes.
 */
export async function closedLoop(options: {
  clients: number
  seconds: number
  send: (client: number) => Promise<boolean>
}): Promise<LoadResult> {
  const latencies = new Latencies()
  const started = performance.now()
  const deadline = started + options.seconds * 1000
  let failed = 0
  const client = async (index: number) => {
    for (let now = performance.now(); now < deadline;) {
      const isRight = await options.send(index)
      const answered = performance.now()
      if (isRight) latencies.add(answered - now)
      else failed++
      now = answered
    }
  }
  await Promise.all(Array.from({ length: options.clients }, (_, index) => client(index)))
  return resultOf(latencies, { failed, started })
}

/**
 * Open loop: requests leave at their appointed time whether or not earlier ones were answered, and
 * the latency counts from that time, so that a stall is felt by all that it delays.
 */
export async function openLoop(options: {
  perSecond: number
  seconds: number
  send: (appointed: number) => Promise<boolean>
}): Promise<LoadResult> {
  const latencies = new Latencies()
  const started = performance.now()
  let failed = 0
  const underWay: Promise<void>[] = []
  const total = Math.round(options.perSecond * options.seconds)
  for (let n = 0; n < total; n++) {
    const appointed = started + (n * 1000) / options.perSecond
    const early = appointed - performance.now()
    if (early > 0) await pause(early)
    underWay.push(
      options.send(appointed).then((isRight) => {
        if (isRight) latencies.add(performance.now() - appointed)
        else failed++
      }),
    )
  }
  await Promise.all(underWay)
  return resultOf(latencies, { failed, started })
}

function resultOf(
  latencies: Latencies,
  { failed, started }: { failed: number; started: number },
): LoadResult {
  const seconds = (performance.now() - started) / 1000
  return { done: latencies.count, failed, seconds, rate: latencies.count / seconds, latencies }
}
