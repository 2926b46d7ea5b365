import { proto } from 'baileys'
import type { Accounts } from '../world/accounts.ts'
import { jidOf, seconds } from '../world/jids.ts'
import type { Account, PastChat, PastMessage } from '../types.ts'
import { newMessageId } from './message-id.ts'

const { HistorySyncType } = proto.HistorySync
const { Status } = proto.WebMessageInfo

/** The newest messages come with the first chunk, older ones with the second. */
const BOOTSTRAP_MESSAGES = 5

/** First chunk: every chat with its newest messages, and the LIDs of its people. */
export function bootstrapHistory(account: Account, accounts: Accounts): proto.IHistorySync {
  return {
    syncType: HistorySyncType.INITIAL_BOOTSTRAP,
    chunkOrder: 1,
    progress: 50,
    conversations: account.history.map((chat) =>
      conversation(chat, { accounts, messages: chat.messages.slice(-BOOTSTRAP_MESSAGES) }),
    ),
    phoneNumberToLidMappings: account.history.map((chat) => {
      const peer = peerOf(chat, accounts)
      return { pnJid: jidOf(peer, 'pn'), lidJid: jidOf(peer, 'lid') }
    }),
  }
}

/** Second and last chunk: what the first left out; none without it. */
export function recentHistory(account: Account, accounts: Accounts): proto.IHistorySync | undefined {
  const longer = account.history.filter(({ messages }) => messages.length > BOOTSTRAP_MESSAGES)
  if (longer.length === 0) return undefined
  return {
    syncType: HistorySyncType.RECENT,
    chunkOrder: 2,
    progress: 100,
    conversations: longer.map((chat) =>
      conversation(chat, { accounts, messages: chat.messages.slice(0, -BOOTSTRAP_MESSAGES) }),
    ),
  }
}

function conversation(
  chat: PastChat,
  { accounts, messages }: { accounts: Accounts; messages: PastMessage[] },
): proto.IConversation {
  const peer = peerOf(chat, accounts)
  const id = jidOf(peer, peer.addressing)
  return {
    id,
    name: peer.name,
    pnJid: jidOf(peer, 'pn'),
    lidJid: jidOf(peer, 'lid'),
    conversationTimestamp: Number(seconds(messages.at(-1)?.at ?? 0)),
    // Phones list the newest first.
    messages: messages.toReversed().map((message) => ({ message: webMessage(id, message) })),
  }
}

function webMessage(remoteJid: string, past: PastMessage): proto.IWebMessageInfo {
  const fromMe = past.isFromMe ?? false
  past.id ??= newMessageId()
  return {
    key: { remoteJid, fromMe, id: past.id },
    message: { conversation: past.text },
    messageTimestamp: Number(seconds(past.at)),
    status: fromMe ? Status.READ : Status.DELIVERY_ACK,
  }
}

function peerOf(chat: PastChat, accounts: Accounts): Account {
  return accounts.upsert(chat.with)
}
