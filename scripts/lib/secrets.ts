import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writePrivate } from '../engine/place.ts'

/** Secrets of a private installation (development, demo, tests); production brings its own. */
export interface Secrets {
  SESSION_SECRET: string
  /** 32 bytes in base64. */
  DATA_ENCRYPTION_KEY: string
  META_WEBHOOK_VERIFY_TOKEN: string
  META_APP_SECRET: string
}

/**
 * Reads `<dataDir>/secrets.json`, making it (0600) on first use. A secret that the file lacks is added, never
 * replaced: what is encrypted in the database must stay readable.
 */
export function privateSecrets(dataDir = '.data'): Secrets {
  const path = join(dataDir, 'secrets.json')
  const known = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>) : {}
  const secrets = { ...newSecrets(), ...known }
  if (Object.keys(known).length < Object.keys(secrets).length) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    writePrivate(path, `${JSON.stringify(secrets, null, 2)}\n`)
  }
  return secrets
}

function newSecrets(): Secrets {
  return {
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    DATA_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    META_WEBHOOK_VERIFY_TOKEN: randomBytes(18).toString('base64url'),
    META_APP_SECRET: randomBytes(16).toString('hex'),
  }
}
