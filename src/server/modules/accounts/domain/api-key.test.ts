import { describe, expect, it } from 'vitest'
import { newId } from '../../../../shared/ids.ts'
import { formatApiKey, parseApiKey } from './api-key.ts'

const secret = 'Az09_-'.repeat(8).slice(0, 43)

describe('an API key', () => {
  it('names its workspace and carries its secret', () => {
    const workspaceId = newId('workspace')
    const key = formatApiKey(workspaceId, secret)
    expect(key).toMatch(/^crm_[0-9a-z]{26}_[\w-]{43}$/)
    expect(parseApiKey(key)).toEqual({ workspaceId, secret })
  })

  it.each([
    '',
    'crm_',
    `crm_${'u'.repeat(26)}_${secret}`,
    `crm_${'0'.repeat(26)}_${secret}x`,
    `Bearer crm_${'0'.repeat(26)}_${secret}`,
  ])('is not %j', (text) => {
    expect(parseApiKey(text)).toBeUndefined()
  })
})
