import { describe, expect, it } from 'vitest'
import { metaFixture } from '../../../../test/contract/meta-fixtures.ts'
import { factsOfFixture, messageOf } from '../../../../test/contract/whatsapp-cloud.ts'

const OUR_MESSAGE = 'wamid.HBgLMTY1MDU1NTEyMzQVAgARGBI4MjZGRDA0OUE2OTQ3RkEyMzcA'

describe('texts', () => {
  it('keeps a long text of emoji, right-to-left and combining marks byte for byte', () => {
    const name = 'wa_in_text_huge_emoji_rtl'
    const [fact] = factsOfFixture(name)
    const raw = (metaFixture(name) as never)['entry'][0]['changes'][0]['value']['messages'][0]['text'][
      'body'
    ] as string
    expect(raw.length).toBeGreaterThan(1_000)
    expect(fact?.kind === 'message' && fact.text === raw).toBe(true)
  })

  it('names the quoted message', () => {
    expect(factsOfFixture('wa_in_reply_quoted')).toMatchObject([
      { text: 'replied text', quotedExternalKey: OUR_MESSAGE },
    ])
  })

  it('flags a forwarded message, which quotes nothing', () => {
    const [fact] = factsOfFixture('wa_in_forwarded_many_times')
    expect(fact).toMatchObject({ text: 'cadena reenviada', payload: { forwarded: 'many_times' } })
    expect(fact).not.toHaveProperty('quotedExternalKey')
    expect(messageOf({ type: 'text', text: { body: 'x' }, context: { forwarded: true } }).payload).toEqual({
      forwarded: 'once',
    })
  })

  it('keeps the advertisement that led here', () => {
    const referral = {
      source_url: 'https://fb.me/1',
      source_type: 'ad',
      headline: 'Oferta',
      ctwa_clid: 'ARA',
      welcome_message: { text: 'Hi' },
      media_type: 3,
    }
    expect(messageOf({ type: 'text', text: { body: 'x' }, referral }).payload).toEqual({
      referral: { source_url: 'https://fb.me/1', source_type: 'ad', headline: 'Oferta', ctwa_clid: 'ARA' },
    })
  })

  it('keeps the product that was asked about', () => {
    const context = { referred_product: { catalog_id: 'c1', product_retailer_id: 'p1' } }
    expect(messageOf({ type: 'text', text: { body: 'x' }, context }).payload).toEqual({
      product: { catalog_id: 'c1', product_retailer_id: 'p1' },
    })
  })

  it('marks what was written in a group, which leaves the person’s own window as it was', () => {
    expect(messageOf({ type: 'text', text: { body: 'x' }, group_id: 'g1' })).toMatchObject({
      payload: { groupId: 'g1' },
      opensWindow: false,
    })
  })
})

describe('files', () => {
  it.each([
    [
      'wa_in_image_caption_url',
      'Black Prince echeveria',
      { type: 'image', mime: 'image/jpeg', externalMediaId: '24230790383178626' },
    ],
    [
      'wa_in_document_accented_filename',
      'My résumé',
      {
        type: 'document',
        mime: 'application/pdf',
        externalMediaId: '622684793477189',
        fileName: 'Currículum café ñandú.pdf',
      },
    ],
  ])('%s', (fixture, text, attachment) => {
    expect(factsOfFixture(fixture)).toMatchObject([
      { type: attachment.type, text, attachments: [attachment], opensWindow: true },
    ])
  })

  it('tells a voice note from music', () => {
    expect(factsOfFixture('wa_in_audio_voice')).toMatchObject([
      {
        type: 'audio',
        payload: { voice: true },
        attachments: [
          { type: 'audio', mime: 'audio/ogg; codecs=opus', externalMediaId: '1234567890987654321' },
        ],
      },
    ])
    const music = messageOf({ type: 'audio', audio: { id: '1', mime_type: 'audio/mpeg' } })
    expect(music).not.toHaveProperty('payload')
    expect(music).not.toHaveProperty('text')
  })

  it.each(['video', 'sticker'])('%s', (type) => {
    expect(messageOf({ type, [type]: { id: '1', mime_type: 'x/y', animated: false } })).toMatchObject({
      type,
      attachments: [{ type, mime: 'x/y', externalMediaId: '1' }],
    })
  })

  it('shows a file that Meta could not pass on as a placeholder with the reason', () => {
    const errors = [
      { code: 131052, title: 'Media download error', error_data: { details: 'File too large' } },
    ]
    expect(messageOf({ type: 'video', errors })).toMatchObject({
      type: 'unsupported',
      payload: { unsupportedKind: 'video' },
      error: {
        code: 131052,
        advice: 'change_file',
        title: 'The file could not be downloaded: File too large',
      },
    })
  })
})

describe('places and cards', () => {
  it('keeps coordinates and words of a place', () => {
    expect(factsOfFixture('wa_in_location')).toMatchObject([
      {
        type: 'location',
        payload: {
          location: {
            latitude: 37.44221496582,
            longitude: -122.16165924072,
            name: 'Philz Coffee',
            address: '101 Forest Ave, Palo Alto, CA 94301',
          },
        },
      },
    ])
    expect(messageOf({ type: 'location', location: { latitude: '-33.4', longitude: 0 } }).payload).toEqual({
      location: { latitude: -33.4, longitude: 0 },
    })
  })

  it('keeps the cards of others', () => {
    expect(factsOfFixture('wa_in_contacts')).toMatchObject([
      {
        type: 'contacts',
        payload: {
          contacts: [
            { name: 'Barbara J. Johnson', phones: [{ phone: '+1 (415) 555-0829', label: 'MOBILE' }] },
          ],
        },
      },
    ])
  })

  it('tells the answer to our question for the phone from a card', () => {
    const contacts = [
      {
        origin: 'contact_request',
        name: {},
        phones: [{ wa_id: '5215512345678' }],
        emails: [{ email: 'a@b.mx' }],
      },
    ]
    expect(messageOf({ type: 'contacts', contacts }).payload).toEqual({
      contacts: [{ name: '5215512345678', phones: [{ phone: '5215512345678' }], emails: ['a@b.mx'] }],
      contactsOrigin: 'contact_request',
    })
  })
})

