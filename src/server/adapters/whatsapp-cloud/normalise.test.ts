import { describe, expect, it } from 'vitest'
import { metaFixture, metaFixtureNames } from '../../../../test/contract/meta-fixtures.ts'
import { CHANNEL, factsOfFixture, factsOfValue, inbound } from '../../../../test/contract/whatsapp-cloud.ts'
import type { PartyIdentity } from '../contract/index.ts'
import { normalise } from './normalise.ts'

const OUR_MESSAGE = 'wamid.HBgLMTY1MDU1NTEyMzQVAgARGBI4MjZGRDA0OUE2OTQ3RkEyMzcA'

const bsuid = (value: string): PartyIdentity => ({
  kind: 'wa_bsuid',
  scope: 'portfolio-1',
  value,
  matchKey: value,
})
const parentBsuid = (value: string): PartyIdentity => ({
  kind: 'wa_parent_bsuid',
  scope: 'portfolio-1',
  value,
  matchKey: value,
})
const phone = (value: string, matchKey = value): PartyIdentity => ({
  kind: 'phone',
  scope: '',
  value,
  matchKey,
})

const SHEENA = {
  name: 'Sheena Nelson',
  identities: [bsuid('US.13491208655302741918'), phone('16505551234')],
  replyAddress: 'phone:16505551234',
}

describe('who wrote', () => {
  it('knows a person by BSUID and phone', () => {
    expect(factsOfFixture('wa_in_text')).toEqual([
      {
        kind: 'message',
        direction: 'inbound',
        party: SHEENA,
        externalKey: 'wamid.HBgLMTY1MDU1NTEyMzQVAgASGBQzQTRGSVhUVVJF000001A=',
        type: 'text',
        text: 'Does it come in another color?',
        attachments: [],
        sentAt: new Date(1_760_000_001_000),
        opensWindow: true,
      },
    ])
  })

  it('knows a person of an older payload by the phone', () => {
    expect(factsOfFixture('wa_in_text_legacy_no_bsuid')).toMatchObject([
      {
        party: {
          name: 'Sheena Nelson',
          identities: [phone('16505551234')],
          replyAddress: 'phone:16505551234',
        },
      },
    ])
  })

  it('knows a person who hides the phone by BSUIDs alone, and shows the username without its @', () => {
    const [fact] = factsOfFixture('wa_in_text_bsuid_only_username')
    expect(fact).toMatchObject({
      text: 'Oi! Vi o anúncio, ainda tem?',
      party: {
        name: 'Joana M.',
        username: 'joana.mendes',
        replyAddress: 'bsuid:BR.7788990011223344556',
        identities: [bsuid('BR.7788990011223344556'), parentBsuid('BR.ENT.11815799212886844830')],
      },
    })
  })

  it('keeps two people with one username apart', () => {
    const [a, b] = ['a', 'b'].map((user) => factsOfFixture(`wa_in_text_shared_username_user_${user}`)[0])
    expect(a).toMatchObject({ party: { username: 'shared-handle', identities: [bsuid('AE.QACUSTOMERA')] } })
    expect(b).toMatchObject({ party: { username: 'shared-handle', identities: [bsuid('AE.QACUSTOMERB')] } })
  })

  it('matches Mexican numbers in both spellings and answers in the one WhatsApp uses', () => {
    expect(factsOfFixture('wa_in_text_mx_521')[0]).toMatchObject({
      party: {
        name: 'Lucía Ñáñez',
        replyAddress: 'phone:5215512345678',
        identities: [bsuid('MX.5566778899001122'), phone('5215512345678', '525512345678')],
      },
    })
  })

  it('finds names by id, not by their place', () => {
    expect(factsOfFixture('wa_batch_two_contacts_two_messages')).toMatchObject([
      { text: 'I am Other', party: { name: 'Other Person', replyAddress: 'phone:16505559999' } },
      { text: 'I am Sheena', party: SHEENA },
    ])
  })

  it('takes "" for no phone', () => {
    const message = inbound({ from: '', from_user_id: 'US.1', type: 'text', text: { body: 'x' } })
    expect(
      factsOfValue({ messages: [message], contacts: [{ wa_id: '', user_id: 'US.1' }] })[0],
    ).toMatchObject({
      party: { identities: [bsuid('US.1')], replyAddress: 'bsuid:US.1' },
    })
  })

  it('takes the phone from the contact where the message has the BSUID only, and the other way round', () => {
    const contacts = [{ wa_id: '16505551234', user_id: 'US.1' }]
    const byBsuid = inbound({ from: undefined, from_user_id: 'US.1', type: 'text', text: { body: 'x' } })
    const byPhone = inbound({ type: 'text', text: { body: 'x' } })
    const expected = { party: { identities: [bsuid('US.1'), phone('16505551234')] } }
    expect(factsOfValue({ contacts, messages: [byBsuid, byPhone] })).toMatchObject([expected, expected])
  })

  it('never lends a person the profile of another who has the phone now', () => {
    const contacts = [{ wa_id: '16505551234', user_id: 'US.NEW', profile: { name: 'New owner' } }]
    const message = inbound({ from_user_id: 'US.OLD', type: 'text', text: { body: 'x' } })
    const [fact] = factsOfValue({ contacts, messages: [message] })
    expect(fact).toMatchObject({ party: { identities: [bsuid('US.OLD'), phone('16505551234')] } })
    expect(fact).not.toMatchObject({ party: { name: 'New owner' } })
  })
})

