import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { privateSecrets } from './secrets.ts'

let dataDir: string
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'crm-secrets-'))))
afterEach(() => rmSync(dataDir, { recursive: true }))

describe('the secrets of a private installation', () => {
  it('are made once, readable by their owner only', () => {
    const made = privateSecrets(dataDir)
    expect(privateSecrets(dataDir)).toEqual(made)
    expect(Buffer.from(made.DATA_ENCRYPTION_KEY, 'base64')).toHaveLength(32)
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  it('are completed, never replaced: what is encrypted must stay readable', () => {
    writeFileSync(join(dataDir, 'secrets.json'), JSON.stringify({ DATA_ENCRYPTION_KEY: 'kept' }))
    const secrets = privateSecrets(dataDir)
    expect(secrets.DATA_ENCRYPTION_KEY).toBe('kept')
    expect(JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'))).toEqual(secrets)
  })
})
