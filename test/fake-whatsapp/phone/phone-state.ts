import { normalizeMessageContent, proto } from 'baileys'
import type { Account, ThreadMessage } from '../types.ts'
import type { World } from '../world/world.ts'

/** A person without a chat is listed while there are few of them. */
const LISTED_WITHOUT_CHAT = 20
const TYPING_MS = 10_000

/** What the page draws: the phones, and of the chosen one its linked devices, its chats and the chosen chat. */
export function phoneState(world: World, query: URLSearchParams): unknown {
  const accounts = world.accounts.all()
  const account = world.accounts.find(query.get('account') ?? '') ?? accounts[0]
  const peer = world.accounts.find(query.get('peer') ?? '')
  return {
    account: account?.phone,
    phones: accounts.map(({ phone, name }) => ({ id: phone, name, phone: `+${phone}` })),
    awaitsCode: account !== undefined && world.registrations.byPhone(account.phone) !== undefined,
    devices: account?.devices.map(({ id, platform, linkedAt }) => ({ id, platform, linkedAt })) ?? [],
    people: account ? listPeople(world, account) : [],
    messages: account && peer ? chatOf(world, account, peer) : [],
    typingMs: account && peer ? typingMs(world, account, peer) : 0,
  }
}

/** Those with a chat first, the newest on top. */
function listPeople(world: World, account: Account): unknown[] {
  const others = world.accounts.all().filter((other) => other !== account)
  const views = others.map((other) => personView(world, account, other))
  const withChat = views
    .filter(({ last }) => last)
    .sort((one, two) => (two.last?.at ?? 0) - (one.last?.at ?? 0))
  return [...withChat, ...views.filter(({ last }) => !last).slice(0, LISTED_WITHOUT_CHAT)]
}

function personView(world: World, account: Account, other: Account) {
  const thread = world.threads.between(account.phone, other.phone)
  const last = thread.at(-1)
  const unread = thread.filter(({ from, status }) => from === other.phone && !isSeen(status)).length
  const author = last?.from === account.phone ? 'customer' : 'business'
  return {
    id: other.phone,
    name: other.name,
    address: `+${other.phone}`,
    unread,
    ...(last && {
      last: { author, at: last.at, type: last.kind, text: last.isRevoked ? undefined : last.text },
    }),
  }
}

function isSeen(status: ThreadMessage['status']): boolean {
  return status === 'read' || status === 'played'
}

/** The page's bubbles know two sides: `customer`, who holds the phone, and `business`, the other. */
function chatOf(world: World, account: Account, peer: Account): unknown[] {
  return world.threads.between(account.phone, peer.phone).map((message) => ({
    wamid: message.id,
    author: message.from === account.phone ? 'customer' : 'business',
    at: message.at,
    content: contentOf(message, [account.phone, peer.phone, message.id].join('/')),
    quotedWamid: message.quotedId,
    reactions: { customer: message.reactions[account.phone], business: message.reactions[peer.phone] },
    isRevoked: message.isRevoked ?? false,
    isEdited: message.isEdited ?? false,
  }))
}

function contentOf({ kind, text, media, bytes }: ThreadMessage, mediaId: string): unknown {
  const { locationMessage: place, contactMessage: card } =
    normalizeMessageContent(proto.Message.decode(bytes)) ?? {}
  return {
    type: media?.kind === 'voice' ? 'audio' : kind === 'contact' ? 'contacts' : kind,
    text,
    ...(media && { media: { ...media, id: mediaId, isVoice: media.kind === 'voice' } }),
    ...(place && {
      location: { latitude: place.degreesLatitude, longitude: place.degreesLongitude, name: place.name },
    }),
    ...(card && { cards: [{ name: card.displayName, phones: [] }] }),
  }
}

/** A phone shows typing until it stops, a message comes, or some seconds have passed. */
function typingMs(world: World, account: Account, peer: Account): number {
  const note = world.typing
    .all()
    .findLast((typed) => typed.account === peer.phone && typed.to === account.phone)
  const lastMessage = world.threads
    .between(account.phone, peer.phone)
    .findLast(({ from }) => from === peer.phone)
  const isOver = !note || note.state === 'paused' || (lastMessage?.at ?? 0) >= note.at
  return isOver ? 0 : Math.max(0, note.at + TYPING_MS - world.now())
}
