import { describe, expect, it } from 'vitest'
import { metaFixture } from '../../../../test/contract/meta-fixtures.ts'
import { split } from './split.ts'

const NUMBER_A = '106540352242922'
const NUMBER_M = '209871234567890'

const metadata = { display_phone_number: '15550783881', phone_number_id: NUMBER_A }

function webhook(...changes: unknown[]) {
  return { object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes }] }
}

describe('split', () => {
  it('makes one item per number, with that number’s values only', () => {
    const { routed, unrouted } = split(metaFixture('wa_batch_multi_entry_multi_phone'))
    expect(unrouted).toEqual([])
    expect(routed.map((item) => item.externalAccountId)).toEqual([NUMBER_A, NUMBER_M])
    const [itemA, itemM] = routed.map((item) => JSON.stringify(item.item))
    expect(itemA).toContain('to number A')
    expect(itemA).toContain('delivered')
    expect(itemA).not.toContain('to number M')
    expect(itemA).not.toContain('Lucía')
    expect(itemM).toContain('Lucía')
    expect(itemM).not.toContain('Sheena')
  })

  it('keeps where each change came from', () => {
    const { routed } = split(metaFixture('wa_in_text'))
    expect(routed[0]?.item).toMatchObject({
      object: 'whatsapp_business_account',
      changes: [{ entryId: '102290129340398', time: null, field: 'messages', value: { metadata } }],
    })
  })

  it('routes a number that nobody connected: the ingress knows, not the adapter', () => {
    expect(split(metaFixture('wa_in_unknown_phone_number_id')).routed[0]?.externalAccountId).toBe(
      '888888888888888',
    )
  })

  it('finds nothing in an entry without changes', () => {
    expect(split(metaFixture('wa_empty_changes'))).toEqual({ routed: [], unrouted: [] })
  })

  it.each([
    'wa_template_status_approved',
    'wa_template_quality_update',
    'wa_template_category_update_in_24h',
  ])('sets aside what concerns the account: %s', (name) => {
    const { routed, unrouted } = split(metaFixture(name))
    expect(routed).toEqual([])
    expect(unrouted).toMatchObject([{ reason: 'account_level', externalAccountId: '102290129340398' }])
  })

  it('sets aside other products and foreign objects', () => {
    expect(split(metaFixture('unknown_object')).unrouted).toMatchObject([
      { reason: 'unknown_object', externalAccountId: null },
    ])
    expect(split({ object: 'page', entry: [] }).unrouted[0]?.reason).toBe('unknown_object')
  })

  it.each([
    ['no object', null],
    ['a list', []],
    ['a text', 'hello'],
    ['no entries', { object: 'whatsapp_business_account' }],
    ['entries that are no list', { object: 'whatsapp_business_account', entry: {} }],
    ['an entry that is null', { object: 'whatsapp_business_account', entry: [null] }],
    ['changes that are no list', { object: 'whatsapp_business_account', entry: [{ id: '1', changes: {} }] }],
    ['a change that is a number', webhook(7)],
    ['a value that is a list', webhook({ field: 'messages', value: [] })],
    ['a change without a field', webhook({ value: { metadata } })],
    ['messages of no number', webhook({ field: 'messages', value: { messages: [{ id: 'wamid.1' }] } })],
    [
      'a number that is no id',
      webhook({ field: 'messages', value: { metadata: { phone_number_id: '../1' } } }),
    ],
    [
      'a number of absurd length',
      webhook({ field: 'x', value: { metadata: { phone_number_id: '9'.repeat(1000) } } }),
    ],
  ])('sets aside as malformed: %s', (_why, body) => {
    const { routed, unrouted } = split(body)
    expect(routed).toEqual([])
    expect(unrouted.map((part) => part.reason)).toEqual(['malformed'])
  })

  it('lets the sound members of a list through beside broken ones', () => {
    const messages = [
      { id: 'wamid.1', type: 'text' },
      null,
      { type: 'text', text: { body: 'no id' } },
      [],
      'x',
    ]
    const value = { metadata, messages, statuses: {} }
    const { routed, unrouted } = split(webhook({ field: 'messages', value }))
    expect(routed[0]?.item).toMatchObject({ changes: [{ value: { metadata, messages: [messages[0]] } }] })
    expect(unrouted).toMatchObject([
      {
        reason: 'malformed',
        externalAccountId: NUMBER_A,
        item: { changes: [{ value: { messages: messages.slice(1), statuses: {} } }] },
      },
    ])
  })

  it('takes ids that Meta writes as numbers', () => {
    const value = { metadata: { phone_number_id: 106540352242922 } }
    expect(split(webhook({ field: 'messages', value })).routed[0]?.externalAccountId).toBe(NUMBER_A)
  })
})
