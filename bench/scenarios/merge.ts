import * as lit from '../../src/server/platform/db/literals.ts'
import { newId, type ContactId } from '../../src/shared/ids.ts'
import { Latencies } from '../load/latency.ts'
import { count, ms } from '../report.ts'
import { loadThread } from '../stock/conversations.ts'
import type { ListStock } from '../stock/lists.ts'
import type { Bench } from '../world.ts'

const TARGET_MS = 2_000
const ROUNDS = 5

/** Two contacts with long threads become one, and two again. */
export async function merge(bench: Bench, stock: ListStock): Promise<void> {
  const { report, isQuick } = bench
  const messages = isQuick ? 1_000 : 10_000
  report.begin('merge', `contacts with ${count(messages)} messages each`)
  const { contacts } = stock.browser.api
  const [merged, undone] = [new Latencies(), new Latencies()]
  for (let round = 0; round < ROUNDS; round++) {
    const winnerId = await withThread(bench, { stock, messages, name: `Regina ${round}` })
    const loserId = await withThread(bench, { stock, messages, name: `Gina ${round}` })
    const { mergeId } = await timed(merged, () => contacts.merge.mutate({ winnerId, loserId }))
    await timed(undone, () => contacts.undoMerge.mutate({ mergeId }))
  }
  for (const [what, latencies] of [
    ['merge', merged],
    ['undo of the merge', undone],
  ] as const)
    report.target({
      what,
      measured: `slowest of ${ROUNDS} ${ms(latencies.percentile(100))} (p50 ${ms(latencies.percentile(50))})`,
      target: `≤ ${TARGET_MS} ms`,
      isMet: latencies.percentile(100) <= TARGET_MS,
    })
}

async function withThread(
  { world }: Bench,
  { stock, messages, name }: { stock: ListStock; messages: number; name: string },
): Promise<ContactId> {
  const { id } = await stock.browser.api.contacts.create.mutate({ name })
  await loadThread(world, {
    workspaceId: stock.workspaceId,
    channelId: newId('channel'),
    agents: stock.agents,
    contact: lit.id(id),
    messages,
    number: 100_000_000 + Math.floor(Math.random() * 100_000_000),
    from: Date.now() - 365 * 86_400_000,
  })
  return id
}

async function timed<T>(latencies: Latencies, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const answer = await work()
  latencies.add(performance.now() - started)
  return answer
}