describe('what a status says', () => {
  it.each([
    ['wa_status_sent', 'sent', 1_760_000_301],
    ['wa_status_delivered', 'delivered', 1_760_000_302],
    ['wa_status_read', 'read', 1_760_000_303],
    ['wa_status_played', 'played', 1_760_000_304],
    ['wa_status_delivered_bsuid_no_recipient_id', 'delivered', 1_760_000_331],
    ['wa_status_free_entry_point', 'delivered', 1_760_000_300],
  ])('%s', (fixture, status, seconds) => {
    expect(factsOfFixture(fixture)).toEqual([
      { kind: 'status', externalKey: OUR_MESSAGE, status, at: new Date(seconds * 1000) },
    ])
  })

  it.each([
    ['wa_status_failed_131047', 131047, 'use_template'],
    ['wa_status_failed_131026', 131026, 'check_number'],
    ['wa_status_failed_131053_media', 131053, 'change_file'],
    ['wa_status_failed_130472_experiment', 130472, 'retry_later'],
  ])('%s says why and what to do', (fixture, code, advice) => {
    expect(factsOfFixture(fixture)).toMatchObject([
      { kind: 'status', status: 'failed', error: { code, advice } },
    ])
  })

  const status = (parts: object) => ({
    statuses: [{ id: OUR_MESSAGE, timestamp: '1760000301', recipient_id: '1', ...parts }],
  })

  it('hands our opaque id back', () => {
    expect(
      factsOfValue(status({ status: 'sent', biz_opaque_callback_data: 'outbox:01J8' }))[0],
    ).toMatchObject({
      opaque: 'outbox:01J8',
    })
  })

  it('tells the channel’s health of a failure that stops all its messages', () => {
    const facts = factsOfValue(
      status({ status: 'failed', errors: [{ code: 131042, title: 'Payment issue' }] }),
    )
    expect(facts).toMatchObject([
      { kind: 'status', status: 'failed', error: { code: 131042, advice: 'account_blocked' } },
      { kind: 'channel_problem', code: 131042, reason: 'account_blocked' },
    ])
  })

  it('takes a failure without a reason', () => {
    expect(factsOfValue(status({ status: 'failed' }))).toMatchObject([
      { status: 'failed', error: { code: 131000 } },
    ])
  })

  it('passes over a status it does not know', () => {
    expect(factsOfValue(status({ status: 'teleported' }))).toEqual([
      { kind: 'ignored', what: 'status_teleported' },
    ])
  })
})

