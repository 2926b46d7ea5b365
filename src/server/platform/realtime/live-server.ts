import type { Server as HttpServer } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { inArray } from 'drizzle-orm'
import { Server, type Socket } from 'socket.io'
import type { StoredEvent } from '../../../shared/events.ts'
import { isId, type SessionId, type UserId, type WorkspaceId } from '../../../shared/ids.ts'
import { ROLES, type Role } from '../../../shared/permissions.ts'
import { workspaceCounters } from '../../schema/index.ts'
import type { SystemDb } from '../db/system-db.ts'
import type { WorkspaceDbFactory } from '../db/workspace-db.ts'
import type { Logger } from '../log/index.ts'
import { envelopeFor } from './envelope.ts'
import { CATCH_UP_LIMIT, eventsAfter, headOf } from './event-log.ts'
import { WorkspaceFeed } from './feed.ts'

/** Who a socket is; from its cookie and the database, never from what it says. */
export interface LiveIdentity {
  userId: UserId
  sessionId: SessionId
  workspaceId: WorkspaceId
  role: Role
}

export interface LiveServices {
  systemDb: SystemDb
  workspaceDb: WorkspaceDbFactory
  log: Logger
  /** The member behind the handshake's cookie in this workspace, or null. */
  identify(handshake: {
    cookie: string | undefined
    origin: string | undefined
    host: string | undefined
    workspaceId: WorkspaceId
  }): Promise<LiveIdentity | null>
  /** Those of these identities whose session, user or membership has ended; the very objects. */
  ended(identities: LiveIdentity[]): Promise<Set<LiveIdentity>>
  /** Wakes other processes; without Redis they see the commit at their next poll. */
  wakeOthers(workspaceId: WorkspaceId, seq: number): void
}

interface SocketData {
  identity: LiveIdentity
}

type LiveSocket = Socket<
  Record<string, never>,
  Record<string, (payload: unknown) => void>,
  Record<string, never>,
  SocketData
>

const POLL_MS = 1_000
const HEARTBEAT_MS = 20_000
/** A client that does not read is cut off: it comes back and catches up from its own position. */
const MAX_BUFFERED_BYTES = 1_000_000

/** How long a browser has to take its leave when the process stops. */
const GOODBYE_MS = 500

const roomOf = (workspaceId: WorkspaceId, role: Role) => `${workspaceId}:${role}`

/**
 * Pushes each workspace's events to its members. A socket only hints: the log is the truth, and the
 * same range arithmetic serves live, after a cut, and between processes.
 */
export class LiveServer {
  private readonly io: Server
  private readonly services: LiveServices
  private readonly feeds = new Map<WorkspaceId, WorkspaceFeed>()
  private readonly opening = new Map<WorkspaceId, Promise<WorkspaceFeed>>()
  private readonly timers: NodeJS.Timeout[] = []

  constructor(services: LiveServices) {
    this.services = services
    this.io = new Server({
      path: '/rt',
      serveClient: false,
      maxHttpBufferSize: 100_000,
      transports: ['websocket', 'polling'],
      // Same origin only; `identify` compares Origin and Host for both transports.
      cors: { origin: false },
    })
    this.io.use((socket, next) => void this.admit(socket as LiveSocket, next))
    this.io.on('connection', (socket) => void this.welcome(socket as LiveSocket))
  }

  attach(server: HttpServer): void {
    this.io.attach(server)
    this.timers.push(
      setInterval(() => void this.poll(), POLL_MS),
      setInterval(() => this.heartbeat(), HEARTBEAT_MS),
    )
  }

