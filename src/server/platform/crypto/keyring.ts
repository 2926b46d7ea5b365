import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Where a secret lies. It opens there and nowhere else. */
export interface SecretPlace {
  workspaceId: string
  table: string
  column: string
  rowId: string
}

export interface Keyring {
  /** `v1.<key id>.<nonce>.<ciphertext>.<tag>`, the last three in base64url. */
  seal(secret: SecretPlace & { plaintext: string }): string
  /** @throws KeyringError where the text was changed, moved, or sealed with a key that is gone. */
  open(secret: SecretPlace & { sealed: string }): string
  /** The id of the key that new secrets are sealed with. */
  readonly currentKeyId: string
}

/** Never holds a secret, a key or a ciphertext. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError'
}

const VERSION = 'v1'
const EXAMPLE = 'replace-me-with-32-characters!!!'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const MAX_DERIVED_KEYS = 1000

/**
 * @param setting DATA_ENCRYPTION_KEY: one key (32 characters, or 32 bytes in base64 or hex), or a
 * list `k2:…,k1:…` during a rotation, of which the first one writes and all open. Keys in a list hold
 * no comma.
 * @throws KeyringError
 */
export function createKeyring(setting: string): Keyring {
  const masters = parseKeys(setting)
  const [currentKeyId] = masters.keys()
  if (currentKeyId === undefined) throw new KeyringError('DATA_ENCRYPTION_KEY holds no key')
  const derived = new Map<string, Buffer>()
  const keyOf = (keyId: string, workspaceId: string): Buffer => {
    const name = `${keyId}|${workspaceId}`
    const known = derived.get(name)
    if (known) return known
    const master = masters.get(keyId)
    if (!master) throw new KeyringError(`the key ${keyId.slice(0, 16)} is not in DATA_ENCRYPTION_KEY`)
    const key = Buffer.from(hkdfSync('sha256', master, '', `workspace:${workspaceId}`, KEY_BYTES))
    // A key is derived in microseconds: forgetting them all now and then costs less than keeping track.
    if (derived.size >= MAX_DERIVED_KEYS) derived.clear()
    derived.set(name, key)
    return key
  }
  return {
    currentKeyId,
    seal: (secret) => seal(keyOf(currentKeyId, secret.workspaceId), currentKeyId, secret),
    open: (secret) => open((keyId) => keyOf(keyId, secret.workspaceId), secret),
  }
}

function seal(key: Buffer, keyId: string, secret: SecretPlace & { plaintext: string }): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(placeText(secret))
  const ciphertext = Buffer.concat([cipher.update(secret.plaintext, 'utf8'), cipher.final()])
  return [
    VERSION,
    keyId,
    ...[nonce, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url')),
  ].join('.')
}

function open(keyOf: (keyId: string) => Buffer, secret: SecretPlace & { sealed: string }): string {
  const [version, keyId = '', nonce = '', ciphertext = '', tag = '', ...rest] = secret.sealed.split('.')
  if (version !== VERSION || rest.length > 0) throw new KeyringError('not a sealed secret')
  const key = keyOf(keyId)
  const parts = [nonce, ciphertext, tag].map(exactBase64url)
  const [nonceBytes, ciphertextBytes, tagBytes] = parts as [Buffer, Buffer, Buffer]
  if (nonceBytes.length !== NONCE_BYTES || tagBytes.length !== TAG_BYTES)
    throw new KeyringError('not a sealed secret')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceBytes)
      .setAAD(placeText(secret))
      .setAuthTag(tagBytes)
    return Buffer.concat([decipher.update(ciphertextBytes), decipher.final()]).toString('utf8')
  } catch {
    // The engine's own message tells nothing more: changed, moved, or another key under this id.
    throw new KeyringError(`a secret in ${secret.table}.${secret.column} does not open`)
  }
}

/** Node skips what is not base64; a changed character must not pass for the original. */
function exactBase64url(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) throw new KeyringError('not a sealed secret')
  return bytes
}

function placeText({ workspaceId, table, column, rowId }: SecretPlace): Buffer {
  const parts = [workspaceId, table, column, rowId]
  // A bar inside a part, or an empty part, could make two places read alike.
  if (parts.some((part) => part === '' || part.includes('|')))
    throw new KeyringError('not a place for a secret')
  return Buffer.from([VERSION, ...parts].join('|'))
}

function parseKeys(setting: string): Map<string, Buffer> {
  const keys = new Map<string, Buffer>()
  const isList = /^k\w*:/.test(setting)
  for (const [index, entry] of (isList ? setting.split(',') : [setting]).entries()) {
    const [, name, value] = isList ? (/^(k\w*):(.+)$/.exec(entry.trim()) ?? []) : ['', 'k1', entry]
    if (!name || !value)
      throw new KeyringError(`entry ${index + 1} of DATA_ENCRYPTION_KEY is not k<number>:<key>`)
    if (keys.has(name)) throw new KeyringError(`DATA_ENCRYPTION_KEY names ${name} twice`)
    keys.set(name, parseKey(value.trim()))
  }
  return keys
}

function parseKey(value: string): Buffer {
  const key = bytesOf(value)
  if (key.length !== KEY_BYTES)
    throw new KeyringError(
      'DATA_ENCRYPTION_KEY must be 32 characters, or 32 bytes in base64 or hex: openssl rand -base64 32',
    )
  if (key.every((byte) => byte === key[0]) || value === EXAMPLE)
    throw new KeyringError(
      'DATA_ENCRYPTION_KEY is the example or one byte repeated: make one with openssl rand -base64 32',
    )
  return key
}

function bytesOf(value: string): Buffer {
  if (/^[0-9a-fA-F]{64}$/.test(value)) return Buffer.from(value, 'hex')
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(value)) return Buffer.from(value, 'base64')
  return Buffer.from(value, 'utf8')
}
