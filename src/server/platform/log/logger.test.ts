import { describe, expect, it } from 'vitest'
import { createLogger, type Logger } from './index.ts'

const makeLogger = (level = 'trace') => {
  const lines: string[] = []
  const log = createLogger({ level, destination: { write: (line: string) => void lines.push(line) } })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> }
}

/** Secrets by their shape: they are hidden wherever they stand. */
const SHAPED = {
  metaToken: 'EAAGm0PX4ZCpsBAcanaryZB9ZAcanaryZD',
  instagramToken: 'IGQVJcanaryXcanaryXcanary',
  bearer: 'Bearer canary-abcdef.0123456789',
  basic: 'Basic Y2FuYXJ5OmNhbmFyeQ==',
  stripeKey: 'sk_live_canary0123456789',
  webhookSecret: 'whsec_canary0123456789',
  openAiKey: 'sk-canary-0123456789abcdef',
  apiKey: 'crm_0123456789abcdefghjkmnpqrs_canaryCanaryCanaryCanary',
  jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOjF9.canaryCanary_canary',
  bcrypt: '$2b$12$C6UzMDM.H6dfI/f/IKcEeO7ZDBo8H3GBbUHoIeMPvYsLhB.Z7i7uy',
  sealed: 'v1.k1.AAAAAAAAAAAAAAAA.Y2FuYXJ5.AAAAAAAAAAAAAAAAAAAAAA',
  databaseUrl: 'mysql://crm:canary@db',
  sessionCookie: 'sid=canary0123456789canary',
  hostCookie: '__Host-sid=canary0123456789canary',
  masterKey: 'Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2E=',
  phone: '+593991234567',
  jid: '593991234567:12@s.whatsapp.net',
}

/** Secrets that only their names tell. */
const NAMED = [
  'password',
  'passwd',
  'currentPassword',
  'passphrase',
  'secret',
  'appSecret',
  'client_secret',
  'token',
  'accessToken',
  'access_token',
  'refresh-token',
  'verify_tokens',
  'authorization',
  'Authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'Cookie',
  'credentials',
  'apiKey',
  'x-api-key',
  'privateKey',
  'DATA_ENCRYPTION_KEY',
  'key',
  'x-hub-signature-256',
  'appsecret_proof',
  'otp',
  'totp',
  'recoveryCode',
  'sessionId',
  'sid',
  'DATABASE_URL',
  'redisUrl',
  'SMTP_URL',
  'phone',
  'phoneNumber',
  'contactPhone',
  'display_phone_number',
  'wa_id',
  'waId',
  'msisdn',
  'mobile',
  'remoteJid',
  'email',
  'userEmail',
  'ipAddress',
  'from',
  'to',
  'recipient',
  'text',
  'body',
  'rawBody',
  'caption',
  'content',
  'html',
  'subject',
  'preview',
  'note',
  'message',
  'payload',
]

const PLACES: Record<string, (log: Logger, secret: string) => void> = {
  'a message': (log, secret) => log.info(`before ${secret} after`),
  'an argument of a message': (log, secret) => log.info('before %s after', secret),
  'an object among the arguments': (log, secret) => log.info('before %o after', { a: [secret] }),
  'a value': (log, secret) => log.info({ evt: 'x', value: secret }),
  'a key': (log, secret) => log.info({ [secret]: 1 }),
  'a value far within': (log, secret) => log.info({ a: { b: [{ c: `x ${secret}` }] } }),
  'a message beside an object': (log, secret) => log.warn({ evt: 'x' }, secret),
  'an error': (log, secret) => log.error(new Error(`failed with ${secret}`)),
  'an error under err': (log, secret) => log.error({ err: new Error(`failed with ${secret}`) }),
  'the cause of an error': (log, secret) =>
    log.error({ err: new Error('failed', { cause: new Error(secret) }) }),
  'an error of another name': (log, secret) => log.error({ failure: new Error(secret) }),
  'the fields of an error': (log, secret) =>
    log.error(Object.assign(new Error('failed'), { sql: secret, request: { headers: { a: secret } } })),
  'the code of an error': (log, secret) => log.error(Object.assign(new Error('failed'), { code: secret })),
  'the bindings of a child': (log, secret) => log.child({ value: secret, a: { b: secret } }).info('x'),
  'a child of a child': (log, secret) =>
    log.child({ requestId: '1' }).child({ value: secret }).info({ other: secret }, secret),
  'a text of several lines': (log, secret) => log.info({ value: `one\n${secret}\ttwo\u0001${secret}` }),
  'a URL': (log, secret) => log.info({ url: new URL(`https://example.com/?a=${secret}`) }),
  'an object with toJSON': (log, secret) => log.info({ a: { toJSON: () => ({ b: secret }) } }),
}

describe.each(Object.entries(PLACES))('in %s', (_, plant) => {
  it.each(Object.entries(SHAPED))('a %s is hidden by its shape', (_name, secret) => {
    const { log, lines, last } = makeLogger()
    plant(log, secret)
    expect(lines).toHaveLength(1)
    expect(last()).toHaveProperty('level')
    expect(lines[0]).not.toContain(secret)
    // Of what is written with percent signs in a URL, no tell-tale part is left either.
    expect(lines[0]).not.toMatch(/canary|Y2FuYXJ5|99123/i)
  })
})

