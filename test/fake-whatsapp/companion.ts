import {
  initAuthCreds,
  makeWASocket,
  type AuthenticationState,
  type BaileysEventMap,
  type BinaryNode,
  type ConnectionState,
  type proto,
  type SignalDataTypeMap,
  type UserFacingSocketConfig,
  type WAMessage,
  type WASocket,
} from 'baileys'

/** Long enough for a busy machine; nothing waits that long when all is well. */
const WAIT_MS = 15_000

type Upsert = BaileysEventMap['messages.upsert']

/** Real Baileys with everything in memory, as a linked device of the tests. */
export class Companion {
  readonly upserts: Upsert[] = []
  readonly updates: BaileysEventMap['messages.update'] = []
  readonly closes: number[] = []
  readonly histories: BaileysEventMap['messaging-history.set'][] = []
  qr: string | undefined
  connection: ConnectionState['connection'] | undefined
  socket: WASocket
  readonly auth: AuthenticationState
  /** Ids of own messages that the server took. */
  readonly acks: string[] = []
  /**
   * Error codes by id of own messages that the server refused. Read from the stanza: Baileys may hold its
   * event back for 30 s, until the next stanza comes or its buffer's time is up.
   */
  readonly refusals: Record<string, string> = {}
  /** Ids of own messages that a phone asked for again. */
  readonly retriesAsked: string[] = []
  readonly options: Partial<UserFacingSocketConfig>
  readonly #url: string
  readonly #sentMessages = new Map<string, proto.IMessage>()
  readonly #waiters = new Set<() => void>()

  constructor(url: string, options: Partial<UserFacingSocketConfig> = {}) {
    this.#url = url
    this.options = options
    this.auth = options.auth ?? inMemoryAuth()
    this.socket = this.#connect()
  }

  /** A new socket with the same credentials. */
  reconnect(): void {
    this.connection = undefined
    this.socket = this.#connect()
  }

  /** Waits until `find` finds something. @throws Error when it never does. */
  async until<T>(find: (companion: this) => T | undefined | false, what = String(find)): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Never came: ${what}`)), WAIT_MS)
      const look = () => {
        const found = find(this)
        if (found === undefined || found === false) return
        clearTimeout(timer)
        this.#waiters.delete(look)
        resolve(found)
      }
      this.#waiters.add(look)
      look()
    })
  }

  /** The message with this id as soon as it came with content. */
  message(id: string): Promise<WAMessage> {
    return this.until(
      () => this.messages().find(({ key, message }) => key.id === id && message),
      `message ${id}`,
    )
  }

  messages(): WAMessage[] {
    return this.upserts.flatMap(({ messages }) => messages)
  }

  /** The highest status announced of an own message; one that is folded into its upsert counts too. */
  statusOf(id: string | null | undefined): number {
    const folded = this.messages().filter(({ key }) => key.id === id)
    const updates = this.updates.filter(({ key }) => key.id === id).map(({ update }) => update)
    return Math.max(0, ...[...folded, ...updates].map(({ status }) => status ?? 0))
  }

  opened(): Promise<boolean> {
    return this.until(() => this.connection === 'open', 'an open connection')
  }

  /** The socket goes; the server keeps what comes meanwhile. */
  async disconnect(): Promise<void> {
    await this.socket.end(undefined)
  }

  async end(): Promise<void> {
    this.#isEnded = true
    await this.socket.end(undefined)
  }

  #isEnded = false

  #connect(): WASocket {
    const socket = makeWASocket({
      waWebSocketUrl: this.#url,
      logger: silentLogger,
      markOnlineOnConnect: false,
      getMessage: (key) => Promise.resolve(this.#sentMessages.get(key.id ?? '')),
      ...this.options,
      auth: this.auth,
    })
    socket.ws.on('CB:ack,class:message', (ack: BinaryNode) => this.#takeAck(ack))
    socket.ws.on('CB:receipt,type:retry', (receipt: BinaryNode) => this.#note(this.retriesAsked, receipt))
    const record = <Name extends keyof BaileysEventMap>(
      name: Name,
      take: (event: BaileysEventMap[Name]) => void,
    ) =>
      socket.ev.on(name, (event) => {
        take(event)
        this.#look()
      })
    record('creds.update', (update) => Object.assign(this.auth.creds, update))
    record('messages.upsert', (upsert) => this.#take(upsert))
    record('messages.update', (updates) => this.updates.push(...updates))
    record('messaging-history.set', (history) => this.histories.push(history))
    record('connection.update', (update) => this.#follow(update))
    return socket
  }

  #takeAck(ack: BinaryNode): void {
    const { id = '', error } = ack.attrs
    if (error === undefined) return this.#note(this.acks, ack)
    this.refusals[id] = error
    this.#look()
  }

  #note(ids: string[], stanza: BinaryNode): void {
    ids.push(String(stanza.attrs['id']))
    this.#look()
  }

  #look(): void {
    for (const look of this.#waiters) look()
  }

  #take(upsert: Upsert): void {
    this.upserts.push(upsert)
    for (const { key, message } of upsert.messages) {
      if (key.fromMe && key.id && message) this.#sentMessages.set(key.id, message)
    }
  }

  #follow({ connection, qr, lastDisconnect }: Partial<ConnectionState>): void {
    if (qr) this.qr = qr
    if (connection) this.connection = connection
    if (connection !== 'close' || this.#isEnded) return
    const { output } = (lastDisconnect?.error ?? {}) as { output?: { statusCode: number } }
    const code = output?.statusCode ?? 0
    this.closes.push(code)
    if (code === 515) this.reconnect()
  }
}

function inMemoryAuth(): AuthenticationState {
  const stored = new Map<string, unknown>()
  return {
    creds: initAuthCreds(),
    keys: {
      get: <Type extends keyof SignalDataTypeMap>(type: Type, ids: string[]) =>
        Object.fromEntries(
          ids.flatMap((id) => {
            const value = stored.get(`${type}|${id}`)
            return value === undefined ? [] : [[id, value as SignalDataTypeMap[Type]]]
          }),
        ),
      set: (data) => {
        for (const [type, byId] of Object.entries(data)) {
          for (const [id, value] of Object.entries(byId)) {
            if (value === null) stored.delete(`${type}|${id}`)
            else stored.set(`${type}|${id}`, value)
          }
        }
      },
    },
  }
}

const silence = () => undefined

// The Signal library prints sessions, with their keys, whenever one replaces another.
console.info = silence
console.warn = silence
console.error = silence

const silentLogger: NonNullable<UserFacingSocketConfig['logger']> = {
  level: 'silent',
  child: () => silentLogger,
  trace: silence,
  debug: silence,
  info: silence,
  warn: process.env['FAKE_WHATSAPP_LOG'] ? console.log : silence,
  error: process.env['FAKE_WHATSAPP_LOG'] ? console.log : silence,
}