describe('answers by tapping', () => {
  it('button', () => {
    expect(factsOfFixture('wa_in_interactive_button_reply')).toMatchObject([
      {
        type: 'interactive',
        text: 'Change',
        payload: { choice: { id: 'change-button', title: 'Change' } },
        quotedExternalKey: OUR_MESSAGE,
      },
    ])
  })

  it('row of a list', () => {
    const list_reply = { id: 'express', title: 'Express', description: '1-2 días' }
    expect(messageOf({ type: 'interactive', interactive: { type: 'list_reply', list_reply } })).toMatchObject(
      {
        text: 'Express',
        payload: { choice: list_reply },
      },
    )
  })

  it('form, whose answers stay the text they came as', () => {
    const nfm_reply = { name: 'flow', body: 'Sent', response_json: '{"email":"a@b.mx"' }
    expect(messageOf({ type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply } })).toMatchObject({
      text: 'Sent',
      payload: { flowReply: { name: 'flow', answers: '{"email":"a@b.mx"' } },
    })
  })

  it('quick reply of a template', () => {
    expect(messageOf({ type: 'button', button: { payload: 'STOP', text: 'No más' } })).toMatchObject({
      type: 'interactive',
      text: 'No más',
      payload: { choice: { id: 'STOP', title: 'No más' } },
    })
  })
})

describe('reactions', () => {
  it('sets one', () => {
    expect(factsOfFixture('wa_in_reaction_add')).toMatchObject([
      { kind: 'reaction', targetExternalKey: OUR_MESSAGE, emoji: '👍' },
    ])
  })

  it('withdraws it, with "" or with nothing', () => {
    expect(factsOfFixture('wa_in_reaction_removed_empty')).toMatchObject([
      { kind: 'reaction', targetExternalKey: OUR_MESSAGE, emoji: null },
    ])
  })

  it('shows one that names no message', () => {
    expect(messageOf({ type: 'reaction', reaction: {} })).toMatchObject({
      type: 'unsupported',
      payload: { unsupportedKind: 'reaction' },
    })
  })
})

describe('placeholders', () => {
  it('stands for what WhatsApp does not pass on, and opens the window all the same', () => {
    expect(factsOfFixture('wa_in_unsupported')).toMatchObject([
      {
        type: 'unsupported',
        payload: { unsupportedKind: 'unknown' },
        error: { code: 131051 },
        opensWindow: true,
      },
    ])
    expect(messageOf({ type: 'unsupported', unsupported: { type: 'poll' } }).payload).toEqual({
      unsupportedKind: 'poll',
    })
  })

  it('stands for a body that Meta left out, with the error from beside the messages', () => {
    expect(factsOfFixture('wa_in_interactive_without_body_value_errors')).toMatchObject([
      {
        kind: 'message',
        type: 'unsupported',
        payload: { unsupportedKind: 'interactive' },
        error: { code: 131000 },
        quotedExternalKey: OUR_MESSAGE,
      },
    ])
  })

  it.each([
    [{ type: 'hologram', hologram: { id: '1' } }, 'hologram'],
    [{ type: 'constructor' }, 'constructor'],
    [{ type: '__proto__' }, '__proto__'],
    [{ type: 7 }, 'unknown'],
    [{ type: 'text', text: [] }, 'text'],
    [{ type: 'image', image: null }, 'image'],
    [{ type: 'location', location: { latitude: 'north' } }, 'location'],
    [{ type: 'contacts', contacts: 'x' }, 'contacts'],
    [{ type: 'interactive', interactive: { type: 'product_list' } }, 'interactive.product_list'],
    [{ type: 'interactive', interactive: { type: 'button_reply' } }, 'interactive.button_reply'],
    [{ type: 'button', button: {} }, 'button'],
  ])('stands for %j', (parts, kind) => {
    expect(messageOf(parts)).toMatchObject({
      type: 'unsupported',
      payload: { unsupportedKind: kind },
      attachments: [],
    })
  })

  it('keeps the lines of an order', () => {
    const order = {
      catalog_id: '9',
      text: 'Para hoy',
      product_items: [{ product_retailer_id: 'sku', quantity: 2, item_price: 10.5, currency: 'MXN' }],
    }
    expect(messageOf({ type: 'order', order })).toMatchObject({
      text: 'Para hoy',
      payload: {
        unsupportedKind: 'order',
        order: { catalogId: '9', items: [{ productId: 'sku', quantity: 2, price: 10.5, currency: 'MXN' }] },
      },
    })
  })

  it('shows an edit and a deletion beside the message they are about', () => {
    const edit = {
      original_message_id: 'wamid.OLD',
      message: { type: 'text', text: { body: 'mejor mañana' } },
    }
    expect(messageOf({ type: 'edit', edit })).toMatchObject({
      payload: { unsupportedKind: 'edit' },
      text: 'mejor mañana',
      quotedExternalKey: 'wamid.OLD',
      opensWindow: false,
    })
    expect(messageOf({ type: 'revoke', revoke: { original_message_id: 'wamid.OLD' } })).toMatchObject({
      payload: { unsupportedKind: 'revoke' },
      quotedExternalKey: 'wamid.OLD',
      opensWindow: false,
    })
  })
})
