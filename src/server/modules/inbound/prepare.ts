import type { ChannelKind } from '../../../shared/channels.ts'
import type { IdentityChangedFact, InboundFact, AdapterChannel } from '../../adapters/contract/index.ts'
import type { WorkspaceDbFactory, WorkspaceTx } from '../../platform/db/workspace-db.ts'
import { changeIdentity } from './change-identity.ts'
import type { InboundChannel, InboundItem, PlainFact, ReadyItem, ThreadedFact } from './entry.ts'
import { resolveThread } from './resolve-threads.ts'
import type { ThreadCache } from './thread-cache.ts'

/** Pure meaning of an item, by kind of channel. */
export type Normalise = (kind: ChannelKind, item: unknown, channel: AdapterChannel) => InboundFact[]

export interface PreparedItem {
  item: InboundItem
  facts: InboundFact[]
  receiptId: number | null
}

/** The item with its threads filled in from memory, or undefined where the database must be asked. */
export function readyFromCache(prepared: PreparedItem, cache: ThreadCache): ReadyItem | undefined {
  const threaded: ThreadedFact[] = []
  const plain: PlainFact[] = []
  for (const fact of prepared.facts) {
    if (fact.kind === 'identity_changed') return undefined
    if (fact.kind === 'unreadable') continue
    if (fact.kind !== 'message' && fact.kind !== 'reaction') {
      plain.push(fact)
      continue
    }
    const thread = cache.find(prepared.item.channel.channelId, fact.party)
    if (!thread) return undefined
    threaded.push({ ...fact, thread })
  }
  return {
    ...prepared.item,
    threaded,
    plain,
    unreadable: unreadableOf(prepared.facts),
    receiptId: prepared.receiptId,
  }
}

/**
 * Finds or creates the item's threads in a short transaction of its own, before the batch. Repeating
 * it is harmless: addresses are unique.
 */
export async function readyFromDatabase(
  prepared: PreparedItem,
  services: { workspaceDb: WorkspaceDbFactory; cache: ThreadCache },
): Promise<ReadyItem> {
  const { channel } = prepared.item
  return services.workspaceDb(channel.workspaceId).tx(async (tx) => {
    const threaded: ThreadedFact[] = []
    const plain: PlainFact[] = []
    for (const fact of prepared.facts) {
      if (fact.kind === 'identity_changed') await applyChange(tx, fact, { channel, cache: services.cache })
      else if (fact.kind === 'message' || fact.kind === 'reaction') {
        const thread = await resolveThread(tx, { channelId: channel.channelId, party: fact.party })
        tx.afterCommit(() => services.cache.remember(channel.channelId, fact.party, thread))
        threaded.push({ ...fact, thread })
      } else if (fact.kind !== 'unreadable') plain.push(fact)
    }
    return {
      ...prepared.item,
      threaded,
      plain,
      unreadable: unreadableOf(prepared.facts),
      receiptId: prepared.receiptId,
    }
  })
}

function unreadableOf(facts: InboundFact[]): string | null {
  return facts.find((fact) => fact.kind === 'unreadable')?.reason ?? null
}

async function applyChange(
  tx: WorkspaceTx,
  fact: IdentityChangedFact,
  { channel, cache }: { channel: InboundChannel; cache: ThreadCache },
): Promise<void> {
  await changeIdentity(tx, channel, fact)
  cache.forget(channel.channelId, { identities: [...fact.previous, ...fact.current] })
}