describe('people who change their address', () => {
  it('follows a new number, and writes a line under the old one', () => {
    const facts = factsOfFixture('wa_in_system_user_changed_number')
    const externalKey = 'wamid.HBgLMTk4MzU1NTE5NzQVAgASGAoxMTgyMDg2MjY3AA=='
    const previous = [bsuid('US.13491208655302741918'), phone('16505551234')]
    expect(facts).toEqual([
      {
        kind: 'identity_changed',
        previous,
        current: [bsuid('US.24817305912873645029'), phone('12195555358')],
        replyAddress: 'phone:12195555358',
        externalKey,
        at: new Date(1_760_000_080_000),
      },
      {
        kind: 'message',
        direction: 'inbound',
        party: { identities: previous, replyAddress: 'phone:12195555358' },
        externalKey,
        type: 'system',
        payload: { system: { event: 'user_changed_number', from: '16505551234', to: '12195555358' } },
        attachments: [],
        sentAt: new Date(1_760_000_080_000),
        opensWindow: false,
      },
    ])
  })

  it('follows a new BSUID where no phone is known', () => {
    expect(factsOfFixture('wa_in_system_user_changed_user_id')).toMatchObject([
      {
        kind: 'identity_changed',
        previous: [bsuid('BR.7788990011223344556')],
        current: [bsuid('BR.9900112233445566778')],
        replyAddress: 'bsuid:BR.9900112233445566778',
      },
      { type: 'system', opensWindow: false, party: { identities: [bsuid('BR.7788990011223344556')] } },
    ])
  })

  it('does nothing where the payload does not say who it was', () => {
    const system = { type: 'user_changed_user_id', user_id: 'BR.2', body: 'User X changed from BR.1 to BR.2' }
    expect(factsOfValue({ messages: [{ id: 'wamid.S', timestamp: '1', type: 'system', system }] })).toEqual([
      { kind: 'ignored', what: 'user_changed_user_id_without_ids' },
    ])
  })
})

describe('what did not come from the contact', () => {
  it('takes an echo of the phone app as ours, addressed to the contact', () => {
    expect(factsOfFixture('wa_smb_echo_text')).toMatchObject([
      {
        kind: 'message',
        direction: 'outbound',
        party: SHEENA,
        text: "Here's the info you requested!",
        opensWindow: false,
      },
    ])
  })

  it('takes a history as old messages of both sides', () => {
    const facts = factsOfFixture('wa_history_phase0_chunk1')
    expect(
      facts.map(
        (fact) =>
          fact.kind === 'message' && [fact.externalKey, fact.direction, fact.party.replyAddress, fact.type],
      ),
    ).toEqual([
      ['wamid.HIST0001', 'outbound', 'phone:16505551234', 'text'],
      ['wamid.HIST0002', 'inbound', 'phone:16505551234', 'text'],
      ['wamid.HIST0003', 'outbound', 'phone:16505551234', 'unsupported'],
      ['wamid.HIST0004', 'outbound', 'phone:12125557890', 'text'],
    ])
    for (const fact of facts) expect(fact).toMatchObject({ opensWindow: false, payload: { history: true } })
    expect(facts[2]).toMatchObject({ payload: { unsupportedKind: 'media_placeholder' } })
  })

  it('notes that the owner of a number shares no history', () => {
    expect(
      factsOfValue({ history: [{ errors: [{ code: 2593109, title: 'Declined' }] }] }, 'history'),
    ).toEqual([{ kind: 'ignored', what: 'history_declined' }])
  })

  it('keeps no reaction of our own side from the phone app', () => {
    const echo = {
      from: '15550783881',
      to: '16505551234',
      id: 'wamid.E',
      timestamp: '1',
      type: 'reaction',
      reaction: { message_id: 'wamid.X', emoji: '👍' },
    }
    expect(factsOfValue({ message_echoes: [echo] }, 'smb_message_echoes')).toEqual([
      { kind: 'ignored', what: 'own_reaction' },
    ])
  })
})

