import { asc } from 'drizzle-orm'
import { own, type WorkspaceDb } from '../../src/server/platform/db/workspace-db.ts'
import {
  contacts,
  conversations,
  identities,
  messageReactions,
  messages,
  receipts,
} from '../../src/server/schema/index.ts'

/** What a workspace holds, without ids and times of its own making, so that two can be compared. */
export async function digestOf(db: WorkspaceDb) {
  const [people, addresses, said, reactions, episodes, raw] = await Promise.all([
    db.orm.select().from(contacts).where(own(db, contacts)),
    db.orm.select().from(identities).where(own(db, identities)),
    db.orm.select().from(messages).where(own(db, messages)).orderBy(asc(messages.externalKey)),
    db.orm.select().from(messageReactions).where(own(db, messageReactions)),
    db.orm.select().from(conversations).where(own(db, conversations)),
    db.orm.select().from(receipts).where(own(db, receipts)),
  ])
  return {
    contacts: people.map((person) => person.name).sort(),
    identities: addresses.map((a) => `${a.kind} ${a.value}${a.isCurrent ? '' : ' (past)'}`).sort(),
    messages: said.map((message) => ({
      key: message.externalKey,
      direction: message.direction,
      type: message.type,
      text: message.text,
      status: message.status,
      quoted: message.quotedExternalKey,
      sentAt: message.sentAt.toISOString(),
    })),
    reactions: reactions.map((reaction) => `${reaction.targetExternalKey} ${reaction.emoji ?? '–'}`).sort(),
    conversations: episodes.map(({ status, unreadCount }) => ({ status, unreadCount })),
    failedReceipts: raw.filter((receipt) => receipt.state !== 'done').length,
  }
}