describe('by its name', () => {
  it.each(NAMED)('%s is hidden, as text, number or object, at any depth and in children', (name) => {
    const { log, lines } = makeLogger()
    log.info({ [name]: 'c4n4ry' })
    log.info({ a: [{ b: { [name]: 'c4n4ry' } }] })
    log.info({ [name]: { inner: ['c4n4ry'] } })
    log.info({ [name]: 44_044_044 })
    log.child({ [name]: 'c4n4ry' }).info('x')
    log.info('%j', { [name]: 'c4n4ry' })
    expect(lines).toHaveLength(6)
    expect(lines.join('')).not.toMatch(/c4n4ry|44044044/)
  })

  it.each([
    'https://graph.example/me?access_token=c4n4ry&fields=id',
    'https://graph.example/me?appsecret_proof=c4n4ry',
    '{"password":"c4n4ry","a":1}',
    'password: c4n4ry',
    'client_secret=c4n4ry; other',
    JSON.stringify(JSON.stringify({ accessToken: 'a', app_secret: 'c4n4ry' })),
  ])('a secret is hidden within a text: %s', (text) => {
    const { log, lines } = makeLogger()
    log.info({ detail: text })
    log.info(text)
    log.error(new Error(text))
    expect(lines).toHaveLength(3)
    expect(lines.join('')).not.toContain('c4n4ry')
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow()
  })
})

describe('the values of a statement', () => {
  it('are left out of the errors of the database', () => {
    const { log, lines } = makeLogger()
    const driver = Object.assign(new Error("Duplicate entry 'ana@c4n4ry.ec-x' for key 'users.email'"), {
      errno: 1062,
      sql: "insert into users values ('c4n4ry')",
    })
    log.error({ err: new Error('Failed query: insert into users\nparams: c4n4ry,1', { cause: driver }) })
    log.error(driver)
    expect(lines.join('')).not.toContain('c4n4ry')
    expect(lines.join('')).toContain('Failed query: insert into users')
    expect(lines.join('')).toContain('1062')
  })
})

describe('what is not secret', () => {
  it('is logged as it is', () => {
    const { log, last } = makeLogger()
    const facts = {
      evt: 'outbox.sent',
      workspaceId: 'wsp_01hv',
      requestId: 'req_1',
      channelId: 'cha_1',
      phone_number_id: '106540352242922',
      ms: 12.5,
      isDuplicate: false,
      tokenCount: 3,
      contentType: 'image/png',
      'content-length': '12',
      path: '/api/v1/contacts',
      at: new Date(0),
      nothing: null,
      list: ['a', 1],
      hasPassword: true,
    }
    log.child({ jobId: '7' }).info(facts, 'sent')
    expect(last()).toMatchObject({
      ...facts,
      at: '1970-01-01T00:00:00.000Z',
      jobId: '7',
      level: 'info',
      msg: 'sent',
      time: expect.stringMatching(/^\d{4}-/),
    })
  })

  it('tells of an error its type, code, message, stack and cause', () => {
    const { log, last } = makeLogger()
    log.error({
      err: Object.assign(new TypeError('it broke', { cause: new RangeError('deep') }), { code: 'E_BROKEN' }),
    })
    expect(last()).toMatchObject({
      msg: 'it broke',
      err: {
        type: 'TypeError',
        message: 'it broke',
        code: 'E_BROKEN',
        stack: expect.stringContaining('logger.test'),
        cause: { type: 'RangeError', message: 'deep' },
      },
    })
  })

  it('is skipped below the level', () => {
    const { log, lines } = makeLogger('warn')
    log.info('quiet')
    log.child({ a: 1 }).debug('quiet')
    expect(lines).toEqual([])
  })
})

describe('a value that is too much', () => {
  const circular: Record<string, unknown> = { name: 'loop' }
  circular.self = circular
  const deep = (levels: number): unknown => (levels === 0 ? 'end' : { next: deep(levels - 1) })
  const wide = (levels: number): unknown =>
    levels === 0 ? 1 : Array.from({ length: 30 }, () => wide(levels - 1))

  it.each<[string, unknown]>([
    ['refers to itself', circular],
    ['is deep', deep(1000)],
    ['is wide at every level', wide(4)],
    [
      'has many keys',
      Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, 'x'.repeat(10_000)])),
    ],
    ['is a long text', 'x'.repeat(1_000_000)],
    ['is bytes', Buffer.alloc(1_000_000)],
    ['is a map', new Map([['a', 1]])],
    ['is a bigint', 12n],
    [
      'throws when it is read',
      {
        get broken(): string {
          throw new Error('c4n4ry')
        },
      },
    ],
    [
      'throws when it is turned into JSON',
      {
        toJSON: () => {
          throw new Error('c4n4ry')
        },
      },
    ],
    ['is a function', () => 1],
  ])('and %s becomes a short line', (_, value) => {
    const { log, lines, last } = makeLogger()
    log.info({ evt: 'x', value })
    log.info(typeof value === 'string' ? value : { value }, 'again')
    log.child({ value }).info('x')
    expect(lines).toHaveLength(3)
    expect(last()).toHaveProperty('msg', 'x')
    for (const line of lines) expect(line.length).toBeLessThan(120_000)
    expect(lines.join('')).not.toContain('c4n4ry')
  })

  it('is followed five levels down', () => {
    const { log, lines } = makeLogger()
    log.info({ value: deep(20) })
    expect(lines[0]?.match(/"next"/g)).toHaveLength(4)
    expect(lines[0]).toContain('[deep]')
  })

  it('does not lose a secret at the cut of a long text', () => {
    const { log, lines } = makeLogger()
    for (let offset = 1960; offset < 2010; offset += 1)
      log.info({ value: `${' '.repeat(offset)}${SHAPED.metaToken}` })
    expect(lines.join('')).not.toMatch(/EAAG|canary/)
  })
})