describe('what concerns the channel', () => {
  it('takes errors of a value as trouble of the channel', () => {
    expect(factsOfFixture('wa_errors_value_level_130429')).toEqual([
      {
        kind: 'channel_problem',
        code: 130429,
        reason: 'rate_limited',
        title: 'This number sends faster than Meta allows',
      },
    ])
  })

  it.each([
    ['user_preferences', { user_preferences: [{ wa_id: '1', value: 'stop' }] }, 'user_preferences'],
    ['smb_app_state_sync', { state_sync: [] }, 'smb_app_state_sync'],
    ['account_update', { event: 'PARTNER_REMOVED' }, 'account_update'],
    ['a field of tomorrow', { anything: 1 }, 'a field of tomorrow'],
    // Meta's own example of a quality update names the wrong field.
    ['message_template_status_update', { new_quality_score: 'YELLOW' }, 'message_template_quality_update'],
  ])('passes over %s by name', (field, value, what) => {
    expect(factsOfValue(value, field)).toEqual([{ kind: 'ignored', what }])
  })
})

describe('what cannot be understood', () => {
  const item = (value: object) => ({ changes: [{ field: 'messages', value }] })
  it.each([
    ['no item', null, 'the item has no list of changes'],
    ['a change without a value', { changes: [{}] }, 'a change of the item has no value'],
    ['messages that are no list', item({ messages: {} }), '"messages" is not a list of objects'],
  ])('refuses %s as a whole', (_why, body, message) => {
    expect(() => normalise(body, CHANNEL)).toThrow(
      expect.objectContaining({ name: 'UnreadableItem', message }),
    )
  })

  it.each([
    [
      'a message without an id',
      item({ messages: [{ from: '16505551234', timestamp: '1' }] }),
      'a message has no id',
    ],
    [
      'a message with an endless id',
      item({ messages: [inbound({ id: 'w'.repeat(192) })] }),
      "a message's id is longer than 191 characters",
    ],
    [
      'a message of nobody',
      item({ messages: [{ id: 'wamid.1', timestamp: '1', type: 'text', text: { body: 'x' } }] }),
      'message wamid.1 names no person',
    ],
    [
      'no time',
      item({ messages: [inbound({ timestamp: undefined })] }),
      'the time of message wamid.IN is not a number of seconds',
    ],
    [
      'a time in words',
      item({ messages: [inbound({ timestamp: 'yesterday' })] }),
      'the time of message wamid.IN is not a number of seconds',
    ],
    [
      'a time in milliseconds',
      item({ messages: [inbound({ timestamp: '1760000001000' })] }),
      'the time of message wamid.IN is not a number of seconds',
    ],
    [
      'a status without an id',
      item({ statuses: [{ status: 'sent', timestamp: '1' }] }),
      'a status has no id',
    ],
  ])('says what is wrong with %s, and takes its neighbour', (_why, body, reason) => {
    const broken = (body as { changes: { value: object }[] }).changes
    const sound = { field: 'messages', value: { messages: [inbound({ type: 'text', text: { body: 'x' } })] } }
    const facts = normalise({ changes: [...broken, sound] }, CHANNEL)
    expect(facts).toMatchObject([
      { kind: 'unreadable', reason },
      { kind: 'message', text: 'x' },
    ])
  })

  it.each(['0', 0, '1', '4102444800'])('takes the time %j as it is: the clock is not ours', (timestamp) => {
    const [fact] = factsOfValue({ messages: [inbound({ timestamp, type: 'text', text: { body: 'x' } })] })
    expect(fact).toMatchObject({ sentAt: new Date(Number(timestamp) * 1000) })
  })
})

it('reads every WhatsApp fixture, and keeps nothing of the raw payload', () => {
  const names = metaFixtureNames('wa_')
  expect(names.length).toBeGreaterThan(40)
  for (const name of names) {
    const text = JSON.stringify(factsOfFixture(name))
    for (const raw of ['messaging_product', 'pricing', 'phone_number_id', 'lookaside'])
      expect(text).not.toContain(raw)
  }
  expect(metaFixture('wa_status_sent')).toMatchObject({ object: 'whatsapp_business_account' })
})
