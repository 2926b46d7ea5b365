import type { ChannelId } from '../../../shared/ids.ts'
import type { Party } from '../../adapters/contract/index.ts'
import type { ThreadRef } from './entry.ts'
import { aliasKeyOf } from './resolve-threads.ts'

const CAPACITY = 200_000

/**
 * Address → thread and contact, which never change once known. What does change (the open
 * conversation, counters, ranks) is never kept in memory.
 */
export class ThreadCache {
  private readonly entries = new Map<string, ThreadRef>()

  /** The party's thread, where every one of its addresses is known to lead to the same one. */
  find(channelId: ChannelId, party: Party): ThreadRef | undefined {
    let found: ThreadRef | undefined
    for (const identity of party.identities) {
      const entry = this.entries.get(`${channelId}|${aliasKeyOf(identity)}`)
      if (!entry || (found && found.threadId !== entry.threadId)) return undefined
      found = entry
    }
    return found
  }

  remember(channelId: ChannelId, party: Party, thread: ThreadRef): void {
    for (const identity of party.identities) {
      if (this.entries.size >= CAPACITY) this.dropOldest()
      this.entries.set(`${channelId}|${aliasKeyOf(identity)}`, thread)
    }
  }

  forget(channelId: ChannelId, party: Pick<Party, 'identities'>): void {
    for (const identity of party.identities) this.entries.delete(`${channelId}|${aliasKeyOf(identity)}`)
  }

  private dropOldest(): void {
    const oldest = this.entries.keys().next().value
    if (oldest !== undefined) this.entries.delete(oldest)
  }
}