  /** Ends all connections: browsers go on at another process. The HTTP server stays its owner's to close. */
  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer)
    const webSockets = this.sockets().flatMap((socket) => webSocketOf(socket) ?? [])
    const ends = webSockets.map(
      (webSocket) => new Promise<void>((resolve) => webSocket.once('close', resolve)),
    )
    // Its promise also waits for the HTTP server, and so for the slowest download.
    void this.io.close()
    await Promise.race([Promise.all(ends), delay(GOODBYE_MS)])
    for (const webSocket of webSockets) webSocket.terminate()
  }

  get clientCount(): number {
    return this.io.engine?.clientsCount ?? 0
  }

  /** Events that this process committed. */
  committed(workspaceId: WorkspaceId, events: StoredEvent[]): void {
    this.feeds.get(workspaceId)?.committed(events)
    const last = events.at(-1)
    if (last) this.services.wakeOthers(workspaceId, last.seq)
  }

  /** Another process committed up to here. */
  woken(workspaceId: WorkspaceId, seq: number): void {
    this.feeds.get(workspaceId)?.sawHead(seq)
  }

  private async admit(socket: LiveSocket, next: (error?: Error) => void): Promise<void> {
    try {
      const { workspaceId } = socket.handshake.auth as { workspaceId?: unknown }
      const { cookie, origin, host } = socket.handshake.headers
      const identity = isId('workspace', workspaceId)
        ? await this.services.identify({ cookie, origin, host, workspaceId })
        : null
      if (!identity) return next(new Error('UNAUTHENTICATED'))
      socket.data.identity = identity
      return next()
    } catch (error) {
      this.services.log.warn({ evt: 'live.admit_failed', err: error })
      return next(new Error('UNAVAILABLE'))
    }
  }

  /**
   * First what the client missed, then the room. Events that come in between are held by nobody, so
   * the catch-up ends at the feed's own position, and the room is joined in the same tick.
   */
  private async welcome(socket: LiveSocket): Promise<void> {
    const { workspaceId, role } = socket.data.identity
    try {
      const feed = await this.feedOf(workspaceId)
      let position = Number((socket.handshake.auth as { after?: unknown }).after)
      // It may come from a process that was ahead of this one.
      if (position > feed.head) await feed.catchUp()
      if (!isWithinReach(position, feed.head)) {
        position = feed.head
        socket.emit('reset', { seq: position })
      }
      while (position < feed.head) {
        // Not beyond the feed's own position: what is committed there already, the room will hear.
        const missed = await eventsAfter(
          this.services.workspaceDb(workspaceId),
          position,
          feed.head - position,
        )
        const envelope = envelopeFor(role, missed)
        if (!envelope) break
        socket.emit('envelope', envelope)
        position = envelope.to
      }
      await socket.join(roomOf(workspaceId, role))
      socket.emit('head', { seq: feed.head })
    } catch (error) {
      this.services.log.warn({ evt: 'live.welcome_failed', err: error })
      cut(socket)
    }
  }

  private feedOf(workspaceId: WorkspaceId): Promise<WorkspaceFeed> {
    const known = this.feeds.get(workspaceId)
    if (known) return Promise.resolve(known)
    const opening = this.opening.get(workspaceId) ?? this.openFeed(workspaceId)
    this.opening.set(workspaceId, opening)
    return opening.finally(() => this.opening.delete(workspaceId))
  }

  private async openFeed(workspaceId: WorkspaceId): Promise<WorkspaceFeed> {
    const db = this.services.workspaceDb(workspaceId)
    const feed = new WorkspaceFeed({
      db,
      startAfter: await headOf(db),
      deliver: (events) => this.broadcast(workspaceId, events),
      onError: (error) => this.services.log.warn({ evt: 'live.feed_failed', err: error }),
    })
    this.feeds.set(workspaceId, feed)
    await feed.catchUp()
    return feed
  }

  private broadcast(workspaceId: WorkspaceId, events: StoredEvent[]): void {
    for (const role of ROLES) {
      const room = this.io.sockets.adapter.rooms.get(roomOf(workspaceId, role))
      if (!room) continue
      const envelope = envelopeFor(role, events)
      if (envelope) this.io.to(roomOf(workspaceId, role)).emit('envelope', envelope)
    }
  }

  /** Sees other processes' commits where nothing wakes us, and ends what may no longer listen. */
  private async poll(): Promise<void> {
    try {
      this.dropIdleFeeds()
      const ids = [...this.feeds.keys()]
      if (ids.length === 0) return
      const heads = await this.services
        .systemDb('event-heads')
        .select({ id: workspaceCounters.workspaceId, seq: workspaceCounters.eventSeq })
        .from(workspaceCounters)
        .where(inArray(workspaceCounters.workspaceId, ids))
      for (const head of heads) this.feeds.get(head.id)?.sawHead(head.seq)
      await this.endRevoked()
      this.cutSlow()
    } catch (error) {
      this.services.log.warn({ evt: 'live.poll_failed', err: error })
    }
  }

  private dropIdleFeeds(): void {
    const inUse = new Set(this.sockets().map((socket) => socket.data.identity?.workspaceId))
    for (const workspaceId of this.feeds.keys()) if (!inUse.has(workspaceId)) this.feeds.delete(workspaceId)
  }

  private async endRevoked(): Promise<void> {
    const sockets = this.sockets()
    if (sockets.length === 0) return
    const ended = await this.services.ended(sockets.map((socket) => socket.data.identity))
    for (const socket of sockets) {
      if (!ended.has(socket.data.identity)) continue
      socket.emit('access_revoked', {})
      socket.disconnect(true)
    }
  }

  private cutSlow(): void {
    for (const socket of this.sockets())
      if ((webSocketOf(socket)?.bufferedAmount ?? 0) > MAX_BUFFERED_BYTES) cut(socket)
  }

  private heartbeat(): void {
    for (const socket of this.sockets()) {
      const feed = this.feeds.get(socket.data.identity.workspaceId)
      if (feed) socket.emit('head', { seq: feed.head })
    }
  }

  private sockets(): LiveSocket[] {
    return [...this.io.sockets.sockets.values()]
  }
}

/** Whether what a client missed can be replayed from what it says to know. */
function isWithinReach(position: number, head: number): boolean {
  return (
    Number.isSafeInteger(position) && position >= 0 && position <= head && head - position <= CATCH_UP_LIMIT
  )
}

interface WebSocketLike {
  bufferedAmount: number
  terminate(): void
  once(event: 'close', listener: () => void): void
}

/** The connection under a socket, unless it polls. */
function webSocketOf(socket: LiveSocket): WebSocketLike | undefined {
  return (socket.conn.transport as { socket?: WebSocketLike }).socket
}

/**
 * Ends the transport without a goodbye, which would wait behind all that is not read, and which
 * Socket.IO's client takes as an order to stay away. So it comes back and catches up.
 */
function cut(socket: LiveSocket): void {
  const webSocket = webSocketOf(socket)
  if (webSocket) webSocket.terminate()
  else socket.conn.close(true)
}
