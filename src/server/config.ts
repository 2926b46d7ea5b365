import { z } from 'zod'

/**
 * Every setting, read once from the environment. The rest of the server never looks at process.env.
 * What each variable means stands in .env.example.
 */
export const ROLES = ['web', 'worker'] as const
export type ProcessRole = (typeof ROLES)[number]

const emptyAsAbsent = (value: unknown) => (value === '' ? undefined : value)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(emptyAsAbsent, schema.optional())
const withDefault = <T extends z.ZodType>(schema: T, fallback: z.input<T>) =>
  z.preprocess((value) => (value === '' || value === undefined ? fallback : value), schema)

const zUrl = z.url().transform((url) => url.replace(/\/+$/, ''))

const Environment = z.object({
  NODE_ENV: withDefault(z.enum(['development', 'production', 'test']), 'development'),
  DATABASE_URL: z
    .string({ error: 'missing: a MySQL address, mysql://user:password@host:3306/database' })
    .regex(/^mysql:\/\/[^/]+\/\w/, { error: 'expected mysql://user:password@host:port/database' }),
  SESSION_SECRET: z
    .string({ error: 'missing: at least 32 random characters, for instance from: openssl rand -base64 48' })
    .min(32, { error: 'too short: at least 32 characters' }),
  DATA_ENCRYPTION_KEY: z.string({
    error: 'missing',
  }),
  REDIS_URL: optional(z.string().regex(/^rediss?:\/\//, { error: 'expected redis://host:port' })),
  PUBLIC_URL: withDefault(zUrl, 'http://127.0.0.1:3000'),
  PORT: withDefault(z.coerce.number().int().min(0).max(65_535), 3000),
  HOST: withDefault(z.string(), '127.0.0.1'),
  TRUST_PROXY_HOPS: withDefault(z.coerce.number().int().min(0).max(5), 0),
  META_APP_ID: optional(z.string()),
  META_APP_SECRET: optional(z.string().min(8)),
  META_WEBHOOK_VERIFY_TOKEN: optional(z.string().min(8)),
  META_GRAPH_URL: withDefault(zUrl, 'https://graph.facebook.com'),
  META_IG_GRAPH_URL: withDefault(zUrl, 'https://graph.instagram.com'),
  META_GRAPH_VERSION: withDefault(z.string().regex(/^v\d+\.\d+$/, { error: 'expected vNN.N' }), 'v26.0'),
  SMTP_URL: optional(z.string().regex(/^smtps?:\/\//, { error: 'expected smtp://user:password@host:587' })),
  MAIL_FROM: withDefault(
    z
      .string()
      .max(200)
      .regex(/^[^\r\n]*@[^\r\n]*$/, { error: 'expected Name <name@example.com>' }),
    'CRM PRO <crm@localhost>',
  ),
  STORAGE_DIR: withDefault(z.string(), '.data/media'),
  SAFE_FETCH_ALLOW_CIDRS: optional(z.string()),
  SEND_HOLD_MS: withDefault(z.coerce.number().int().min(500), 120_000),
  LOG_LEVEL: withDefault(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), 'info'),
  ROLES: withDefault(
    z
      .string()
      .transform((text) => text.split(',').map((role) => role.trim()))
      .pipe(z.array(z.enum(ROLES)).min(1)),
    'web,worker',
  ),
  CRASH_AT: optional(z.string()),
  CRM_WEB_DIR: optional(z.string()),
  CRM_MIGRATIONS_DIR: optional(z.string()),
})

export interface Config {
  production: boolean
  databaseUrl: string
  sessionSecret: string
  dataEncryptionKey: string
  redisUrl: string | undefined
  publicUrl: string
  port: number
  host: string
  trustProxyHops: number
  meta: {
    appId: string | undefined
    appSecret: string | undefined
    verifyToken: string | undefined
    graphUrl: string
    igGraphUrl: string
    graphVersion: string
  }
  smtpUrl: string | undefined
  mailFrom: string
  storageDir: string
  safeFetchAllowCidrs: string[]
  sendHoldMs: number
  logLevel: string
  roles: readonly ProcessRole[]
  crashAt: string | undefined
  webDir: string | undefined
  migrationsDir: string | undefined
}

export class ConfigError extends Error {}

const KEY_HELP =
  'DATA_ENCRYPTION_KEY missing: it encrypts the tokens of your channels. Make one with: openssl rand -base64 32'

/** @throws ConfigError with every problem in one message. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = Environment.safeParse(env)
  if (!parsed.success) throw new ConfigError(explain(parsed.error))
  const e = parsed.data
  return Object.freeze({
    production: e.NODE_ENV === 'production',
    databaseUrl: e.DATABASE_URL,
    sessionSecret: e.SESSION_SECRET,
    dataEncryptionKey: e.DATA_ENCRYPTION_KEY,
    redisUrl: e.REDIS_URL,
    publicUrl: e.PUBLIC_URL,
    port: e.PORT,
    host: e.HOST,
    trustProxyHops: e.TRUST_PROXY_HOPS,
    meta: {
      appId: e.META_APP_ID,
      appSecret: e.META_APP_SECRET,
      verifyToken: e.META_WEBHOOK_VERIFY_TOKEN,
      graphUrl: e.META_GRAPH_URL,
      igGraphUrl: e.META_IG_GRAPH_URL,
      graphVersion: e.META_GRAPH_VERSION,
    },
    smtpUrl: e.SMTP_URL,
    mailFrom: e.MAIL_FROM,
    storageDir: e.STORAGE_DIR,
    safeFetchAllowCidrs: (e.SAFE_FETCH_ALLOW_CIDRS ?? '')
      .split(',')
      .map((s) => s.trim())
      .filter(Boolean),
    sendHoldMs: e.SEND_HOLD_MS,
    logLevel: e.LOG_LEVEL,
    roles: e.ROLES,
    crashAt: e.CRASH_AT,
    webDir: e.CRM_WEB_DIR,
    migrationsDir: e.CRM_MIGRATIONS_DIR,
  })
}

function explain(error: z.ZodError): string {
  const lines = error.issues.map((issue) => {
    const name = String(issue.path[0])
    return name === 'DATA_ENCRYPTION_KEY' && issue.message === 'missing'
      ? KEY_HELP
      : `${name} ${issue.message}`
  })
  return `The configuration is not usable:\n${lines.map((line) => `  - ${line}`).join('\n')}\nSee .env.example for every variable.`
}
